package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.eval.Completeness.Status;
import io.github.dmu4j.jupyter.eval.Completion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion, inspection and completeness of cells with magics. */
class MagicEditingTest {
    private static MagicFixture session;

    @BeforeAll
    static void open() {
        session = new MagicFixture();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static List<String> candidates(String code) {
        return session.evaluator.complete(code, code.length()).candidates().stream()
                .map(Completion.Candidate::text)
                .toList();
    }

    @Test
    void namesAreOfferedBehindAPercentSign() {
        assertThat(candidates("%ti")).containsExactly("%time", "%%time", "%timeit", "%%timeit");
        assertThat(candidates("%%")).containsExactly("%%bash", "%%html", "%%markdown", "%%time", "%%timeit");
        assertThat(candidates("int x = 1;\n  %")).contains("%maven", "%who").doesNotContain("%%bash", "%%time");
        assertThat(session.evaluator.complete("int x = 1;\n  %wh", 16))
                .satisfies(found -> assertThat(found.from()).isEqualTo(13))
                .satisfies(found -> assertThat(found.to()).isEqualTo(16));
        assertThat(candidates("%help ma")).containsExactly("markdown", "maven");
    }

    @Test
    void noNamesAreOfferedWhereAPercentSignIsJava() {
        assertThat(candidates("int x = 5\n%wh")).doesNotContain("%who");
        assertThat(candidates("String s = \"\"\"\n%wh")).doesNotContain("%who");
    }

    @Test
    void javaIsCompletedInMixedCellsAndBehindTiming() {
        assertThat(candidates("String first = \"\";\n%who\nfirst.isEm")).contains("isEmpty()");
        assertThat(candidates("%time \"\".isEm")).contains("isEmpty()");
        assertThat(candidates("%timeit -n 5 \"\".isEm")).contains("isEmpty()");
        assertThat(candidates("%%time\nString s = \"\";\ns.isEm")).contains("isEmpty()");
        assertThat(candidates("%%html\n\"\".isEm")).isEmpty();
    }

    @Test
    void filesAreOffered(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("script.jsh"), "1");
        Files.createDirectory(folder.resolve("scripts"));

        assertThat(candidates("%load " + folder + "/scr"))
                .containsExactly(folder + "/script.jsh", folder + "/scripts/");
        assertThat(candidates("%classpath " + folder + "/none/")).isEmpty();
    }

    @Test
    void inspectionOfAMagicIsItsHelp() {
        assertThat(session.evaluator.inspect("int x = 1;\n%maven a:b:c", 14, 0).orElseThrow())
                .satisfies(help -> assertThat(help.plainText()).startsWith("%maven GROUP:ARTIFACT:VERSION"))
                .satisfies(help -> assertThat(help.html()).startsWith("<pre>%maven"))
                .satisfies(help -> assertThat(help.markdown()).startsWith("```\n%maven"));
        assertThat(session.evaluator
                        .inspect("%who\nMath.abs(1)", 11, 0)
                        .orElseThrow()
                        .plainText())
                .contains("abs");
        assertThat(session.evaluator
                        .inspect("%time Math.abs(1)", 13, 0)
                        .orElseThrow()
                        .plainText())
                .contains("abs");
        assertThat(session.evaluator.inspect("%nothing", 3, 0)).isEmpty();
    }

    @Test
    void cellsOfMagicsAreCompleteAndCellMagicsEndWithAnEmptyLine() {
        assertThat(session.evaluator.completeness("%who").status()).isEqualTo(Status.COMPLETE);
        assertThat(session.evaluator.completeness("%who\nint x = 1;\n%whos").status())
                .isEqualTo(Status.COMPLETE);
        assertThat(session.evaluator.completeness("%who\nfor (;;) {").status()).isEqualTo(Status.INCOMPLETE);
        assertThat(session.evaluator.completeness("%who\nint = 3;").status()).isEqualTo(Status.INVALID);
        assertThat(session.evaluator.completeness("%%bash").status()).isEqualTo(Status.INCOMPLETE);
        assertThat(session.evaluator.completeness("%%bash\nls").status()).isEqualTo(Status.INCOMPLETE);
        assertThat(session.evaluator.completeness("%%bash\nls\n").status()).isEqualTo(Status.COMPLETE);
    }
}
