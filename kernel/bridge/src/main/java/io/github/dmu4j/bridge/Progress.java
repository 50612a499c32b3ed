package io.github.dmu4j.bridge;

import io.github.dmu4j.event.TerminalProgress;
import java.util.Locale;
import java.util.Map;

/** Where a command shows its progress: standard error, rewritten in place on a terminal, line by line elsewhere. */
public final class Progress {
    /** Set by the launcher when standard error is a terminal; Java cannot tell standard error from the others. */
    private static final String TERMINAL = "dmu.terminal";

    private Progress() {}

    /** For this process. */
    public static TerminalProgress onStandardError() {
        return new TerminalProgress(
                System.err, canRewrite(System.getenv(), Boolean.getBoolean(TERMINAL)), System::nanoTime);
    }

    /** Whether lines can be rewritten: a terminal, not in CI, not a dumb one, an encoding that has the bar's characters. */
    static boolean canRewrite(Map<String, String> environment, boolean terminal) {
        String encoding = System.getProperty("stderr.encoding", System.getProperty("file.encoding", ""));
        return terminal
                && !environment.containsKey("CI")
                && !environment.getOrDefault("TERM", "").equals("dumb")
                && encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
    }
}
