package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code %who} and {@code %whos}. */
class VariableMagicsTest {
    @Test
    void variablesAreListedInOrderWithTypeSizeAndValueInOneLine() {
        try (MagicFixture session = new MagicFixture()) {
            assertThat(session.output("%who")).isEqualTo("there are no variables yet" + System.lineSeparator());
            session.output("""
                    int number = 7;
                    var words = List.of("a", "b");
                    String text = "two\\nlines";
                    double[] array = new double[1000];
                    Object none = null;
                    class Bad { public String toString() { throw new StackOverflowError(); } }
                    var bad = new Bad();""");

            assertThat(session.output("%who"))
                    .isEqualTo("number   words   text   array   none   bad" + System.lineSeparator());
            List<String> lines = session.output("%whos").lines().toList();
            assertThat(lines.get(0)).matches("Variable +Type +Size +Value");
            assertThat(lines.get(1)).matches("number +int +7");
            assertThat(lines.get(2)).matches("words +List<String> +2 +\\[a, b]");
            assertThat(lines.get(3)).matches("text +String +9 +two lines");
            assertThat(lines.get(4)).matches("array +double\\[] +1000 +\\[0\\.0, .*\\.\\.\\.");
            assertThat(lines.get(4).length()).isLessThan(110);
            assertThat(lines.get(5)).matches("none +Object +null");
            assertThat(lines.get(6))
                    .matches("bad +Bad +Bad \\(its text cannot be shown: java\\.lang\\.StackOverflow.*");
        }
    }
}
