package io.github.dmu4j.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.tests.launcher.Launcher.Result;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks without their measuring: that they are found, compile, and count rightly. */
class BenchTest {
    private static final Path BENCH = Launcher.ROOT.resolve("bench");

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void benchmarksAreListedAndAnUnknownOneIsAUsageError() throws Exception {
        Launcher launcher = new Launcher(folder);

        Result listed = launcher.dmu("bench", "--list");
        Result unknown = launcher.dmu("bench", "kernal");

        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(listed.out().lines())
                .anyMatch(line -> line.startsWith("kernel ") && line.contains("ipykernel"))
                .anyMatch(line -> line.startsWith("start ") && line.contains("first result"));
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no benchmark \"kernal\"", "kernel", "start");
    }

    @Test
    void everyProgramCompilesWithoutAWarning() throws Exception {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(BENCH)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-Xlint:all", "-proc:none");

            boolean compiled = compiler.getTask(
                            words, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();

            assertThat(compiled).as(words.toString()).isTrue();
            assertThat(words.toString()).isEmpty();
        }
    }

    @Test
    void pairsAreCountedRightly() throws Exception {
        String python = Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
        Result result = new Launcher(folder)
                .run(
                        Map.of("PYTHONPATH", BENCH.toString(), "PYTHONDONTWRITEBYTECODE", "1"),
                        List.of(
                                python,
                                "-W",
                                "error",
                                Launcher.ROOT
                                        .resolve("tests/src/test/python/bench/test_pairs.py")
                                        .toString()));

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("Ran 4 tests").doesNotContain("Warning");
    }
}
