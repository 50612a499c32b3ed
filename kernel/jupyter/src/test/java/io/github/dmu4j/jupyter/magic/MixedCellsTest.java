package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where a percent sign is a magic, and cells that mix magics and Java. */
class MixedCellsTest {
    private static MagicFixture session;

    @BeforeAll
    static void open() {
        session = new MagicFixture();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void percentInsideOfATextBlockIsText() {
        Object text = session.value("""
                var text = \"\"\"
                %who
                %%html
                \"\"\";
                text""");

        assertThat(text).isEqualTo("%who\n%%html\n");
    }

    @Test
    void percentInsideOfACommentIsAComment() {
        assertThat(session.value("/*\n%who\n%nonsense\n*/\n// %who\n1 + 1")).isEqualTo(2);
    }

    @Test
    void percentThatContinuesAnExpressionIsModulo() {
        session.output("int modulus = 5, who = 3;");

        assertThat(session.value("17\n%modulus")).isEqualTo(2);
        assertThat(session.value("int rest = 17\n  %who\n  %modulus;\nrest")).isEqualTo(2);
        assertThat(session.value("List.of(17\n%who,\n1).get(0)")).isEqualTo(2);
    }

    @Test
    void missingSemicolonBeforeAMagicIsExplained() {
        String advice = "is read as the rest of the expression before it: end that with ; to use the magic";

        assertThat(MagicFixture.text(session.failure("int open = 1\n%whos"))).endsWith("%whos " + advice);
        assertThat(MagicFixture.text(session.failure("int open = 1\n%time 1 + 1")))
                .endsWith("%time " + advice);
        assertThat(MagicFixture.text(session.failure("int open = 1\n%nomagic"))).doesNotContain(advice);
    }

    @Test
    void magicsAndJavaRunInTheOrderInWhichTheyStand() {
        String printed = session.output("""
                System.setProperty("order", "1");
                %env ORDER_OF_LINES=2
                System.setProperty("order", System.getProperty("order") + System.getProperty("ORDER_OF_LINES"));
                for (int i = 0; i < 1; i++) { }
                  %env ORDER_OF_LINES
                System.out.println(System.getProperty("order"));""");

        assertThat(printed.lines().skip(1)).containsExactly("2", "12");
    }

    @Test
    void lastExpressionIsTheValueAlsoBehindAMagic() {
        assertThat(session.value("int before = 20;\n%env A_NAME=1\nbefore + 1")).isEqualTo(21);
        assertThat(session.run("int after = 1;\nafter;\n%lsmagic")).isEqualTo(MagicCall.DONE);
    }

    @Test
    void magicMayHoldWhatWouldOpenACommentOrAStringInJava() {
        String printed =
                session.output("int q = 1;\n%env QUOTE=/* \" x\nint r = q + 1;\n%env QUOTE\nSystem.out.println(r);");

        assertThat(printed.lines().skip(1)).containsExactly("/* \" x", "2");
    }

    @Test
    void errorsOfJavaBehindAMagicNameLineAndSourceOfTheWholeCell() {
        String compile = MagicFixture.text(session.failure("%lsmagic\nint fine = 1;\n%lsmagic\nint bad = missing;"));
        String thrown = MagicFixture.text(session.failure("%lsmagic\n\nthrow new IllegalStateException(\"no\");"));

        assertThat(compile).contains(":4: error:").contains("    int bad = missing;\n              ^");
        assertThat(thrown)
                .contains("cell " + session.cells() + ":3")
                .contains("    throw new IllegalStateException(\"no\");");
    }

    @Test
    void syntaxErrorAnywhereKeepsTheWholeCellFromRunning() {
        session.failure("%env NEVER_SET=1\nint = = 3;");

        assertThat(session.failure("%env NEVER_SET").message()).contains("NEVER_SET is not set");
    }

    @Test
    void unknownMagicNamesItsLineAndWhatIsNear() {
        CellOutcome.Failed failed = session.failure("System.setProperty(\"ran\", \"yes\");\n  %mavn a:b:c");

        assertThat(failed.name()).isEqualTo("MagicError");
        assertThat(failed.message()).isEqualTo("there is no magic %mavn; near it: %maven; %lsmagic lists all");
        assertThat(MagicFixture.text(failed))
                .startsWith("cell " + session.cells() + ":2: error: there is no magic")
                .contains("      %mavn a:b:c\n      ^");
        assertThat(System.getProperty("ran")).isNull();
    }

    @Test
    void magicOfTheOtherKindIsAnErrorThatSaysHowToWriteIt() {
        assertThat(session.failure("%bash").message()).contains("write %%bash as the first line");
        assertThat(session.failure("%%who").message()).contains("for one line: write %who");
        assertThat(session.failure("int i = 1;\n%%bash\nls").message()).contains("must be the cell's first line");
        assertThat(session.failure("%%nothing\nx").message()).contains("there is no magic %%nothing");
    }

    @Test
    void cellMagicMayComeBehindEmptyLines() {
        assertThat(session.output("\n  \n%%time\nint later = 1;")).contains("wall time");
    }
}
