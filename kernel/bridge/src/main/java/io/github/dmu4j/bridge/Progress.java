package io.github.dmu4j.bridge;

import io.github.dmu4j.event.TerminalProgress;
import java.util.Locale;
import java.util.Map;

/** Where a command shows its progress: standard error, rewritten in place on a terminal, line by line elsewhere. */
public final class Progress {
    private Progress() {}

    /** For this process. */
    public static TerminalProgress onStandardError() {
        return new TerminalProgress(
                System.err, isTerminal(System.getenv(), System.console() != null), System::nanoTime);
    }

    /** Whether lines can be rewritten: a console, not in CI, not a dumb terminal, an encoding that has the bar's characters. */
    static boolean isTerminal(Map<String, String> environment, boolean console) {
        String encoding = System.getProperty("stderr.encoding", System.getProperty("file.encoding", ""));
        return console
                && !environment.containsKey("CI")
                && !environment.getOrDefault("TERM", "").equals("dumb")
                && encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
    }
}
