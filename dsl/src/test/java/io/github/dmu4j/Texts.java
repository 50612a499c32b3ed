package io.github.dmu4j;

import static org.assertj.core.api.Assertions.assertThat;

/** What JShell shows of a result: a first line of at most 60 characters, at most 12 lines, and in the last what to do next. */
final class Texts {
    private Texts() {}

    static void requireShort(String text) {
        String[] lines = text.split("\n", -1);
        assertThat(lines[0]).hasSizeBetween(1, 60);
        assertThat(lines).hasSizeLessThanOrEqualTo(12);
        assertThat(lines[lines.length - 1]).contains("next");
    }
}
