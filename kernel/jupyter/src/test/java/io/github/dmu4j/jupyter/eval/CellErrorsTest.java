package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CellErrorsTest {
    private static final EvaluatorFixture session = new EvaluatorFixture();

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void compileErrorHasItsLineSourceAndCaret() {
        CellOutcome outcome = session.evaluator.evaluate("int a = 1;\n\nint b =\n    \"text\";", 3);

        assertThat(EvaluatorFixture.text(outcome)).isEqualTo("""
                cell 3:4: error: incompatible types: java.lang.String cannot be converted to int
                        "text";
                        ^""");
    }

    @Test
    void allCompileErrorsOfACellAreReported() {
        CellOutcome outcome = session.evaluator.evaluate("""
                int count = "one";
                missing.call();
                String name = 3;
                int f() { return "x"; }
                """, 4);

        assertThat(EvaluatorFixture.text(outcome).lines().filter(line -> line.startsWith("cell")))
                .extracting(line -> line.substring(0, 8))
                .containsExactly("cell 4:1", "cell 4:2", "cell 4:3", "cell 4:4");
    }

    @Test
    void laterPiecesThatAreRightAreNotReported() {
        CellOutcome outcome = session.evaluator.evaluate("""
                int wrong = "one";
                int x = 1;
                int x = 2;
                int plus(int y) { return x + y; }
                Runnable r = () -> System.out.println(x);
                var inferred = List.of(1);
                while (true) { break; }
                plus(inferred.get(0))
                """, 5);

        assertThat(EvaluatorFixture.text(outcome).lines().filter(line -> line.startsWith("cell")))
                .hasSize(1);
    }

    @Test
    void syntaxErrorStopsTheCellBeforeItRuns() {
        session.ok("int untouched = 1;");
        CellOutcome outcome = session.evaluator.evaluate("untouched = 2;\nint = = 3;", 6);

        assertThat(EvaluatorFixture.text(outcome))
                .startsWith("cell 6:2: error: ")
                .contains("    int = = 3;\n", "^");
        assertThat(session.value("untouched")).isEqualTo(1);
    }

    @Test
    void cellThatEndsInTheMiddleSaysWhereThatBegan() {
        CellOutcome outcome = session.evaluator.evaluate("int ok = 1;\nfor (int i = 0; i < 3; i++) {\n  ok++;", 7);

        assertThat(EvaluatorFixture.text(outcome)).startsWith("cell 7:2: error: the cell ends before");
    }

    @Test
    void exceptionHasItsRealClassItsLineItsCausesAndNoForeignFrames() {
        session.evaluator.evaluate("""
                int check(int x) {
                    if (x == 0) {
                        throw new java.io.UncheckedIOException("outer", new java.io.IOException("inner"));
                    }
                    return check(x - 1);
                }
                """, 8);
        CellOutcome outcome =
                session.evaluator.evaluate("int start = 2;\n\nList.of(1).forEach(x -> {\n    check(x);\n});", 9);

        assertThat(outcome).isInstanceOfSatisfying(CellOutcome.Failed.class, failed -> {
            assertThat(failed.name()).isEqualTo("java.io.UncheckedIOException");
            assertThat(failed.message()).isEqualTo("outer");
            assertThat(failed.cause().orElseThrow())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(IOException.class);
        });
        String text = EvaluatorFixture.text(outcome);
        assertThat(text.lines().filter(line -> !line.contains("at java.base/")))
                .containsExactly(
                        "java.io.UncheckedIOException: outer",
                        "cell 8:3",
                        "            throw new java.io.UncheckedIOException(\"outer\", new java.io.IOException(\"inner\"));",
                        "            ^",
                        "    at check (cell 8:3)",
                        "    at check (cell 8:5)",
                        "    at (cell 9:4)",
                        "    at (cell 9:3)",
                        "caused by java.io.IOException: inner",
                        "cell 8:3",
                        "            throw new java.io.UncheckedIOException(\"outer\", new java.io.IOException(\"inner\"));",
                        "            ^",
                        "    at check (cell 8:3)",
                        "    at check (cell 8:5)",
                        "    at (cell 9:4)");
        assertThat(text).doesNotContain("jdk.jshell", "REPL", "reflect", "junit", "dmu4j");
    }

    @Test
    void lineIsRightInAMergedBlock() {
        CellOutcome outcome = session.evaluator.evaluate(
                "System.out.print(\"\");\nSystem.out.print(\"\");\n  Integer.parseInt(\"x\");\nSystem.out.print(\"\");",
                10);

        assertThat(EvaluatorFixture.text(outcome))
                .contains("java.lang.NumberFormatException", "cell 10:3\n      Integer.parseInt");
    }

    @Test
    void exceptionOfTheUsersClassHasTheUsersName() {
        session.ok("class Odd extends RuntimeException { Odd(String m) { super(m); } }");
        CellOutcome.Failed failed = session.failure("throw new Odd(\"seven\");");

        assertThat(failed.name()).isEqualTo("Odd");
        assertThat(EvaluatorFixture.text(failed)).startsWith("Odd: seven\n");
    }

    @Test
    void errorIsAFailureLikeAnother() {
        session.ok("int deep(int x) { return deep(x + 1) + 1; }");

        assertThat(session.failure("deep(0)").name()).isEqualTo("java.lang.StackOverflowError");
        assertThat(session.failure("throw new OutOfMemoryError(\"not really\");")
                        .name())
                .isEqualTo("java.lang.OutOfMemoryError");
        assertThat(session.failure("throw new AssertionError(\"no\");").message())
                .isEqualTo("no");
        assertThat(session.failure("throw new ThreadDeath();").name()).isEqualTo("java.lang.ThreadDeath");
        assertThat(session.value("1 + 1")).isEqualTo(2);
    }

    @Test
    void messageThatThrowsDoesNotHideTheFailure() {
        CellOutcome.Failed failed = session.failure(
                "throw new RuntimeException() { public String getMessage() { throw new IllegalStateException(); } };");

        assertThat(failed.message()).contains("getMessage() threw java.lang.IllegalStateException");
    }

    @Test
    void unknownMethodAfterACallSaysWhatCanBeCalledThere() {
        session.ok(
                "class To { Plan to(int dim) { return null; } }\nclass Plan { void train() {} void epochs(int n) {} }\n"
                        + "class From { To from(String model) { return new To(); } }\nFrom upgrade() { return new From(); }");
        CellOutcome outcome =
                session.evaluator.evaluate("int n = 3;\nvar plan = upgrade()\n    .from(\"old\")\n    .onto(n);", 12);

        assertThat(EvaluatorFixture.text(outcome)).isEqualTo("""
                cell 12:4: error: cannot find symbol
                      symbol:   method onto(int)
                      location: class To
                      can be called here: to()
                        .onto(n);
                        ^""".replace("      symbol", "  symbol")
                .replace("      location", "  location")
                .replace("      can", "  can"));
    }

    @Test
    void nearestNameComesFirst() {
        assertThat(EvaluatorFixture.text(session.failure("\"text\".lenght();")))
                .contains("can be called here: length(), ");
    }

    @Test
    void coloursAreRedAndBoldOnly() {
        CellOutcome.Failed failed = session.failure("1 / 0");

        assertThat(String.join("", failed.traceback()).replaceAll("\u001b\\[(0|1|31|1;31)m", ""))
                .doesNotContain("\u001b");
    }
}
