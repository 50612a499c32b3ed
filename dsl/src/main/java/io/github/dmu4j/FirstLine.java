package io.github.dmu4j;

/** The first line of a result as JShell shows it: at most 60 characters, the rest is cut. */
final class FirstLine {
    private static final int LONGEST = 60;

    private FirstLine() {}

    static String of(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "\u2026";
    }
}
