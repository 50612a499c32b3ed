package io.github.dmu4j.tests.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Javadoc of every module with an API builds as it would be published. Whether a comment is missing, reviewers say. */
@Tag("slow")
class JavadocTest {
    private static final Path ROOT = Path.of(System.getProperty("dmu.root"));

    @TempDir
    private Path pages;

    @ParameterizedTest
    @ValueSource(strings = {"dsl", "simd", "kernel/jupyter", "kernel/bridge"})
    void itHasNoWarnings(String module) throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "-quiet",
                "-Xdoclint:all,-missing",
                "-Xmaxwarns",
                "1000",
                "-encoding",
                "UTF-8",
                "--add-modules",
                "jdk.incubator.vector",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                pages.toString()));
        try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
            sources.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(options::add);
        }
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);

        int status = ToolProvider.findFirst("javadoc").orElseThrow().run(out, out, options.toArray(String[]::new));

        assertThat(printed.toString().lines().filter(JavadocTest::isComplaint)).isEmpty();
        assertThat(status).as(printed.toString()).isZero();
        assertThat(pages.resolve("index.html")).isNotEmptyFile();
    }

    /** The module of the Vector API is an incubating one, which javac says whenever it is used. */
    private static boolean isComplaint(String line) {
        return (line.contains("warning:") || line.contains("error:")) && !line.contains("using incubating module");
    }
}
