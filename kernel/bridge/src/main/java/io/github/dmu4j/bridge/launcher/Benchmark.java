package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.bridge.notebook.ClassArchive;
import io.github.dmu4j.bridge.notebook.KernelInstallation;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark: a folder with a {@code bench.py}, which is called with the number of rounds and perhaps a file, and with Java
 * programs that are compiled for it. The first line of {@code bench.py} says what it measures. {@code bench/pairs.py}, on its
 * path, measures two programs in turn.
 */
record Benchmark(Path folder) {
    /** Environment variable, as for the tests: the Python that has the peers' packages. */
    private static final String PYTHON = "DMU_PYTHON";

    /** Those of this checkout, by name. */
    static List<Benchmark> all() {
        Path bench = Path.of(System.getProperty("dmu.root", ".")).resolve("bench");
        try (Stream<Path> folders = Files.list(bench)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("bench.py")))
                    .sorted()
                    .map(Benchmark::new)
                    .toList();
        } catch (IOException e) {
            throw new DmuException("the benchmarks are not in " + bench + ": start them by ./dmu bench", e);
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    /** The first sentence of the script. */
    String description() {
        try (Stream<String> lines = Files.lines(folder.resolve("bench.py"))) {
            return lines.findFirst().orElse("").replace("\"\"\"", "").split(": ``", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. @return its exit status */
    int measure(int rounds, @Nullable Path json, PrintWriter out) throws InterruptedException {
        Path temporary = temporaryFolder();
        try {
            Path classes = Files.createDirectory(temporary.resolve("classes"));
            BenchPrograms.compile(folder, classes);
            return run(rounds, json, environment(classes, temporary, out), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(temporary);
        }
    }

    private int run(int rounds, @Nullable Path json, Map<String, String> environment, PrintWriter out)
            throws InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(python(), "-W", "ignore", folder.resolve("bench.py").toString(), Integer.toString(rounds)));
        if (json != null) {
            command.add(json.toString());
        }
        out.flush();
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end of the benchmark"));
            return process.waitFor();
        } catch (IOException e) {
            out.println("not measured: " + name() + " (there is no Python: " + e.getMessage()
                    + "; install Python 3, or name one in " + PYTHON + ")");
            out.flush();
            return 0;
        }
    }

    private Map<String, String> environment(Path classes, Path temporary, PrintWriter out) {
        Path java = Path.of(System.getProperty("java.home"));
        if (name().equals("kernel")) {
            return kernel(temporary, java, out);
        }
        return Map.of(
                "DMU_BENCH_JAVA",
                java.resolve("bin").resolve("java").toString(),
                "DMU_BENCH_JVM",
                String.join("\n", flags()),
                "DMU_BENCH_CLASS_PATH",
                classes + File.pathSeparator + BenchPrograms.classPath(),
                "PYTHONPATH",
                folder.resolveSibling(".").normalize().toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1");
    }

    /** A kernel of its own, installed where nobody else's Jupyter sees it. */
    private Map<String, String> kernel(Path temporary, Path java, PrintWriter out) {
        Path kernel = KernelInstallation.install(
                temporary.resolve("kernels"),
                new KernelInstallation.Choices("dmu4j", java, KernelInstallation.runningClassPath(), List.of()));
        ClassArchive.make(kernel, java).ifPresent(why -> out.println("without a class archive: " + why));
        return Map.of(
                "JUPYTER_PATH",
                temporary.toString(),
                "PYDEVD_DISABLE_FILE_VALIDATION",
                "1",
                "DMU_KERNEL_HISTORY",
                temporary.resolve("history.jsonl").toString(),
                "IPYTHONDIR",
                temporary.resolve("ipython").toString(),
                "PYTHONPATH",
                folder.resolveSibling(".").normalize().toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1");
    }

    /** What the launcher gave this JVM, less what is for this command alone. */
    private static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xmx") && !flag.startsWith("-Ddmu.terminal"))
                .toList();
    }

    private static String python() {
        return System.getenv()
                .getOrDefault(PYTHON, Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3");
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("dmu4j-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As far as it goes: what is left lies in the system's folder for temporary files. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
