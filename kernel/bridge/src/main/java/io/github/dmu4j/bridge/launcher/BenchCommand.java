package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.bridge.notebook.ClassArchive;
import io.github.dmu4j.bridge.notebook.KernelInstallation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./dmu bench}. A new benchmark is a name in {@link #KNOWN} and a method like {@link #measureKernel}. */
@Command(
        name = "bench",
        description = "Measure beside what it is compared with, in the same minutes.",
        footer = {
            "",
            "Benchmarks (all of them if none is named):",
            "  kernel   The Jupyter kernel beside ipykernel: start, round trips, output, interrupts, end.",
            "           Needs Python with ipykernel, jupyter_client and jupyter_kernel_test; says how to get",
            "           them if they are missing. Takes about half a minute a round.",
            "",
            "The exit status is 0 also when something could not be measured, which is said."
        })
final class BenchCommand implements Callable<Integer> {
    private static final Set<String> KNOWN = Set.of("kernel");
    /** Environment variable, as for the tests: the Python that has Jupyter's packages. */
    private static final String PYTHON = "DMU_PYTHON";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "What to measure.")
    private List<String> names = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every value to FILE.")
    private @Nullable Path json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "Pairs of measurements of each row (default: 7).")
    private int rounds;

    @SuppressWarnings("NullAway.Init")
    BenchCommand() {}

    @Override
    public Integer call() {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "there is no benchmark \"" + name + "\"; there is: kernel");
            }
        }
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is " + rounds + "; 1 or more are allowed");
        }
        Path folder = temporaryFolder();
        try {
            return measureKernel(folder);
        } finally {
            delete(folder);
        }
    }

    private int measureKernel(Path folder) {
        Path scripts =
                Path.of(System.getProperty("dmu.root", ".")).resolve("bench").resolve("kernel");
        if (!Files.isRegularFile(scripts.resolve("bench.py"))) {
            throw new DmuException("the benchmark's scripts are not in " + scripts + ": start it by ./dmu bench");
        }
        Path javaHome = Path.of(System.getProperty("java.home"));
        Path kernel = KernelInstallation.install(
                folder.resolve("kernels"),
                new KernelInstallation.Choices("dmu4j", javaHome, KernelInstallation.runningClassPath(), List.of()));
        PrintWriter out = spec.commandLine().getOut();
        ClassArchive.make(kernel, javaHome).ifPresent(why -> out.println("without a class archive: " + why));
        List<String> command = new ArrayList<>(List.of(
                System.getenv()
                        .getOrDefault(
                                PYTHON,
                                Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3"),
                "-W",
                "ignore",
                scripts.resolve("bench.py").toString(),
                "dmu4j",
                Integer.toString(rounds)));
        if (json != null) {
            command.add(json.toAbsolutePath().toString());
        }
        out.flush();
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("JUPYTER_PATH", folder.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYDEVD_DISABLE_FILE_VALIDATION", "1");
        builder.environment()
                .put("DMU_KERNEL_HISTORY", folder.resolve("history.jsonl").toString());
        builder.environment().put("IPYTHONDIR", folder.resolve("ipython").toString());
        try {
            Process python = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(python::destroy, "end of the benchmark"));
            return python.waitFor();
        } catch (IOException e) {
            out.println(
                    "not measured: kernel (there is no Python: " + e.getMessage()
                            + "; Debian: apt-get install python3-ipykernel python3-jupyter-client python3-jupyter-kernel-test)");
            out.flush();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Main.INTERRUPTED;
        }
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
