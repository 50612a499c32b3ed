package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    private static final String LIBRARY = """
            package lib;
            /** Counts things. And more. */
            public class Counter {
                /**
                 * Adds {@code n} to the <b>count</b>. Never fails.
                 *
                 * @param n how many, &gt;= 0
                 * @return the new count
                 */
                public int add(int n) { return n; }
                /** Adds text. */
                public int add(String text) { return 0; }
            }
            """;

    private static JavaEvaluator evaluator;

    @BeforeAll
    static void libraryWithSources(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("lib/Counter.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, LIBRARY);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        zip(folder.resolve("lib-1.jar"), "lib/Counter.class", Files.readAllBytes(folder.resolve("lib/Counter.class")));
        zip(folder.resolve("lib-1-sources.jar"), "lib/Counter.java", LIBRARY.getBytes(StandardCharsets.UTF_8));
        zip(
                folder.resolve("src.zip"),
                "java.base/java/lang/Integer.java",
                "package java.lang; /** Wraps an int. */ public final class Integer { /** The largest {@code int}. */ public static final int MAX_VALUE = 1; }"
                        .getBytes(StandardCharsets.UTF_8));
        evaluator = JavaEvaluator.builder()
                .startup(List.of("import java.util.*;"))
                .classpath(List.of(folder.resolve("lib-1.jar")))
                .jdkSources(folder.resolve("src.zip"))
                .build();
    }

    private static void zip(Path file, String entry, byte[] content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
    }

    @AfterAll
    static void close() {
        evaluator.close();
    }

    @Test
    void methodOfALibraryHasSignatureAndFirstSentence() {
        assertThat(plain("new lib.Counter().add(3)", "add", 0))
                .isEqualTo("add(int n) : int   in Counter\n\nAdds n to the count.");
    }

    @Test
    void detailAddsTheWholeJavadocAndTheSource() {
        String plain = plain("new lib.Counter().add(3)", "add", 1);

        assertThat(plain)
                .contains(
                        "Never fails.",
                        "param: n how many, >= 0",
                        "return: the new count",
                        "public int add(int n) { return n; }");
        assertThat(plain).doesNotContain("<b>", "{@code", "Adds text");
    }

    @Test
    void otherFormsKeepTheMarkup() {
        Inspection inspection = inspection("new lib.Counter().add(3)", "add", 1);

        assertThat(inspection.markdown()).contains("```java\nadd(int n) : int", "Adds `n` to the **count**.");
        assertThat(inspection.html()).contains("<pre>add(int n) : int", "<code>n</code>", "<b>count</b>");
    }

    @Test
    void nameWithoutArgumentsShowsAllOverloads() {
        assertThat(plain("new lib.Counter().add", "add", 0)).contains("add(int n) : int", "add(String text) : int");
    }

    @Test
    void cursorInsideOfTheParenthesesMeansTheCall() {
        String code = "new lib.Counter().add(";

        assertThat(evaluator.inspect(code, code.length(), 0).orElseThrow().plainText())
                .contains("add(int n)");
    }

    @Test
    void classesOfTheJdkAndOfLibrariesAreKnown() {
        assertThat(plain("Integer", "Integer", 0))
                .startsWith("class java.lang.Integer extends Number")
                .endsWith("Wraps an int.");
        assertThat(plain("lib.Counter", "Counter", 1))
                .contains("class lib.Counter", "    add(int) : int", "Counts things. And more.");
        assertThat(plain("new ArrayList<String>()", "ArrayList", 0)).contains("ArrayList", "AbstractList<E>");
        assertThat(plain("int x = Integer.MAX_VALUE;", "MAX_VALUE", 0))
                .isEqualTo("static int MAX_VALUE = 2147483647\n\nThe largest int.");
    }

    @Test
    void ownDeclarationsShowTheirSourceAndJavadoc() {
        evaluator.evaluate("""
                /** Doubles a number. Quickly. */
                int doubled(int n) {
                    return 2 * n;
                }
                /** A pair. */
                record Pair(int a, int b) {}
                int answer = doubled(21);
                """, 1);

        assertThat(plain("doubled(1)", "doubled", 0)).isEqualTo("int doubled(int n)\n\nDoubles a number.");
        assertThat(plain("doubled(1)", "doubled", 1)).contains("Quickly.", "    return 2 * n;");
        assertThat(plain("new Pair(1, 2)", "Pair", 0)).isEqualTo("record Pair(int a, int b)\n\nA pair.");
        assertThat(plain("answer + 1", "answer", 0)).isEqualTo("int answer = 42");
        assertThat(plain("new Pair(1, 2).a()", "a()", 0)).startsWith("a() : int   in Pair");
    }

    @Test
    void variableOfTheSameCellIsKnownBeforeItRuns() {
        assertThat(plain("var words = List.of(\"a\");\nwords.size();", "words.size", 0))
                .startsWith("List<String> words");
    }

    @Test
    void nothingIsKnownOfNonsense() {
        assertThat(evaluator.inspect("qqqzz", 3, 0)).isEmpty();
        assertThat(evaluator.inspect("   ", 1, 0)).isEmpty();
        assertThat(evaluator.inspect("", 0, 1)).isEmpty();
    }

    private static String plain(String code, String name, int detail) {
        return inspection(code, name, detail).plainText();
    }

    private static Inspection inspection(String code, String name, int detail) {
        return evaluator.inspect(code, code.lastIndexOf(name) + 1, detail).orElseThrow();
    }
}
