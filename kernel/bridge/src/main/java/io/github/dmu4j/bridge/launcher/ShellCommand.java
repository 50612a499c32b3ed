package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.bridge.Startup;
import io.github.dmu4j.bridge.Versions;
import io.github.dmu4j.jupyter.eval.Script;
import io.github.dmu4j.jupyter.eval.ShellScript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.prefs.Preferences;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./dmu shell}. */
@Command(
        name = "shell",
        description = "Start an interactive JShell with the DSL imported, after SCRIPT if one is given.")
final class ShellCommand implements Callable<Integer> {
    private static final String MODE = "dmu.mode";

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SCRIPT", description = "A script to run first.")
    private @Nullable Path script;

    @Parameters(index = "1..*", paramLabel = "ARG", description = "What the script sees as args.")
    private List<String> args = List.of();

    @SuppressWarnings("NullAway.Init")
    ShellCommand() {}

    /** The tool takes its start-up snippets from a file only; it is deleted when the shell ends. */
    @Override
    public Integer call() throws Exception {
        String snippets = startupSnippets();
        Preferences preferences = preferencesWithOurMode();
        Path startup = Files.createTempFile("dmu-startup", ".jsh");
        try {
            Files.writeString(startup, snippets);
            return JavaShellToolBuilder.builder()
                    .persistence(preferences)
                    .start("--execution", "local", "--startup", startup.toString());
        } finally {
            Files.deleteIfExists(startup);
        }
    }

    /**
     * The tool's own memory (history, feedback modes), apart from that of plain {@code jshell}. A feedback mode cannot
     * be made by start-up snippets, only retained by a session: so a first session, which nobody sees, makes ours.
     */
    private static Preferences preferencesWithOurMode() throws Exception {
        String mode = Startup.shellMode();
        Preferences preferences = Preferences.userRoot().node("io/github/dmu4j/shell");
        if (!preferences.get(MODE, "").equals(mode)) {
            JavaShellToolBuilder.builder()
                    .persistence(preferences)
                    .in(new ByteArrayInputStream(mode.getBytes(StandardCharsets.UTF_8)), null)
                    .out(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .start("--execution", "local", "--no-startup");
            preferences.put(MODE, mode);
        }
        return preferences;
    }

    private String startupSnippets() {
        List<String> parts = new ArrayList<>();
        parts.add(Startup.imports());
        parts.add(ShellScript.argumentsDeclaration(args));
        if (script != null) {
            parts.add(ShellScript.forTheTool(read(script)));
        }
        parts.add(
                "System.out.println(\"dmu4j " + Versions.current().dmu4j() + ": the DSL is imported; /exit leaves.\")");
        return String.join("\n", parts);
    }

    private Script read(Path path) {
        try {
            return Script.read(path);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read the script " + path + ": " + e, e);
        }
    }
}
