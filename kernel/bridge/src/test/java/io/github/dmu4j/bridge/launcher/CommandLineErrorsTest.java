package io.github.dmu4j.bridge.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineErrorsTest {
    @Test
    void unknownCommandSuggestsTheNearest() {
        assertThat(errorsOf(2, "rnu")).isEqualTo("error: dmu has no command rnu; did you mean run?\nSee dmu --help\n");
        assertThat(errorsOf(2, "docter")).contains("did you mean doctor?");
    }

    @Test
    void wordLikeNoCommandGetsNoSuggestion() {
        assertThat(errorsOf(2, "xyzzy")).doesNotContain("did you mean");
    }

    @Test
    void missingCommandAndUnknownOptionPointToHelp() {
        assertThat(errorsOf(2)).contains("a command is missing", "See dmu --help");
        assertThat(errorsOf(2, "doctor", "--fast")).contains("--fast", "See dmu doctor --help");
    }

    @Test
    void scriptThatIsNotThereIsAUsageError() {
        assertThat(errorsOf(2, "run", "no-such-script.jsh")).contains("no-such-script.jsh", "NoSuchFileException");
    }

    @Test
    void wrongArgumentsOfAScriptThatReadsThemWithPicocliShowItsUsage(@TempDir Path folder) throws IOException {
        Path script = folder.resolve("count.jsh");
        Files.writeString(script, """
                import picocli.CommandLine;
                @CommandLine.Command(name = "count")
                class Options {
                    @CommandLine.Option(names = "--items", required = true) int items;
                }
                var options = CommandLine.populateCommand(new Options(), args);
                """);

        assertThat(errorsOf(2, "run", script.toString()))
                .startsWith(script + ": Missing required option: '--items=<items>'\nUsage: count --items=<items>\n")
                .doesNotContain("at ");
        assertThat(errorsOf(0, "run", script.toString(), "--items", "3")).isEmpty();
    }

    private static String errorsOf(int expectedStatus, String... args) {
        StringWriter err = new StringWriter();
        int status = Main.commandLine().setErr(new PrintWriter(err)).execute(args);
        assertThat(status).isEqualTo(expectedStatus);
        return err.toString().replace("\r\n", "\n");
    }
}
