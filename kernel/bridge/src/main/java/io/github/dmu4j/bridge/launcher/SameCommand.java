package io.github.dmu4j.bridge.launcher;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** What the user typed, to be typed again: with another option it would be another run. */
final class SameCommand {
    private SameCommand() {}

    /** The whole line, quoted for a shell. */
    static String of(CommandSpec spec) {
        return spec.root().commandLine().getParseResult().originalArgs().stream()
                .map(SameCommand::quoted)
                .collect(Collectors.joining(" ", "./dmu ", ""));
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w./:=,+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
