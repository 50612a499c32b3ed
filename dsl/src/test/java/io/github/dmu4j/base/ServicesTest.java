package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
    private static final Map<String, String> SOURCES = Map.of(
            "Gone", "public class Gone {}",
            "Unlinked", service("Unlinked", "public Unlinked() {} public Unlinked(Gone gone) {}"),
            "Refusing",
                    service("Refusing", "public Refusing() { throw new UnsupportedOperationException(\"not here\"); }"),
            "Good", service("Good", "public Good() {}"));

    @TempDir
    Path folder;

    private static String service(String name, String constructors) {
        return "public class " + name + " implements java.util.concurrent.Callable<String> { " + constructors
                + " public String call() { return \"" + name + "\"; } }";
    }

    @Test
    void whatThisJvmCannotLoadOrMakeIsPassedOver() throws Exception {
        assertThat(firstOf("Missing\nUnlinked\nRefusing\nGood\n")).isEqualTo("Good");
    }

    @Test
    void noneIsEmpty() throws Exception {
        assertThat(firstOf("Unlinked\nRefusing\n")).isEqualTo("none");
        assertThat(firstOf("")).isEqualTo("none");
    }

    private String firstOf(String registered) throws Exception {
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue());
        }
        String[] arguments = SOURCES.keySet().stream()
                .map(name -> folder.resolve(name + ".java").toString())
                .toArray(String[]::new);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments))
                .isZero();
        Files.delete(folder.resolve("Gone.class"));
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Callable.class.getName()), registered);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            var first = Services.firstUsable(Callable.class, loader);
            return first.isPresent() ? (String) first.get().call() : "none";
        }
    }
}
