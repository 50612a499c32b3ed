package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dmu4j.jupyter.eval.ScriptFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptRunnerTest {
    private static final String RECORDED = "dmu4j.test.recorded";

    private final ScriptRunner runner = new ScriptRunner(new Script("startup", "import java.util.List;"));

    @AfterEach
    void forgetWhatScriptsRecorded() {
        System.clearProperty(RECORDED);
        Thread.interrupted();
    }

    @Test
    void scriptSeesItsArgumentsAsTheyWereGiven() throws ScriptFailure {
        String odd = "a \"quoted\"\n\\ back, ü and \u2028";

        run(record("String.join(\"|\", args)"), "plain", odd);

        assertThat(System.getProperty(RECORDED)).isEqualTo("plain|" + odd);
    }

    @Test
    void callChainMayGoOnWithALeadingDot() throws ScriptFailure {
        run("""
            var list = List.of(3, 1, 2)
                .stream()
                // smallest first
                .sorted()
                .toList();
            """ + record("list.toString()"));

        assertThat(System.getProperty(RECORDED)).isEqualTo("[1, 2, 3]");
    }

    @Test
    void interpreterLineAndJbangHeadersAreIgnored() throws ScriptFailure {
        run("#!/usr/bin/env dmu\n//DEPS org.example:thing:1\n" + record("\"ran\""));

        assertThat(System.getProperty(RECORDED)).isEqualTo("ran");
    }

    @Test
    void methodMayUseOneThatComesLater() throws ScriptFailure {
        run("int twice(int x) { return add(x, x); }\nint add(int a, int b) { return a + b; }\n"
                + record("\"\" + twice(4)"));

        assertThat(System.getProperty(RECORDED)).isEqualTo("8");
    }

    @Test
    void exitEndsTheScriptWithItsValue() throws ScriptFailure {
        assertThat(run("int status = 3;\n/exit status + 1\n" + record("\"too far\"")))
                .isEqualTo(4);
        assertThat(System.getProperty(RECORDED)).isNull();
        assertThat(run("/exit")).isZero();
    }

    @Test
    void otherShellCommandIsRefusedByName() {
        ScriptFailure failure = failureOf("/open other.jsh\n");

        assertThat(failure).hasMessageStartingWith("try.jsh:1: /open is a command of the interactive shell");
    }

    @Test
    void compileErrorStopsTheScriptAndPointsAtTheWord() {
        ScriptFailure failure = failureOf("int a = 1;\n\n  int b =\n    \"text\";\n" + record("\"too far\""));

        assertThat(failure.reason()).isEqualTo(Reason.DOES_NOT_COMPILE);
        assertThat(failure).hasMessage("""
                try.jsh:4: error: incompatible types: java.lang.String cannot be converted to int
                        "text";
                        ^""");
        assertThat(System.getProperty(RECORDED)).isNull();
    }

    @Test
    void syntaxErrorIsReportedAtItsOwnLineWhateverFollows() {
        ScriptFailure failure = failureOf("int a = 1;\nint b = ;\n" + record("\"too far\""));

        assertThat(failure.line()).isEqualTo(2);
        assertThat(failure).hasMessage("""
                try.jsh:2: error: illegal start of expression
                    int b = ;
                            ^""");
    }

    @Test
    void unknownNameIsACompileErrorWithCaret() {
        assertThat(failureOf("int a = 1;\nint b = a + missing;\n")).hasMessage("""
                try.jsh:2: error: cannot find symbol
                  symbol:   variable missing
                    int b = a + missing;
                                ^""");
    }

    @Test
    void scriptThatEndsInTheMiddleSaysWhereThatBegan() {
        ScriptFailure failure = failureOf("int a = 1;\nfor (int i = 0; i < 3; i++) {\n  a++;\n");

        assertThat(failure).hasMessageStartingWith("try.jsh:2: error: the script ends before");
    }

    @Test
    void exceptionShowsItsLineItsCausesAndOnlyTheUsersFrames() {
        ScriptFailure failure = failureOf("""
                int check(int x) {
                    if (x == 0) {
                        throw new java.io.UncheckedIOException("outer", new java.io.IOException("inner"));
                    }
                    return check(x - 1);
                }

                List.of(1).forEach(x -> {
                    int y = x;
                    check(y);
                });
                """);

        assertThat(failure.reason()).isEqualTo(Reason.THREW);
        assertThat(failure).cause().isInstanceOf(UncheckedIOException.class).hasCauseInstanceOf(IOException.class);
        assertThat(failure.getMessage().lines().filter(line -> !line.contains("at java.base/")))
                .containsExactly(
                        "try.jsh:3: java.io.UncheckedIOException: outer",
                        "            throw new java.io.UncheckedIOException(\"outer\", new java.io.IOException(\"inner\"));",
                        "            ^",
                        "    at check (try.jsh:3)",
                        "    at check (try.jsh:5)",
                        "    at (try.jsh:10)",
                        "    at (try.jsh:8)",
                        "  caused by java.io.IOException: inner",
                        "    at check (try.jsh:3)");
        assertThat(failure.getMessage()).doesNotContain("jdk.jshell", "REPL", "reflect", "junit", "ScriptRunner");
    }

    @Test
    void errorsAreReportedLikeExceptions() {
        ScriptFailure failure = failureOf("\n\nthrow new AssertionError(\"no\");\n");

        assertThat(failure).hasMessageStartingWith("try.jsh:3: java.lang.AssertionError: no");
    }

    @Test
    void callOfAMethodThatNeedsSomethingUndefinedNamesIt() {
        ScriptFailure failure = failureOf("int f() { return missing(); }\nint x = f();\n");

        assertThat(failure.reason()).isEqualTo(Reason.UNRESOLVED);
        assertThat(failure).hasMessageStartingWith("try.jsh:2: error: f() needs method missing()");
    }

    @Test
    void whatIsStillUndefinedAtTheEndIsAnErrorWithoutACall() {
        ScriptFailure failure = failureOf("int a = 1;\nint f() { return missing(); }\n");

        assertThat(failure).hasMessageStartingWith("try.jsh:2: error: f() needs method missing()");
    }

    @Test
    void interruptStopsBetweenTwoSnippets() {
        ScriptFailure failure = failureOf("Thread.currentThread().interrupt();\n" + record("\"too far\""));

        assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(failure.line()).isEqualTo(2);
        assertThat(System.getProperty(RECORDED)).isNull();
    }

    @Test
    void windowsLineEndsDoNotMoveLines() {
        assertThat(failureOf("int a = 1;\r\n// note\r\nint b = \"x\";\r\n").line())
                .isEqualTo(3);
    }

    private int run(String text, String... args) throws ScriptFailure {
        return runner.run(new Script("try.jsh", text), List.of(args));
    }

    private ScriptFailure failureOf(String text) {
        return catchThrowableOfType(ScriptFailure.class, () -> run(text));
    }

    /** A statement by which a script shows this test a value. */
    private static String record(String expression) {
        return "System.setProperty(\"" + RECORDED + "\", " + expression + ");\n";
    }
}
