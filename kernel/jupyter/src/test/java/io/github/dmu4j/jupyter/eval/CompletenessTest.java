package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.eval.Completeness.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletenessTest {
    private static final EvaluatorFixture session = new EvaluatorFixture();

    @AfterAll
    static void close() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 + 1",
                "int x = 3",
                "int x = 3;",
                "foo(1)",
                "if (a) b();",
                "int f() { return 1; }",
                "import java.util.List;",
                "// only a comment",
                "class A { B b; }\nclass B {}",
                "var s = \"\"\"\n  % text\n  \"\"\";",
                "public static int y = 1;",
                "record R(int a) implements Comparable<R> { public int compareTo(R o) { return 0; } }",
                "int a = 1; a++; a",
                "for (int i = 0; i < 3; i++) { }",
                "@Deprecated void f() {}",
                "sealed interface S permits A {}",
                "x -> x + 1",
                "<T> T same(T t) { return t; }",
                "int[] a = {1, 2}",
                "\"/*\""
            })
    void canRunAsItIs(String code) {
        assertThat(session.evaluator.completeness(code)).isEqualTo(new Completeness(Status.COMPLETE, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int = = 3;",
                "foo(]",
                "int x = ;",
                "int a = 1;\nint = = 3;",
                "1 1",
                "class 3 {}",
                "for (;;;;) {}",
                "a b c",
                "}",
                "int = = 3;\nfor (int i = 0; i < 3; i++) {"
            })
    void isWrongWhateverFollows(String code) {
        assertThat(session.evaluator.completeness(code).status()).isEqualTo(Status.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int f() {|    ",
                "foo(|    ",
                "x +|",
                "var s = \"\"\"|",
                "class A {\n    int f() {|        ",
                "class A {\n    int f() { return 1; }|    ",
                "/* a comment|",
                "list.stream()\n    .map(x -> {|        ",
                "for (int i = 0; i < 3; i++)|"
            })
    void goesOnWithAnIndent(String codeAndIndent) {
        String[] parts = codeAndIndent.split("\\|", -1);

        assertThat(session.evaluator.completeness(parts[0])).isEqualTo(new Completeness(Status.INCOMPLETE, parts[1]));
    }
}
