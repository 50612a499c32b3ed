package io.github.dmu4j.bridge.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

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

    private static String errorsOf(int expectedStatus, String... args) {
        StringWriter err = new StringWriter();
        int status = Main.commandLine().setErr(new PrintWriter(err)).execute(args);
        assertThat(status).isEqualTo(expectedStatus);
        return err.toString().replace("\r\n", "\n");
    }
}
