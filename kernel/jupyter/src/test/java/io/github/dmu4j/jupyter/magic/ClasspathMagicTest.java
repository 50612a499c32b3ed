package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.eval.Completion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code %classpath}. */
class ClasspathMagicTest {
    private static MagicFixture session;

    @BeforeAll
    static void open() {
        session = new MagicFixture();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @TempDir
    Path folder;

    @Test
    void jarIsSeenByLaterCellsCompletionAndServiceLoader() throws Exception {
        Path jar = TinyJar.of(
                folder.resolve("one.jar"),
                "One",
                "\"one\"",
                Map.of("META-INF/services/java.util.function.Supplier", "tiny.One\n"));

        assertThat(session.output("int before = 1;\n%classpath " + jar + "\nSystem.out.print(tiny.One.hello());"))
                .isEqualTo("added " + jar + System.lineSeparator() + "one");
        assertThat(session.evaluator.complete("tiny.One.hel", 12).candidates())
                .extracting(Completion.Candidate::text)
                .contains("hello()");
        assertThat(session.value("ServiceLoader.load(java.util.function.Supplier.class).findFirst().get().get()"))
                .isEqualTo("one");
        assertThat(session.output("%classpath " + jar)).contains("already on the class path");
        assertThat(session.output("%classpath").lines()).contains(jar + "   (added)");
    }

    @Test
    void globTakesJarsAndFoldersOnly() throws Exception {
        Path libs = Files.createDirectories(folder.resolve("my libs/deep"));
        TinyJar.of(libs.resolve("two.jar"), "Two", "\"two\"", Map.of());
        TinyJar.of(libs.resolve("three.jar"), "Three", "\"three\"", Map.of());
        Files.writeString(libs.resolve("readme.jar"), "no jar");

        String printed = session.output("%classpath \"" + folder + "/my libs/**/t*.jar\" \"" + libs + "/*e.jar\"");

        assertThat(printed.lines())
                .containsExactly("added " + libs.resolve("three.jar"), "added " + libs.resolve("two.jar"));
        assertThat(session.value("tiny.Two.hello() + tiny.Three.hello()")).isEqualTo("twothree");
        assertThat(session.failure("%classpath \"" + libs + "/r*.jar\"").message())
                .contains("no jar and no folder matches");
    }

    @Test
    void whatIsNoClassPathEntryIsAnError() throws Exception {
        Path text = Files.writeString(folder.resolve("text.txt"), "text");

        assertThat(session.failure("%classpath missing.jar").message())
                .contains("there is no missing.jar")
                .contains(Path.of("missing.jar").toAbsolutePath().toString());
        assertThat(session.failure("%classpath " + text).message()).contains("is neither a folder nor a jar");
    }
}
