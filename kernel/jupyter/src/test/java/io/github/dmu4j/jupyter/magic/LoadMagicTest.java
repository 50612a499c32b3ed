package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code %load}. */
class LoadMagicTest {
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

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }

    @Test
    void fileRunsAsACellAndWhatItDeclaresStays() throws Exception {
        String script = write("with blank.jsh", "#!/usr/bin/env jshell\nint loaded = 6;\n%env FROM_FILE=7\nloaded * 7");

        assertThat(session.value("%load \"" + script + "\"")).isEqualTo(42);
        assertThat(session.value("loaded")).isEqualTo(6);
        assertThat(session.value("System.getProperty(\"FROM_FILE\")")).isEqualTo("7");
    }

    @Test
    void packageLineOfAJavaFileIsLeftOut() throws Exception {
        String file = write(
                "Greeter.java",
                "package a.b;\n\npublic class Greeter {\n    public String greet() { return \"hi\"; }\n}\n");

        session.output("%load " + file);

        assertThat(session.value("new Greeter().greet()")).isEqualTo("hi");
    }

    @Test
    void errorsNameTheFileAndItsLine() throws Exception {
        String file = write("broken.jsh", "int fine = 1;\nint broken = missing;");

        assertThat(MagicFixture.text(session.failure("%load " + file)))
                .startsWith(file + ":2: error:")
                .contains("    int broken = missing;");
    }

    @Test
    void missingFileAndFileThatLoadsItselfAreErrors() throws Exception {
        String loop = folder.resolve("loop.jsh").toString();
        write("loop.jsh", "int i = 0;\n%load " + loop);

        assertThat(session.failure("%load nowhere.jsh").message())
                .contains("there is no file nowhere.jsh")
                .contains(Path.of("nowhere.jsh").toAbsolutePath().toString());
        assertThat(MagicFixture.text(session.failure("%load " + loop)))
                .contains(loop + ":2: error: %load: " + loop + " loads itself");
        assertThat(session.failure("%load").message()).contains("takes one file, 0 were given");
    }
}
