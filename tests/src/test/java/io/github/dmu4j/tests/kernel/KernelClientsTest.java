package io.github.dmu4j.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.kernel.KernelMain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plain kernel through real clients: Python tests beside this class's sources, in {@code src/test/python/kernel}, run
 * by the Python that has Jupyter's packages ({@code DMU_PYTHON}, by default {@code /usr/bin/python3}). Where it has not,
 * these tests are skipped, unless {@code DMU_KERNEL_CLIENTS=required}, which continuous integration sets.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class KernelClientsTest {
    private static final Path ROOT = Path.of(System.getProperty("dmu.root"));
    private static final String PYTHON = System.getenv().getOrDefault("DMU_PYTHON", "/usr/bin/python3");
    private static final int TIMEOUT_MINUTES = 15;
    /** What the plain kernel needs of the class path of these tests. */
    private static final Pattern OF_THE_KERNEL =
            Pattern.compile(".*(kernel/jupyter/target/classes|dmu4j-jupyter[^/]*\\.jar|"
                    + "(asm|jjava-jupyter|gson|jeromq|jnacl|slf4j-api|slf4j-nop|jspecify)-[^/]*\\.jar|"
                    + ".*/(eu/maveniverse|org/apache/maven|org/codehaus/plexus|org/apache/httpcomponents)/.*\\.jar)");

    private record Run(int status, String output) {}

    @TempDir
    private Path folder;

    @BeforeEach
    void findJupyter() throws Exception {
        boolean found = Files.isExecutable(Path.of(PYTHON))
                && python(List.of("-c", "import jupyter_client, jupyter_kernel_test, nbclient"))
                                .status()
                        == 0;
        if ("required".equals(System.getenv("DMU_KERNEL_CLIENTS"))) {
            assertThat(found)
                    .as(PYTHON + " has jupyter_client, jupyter_kernel_test and nbclient (CONTRIBUTING.md, Jupyter)")
                    .isTrue();
        }
        assumeTrue(found, PYTHON + " has no Jupyter: see CONTRIBUTING.md");
        installKernel(Path.of(System.getProperty("java.home")));
    }

    @Test
    void conformanceSuitePassesWithoutASkip() throws Exception {
        assertPasses("test_conformance");
    }

    @Test
    void behaviourUsersRelyOnHolds() throws Exception {
        assertPasses("test_behaviour");
    }

    @Test
    void kernelStandsManyCellsBrokenMessagesAndAKilledParent() throws Exception {
        assertPasses("test_endurance");
    }

    /** The rest of the suite runs on the JDK of the build; which later one was found, or that none was, is reported. */
    @Test
    void conformanceAndBehaviourHoldOnALaterJdk(TestReporter reporter) throws Exception {
        Optional<Path> later = laterJdk();
        reporter.publishEntry(
                "JDK 25 or later",
                later.map(Path::toString).orElse("none found: set JAVA25_HOME; the kernel was not tried on one"));
        assumeTrue(later.isPresent(), "no JDK 25 or later found: set JAVA25_HOME");
        installKernel(later.orElseThrow());

        assertPasses("test_conformance");
        assertPasses("test_behaviour");
    }

    /** {@code JAVA25_HOME}, or the newest below {@code /usr/lib/jvm}. */
    private static Optional<Path> laterJdk() throws IOException {
        String named = System.getenv("JAVA25_HOME");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        Path usual = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(usual)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(usual)) {
            return homes.filter(home -> Files.isExecutable(home.resolve("bin").resolve("javac")))
                    .filter(home -> feature(home) >= 25)
                    .max(Comparator.comparingInt(KernelClientsTest::feature).thenComparing(Comparator.naturalOrder()));
        }
    }

    private static int feature(Path javaHome) {
        try (Stream<String> lines = Files.lines(javaHome.resolve("release"))) {
            return lines.filter(line -> line.matches("JAVA_VERSION=\"\\d+.*"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("^JAVA_VERSION=\"(\\d+).*", "$1")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    @Test
    void installedKernelRunsANotebookWithTheDsl() throws Exception {
        ProcessBuilder install = new ProcessBuilder(ROOT.resolve("dmu").toString(), "kernel", "install");
        install.environment().put("JUPYTER_DATA_DIR", folder.toString());
        install.redirectErrorStream(true)
                .redirectOutput(folder.resolve("install.txt").toFile());
        assertThat(install.start().waitFor())
                .as(Files.readString(folder.resolve("install.txt")))
                .isZero();

        assertPasses("test_notebook");
    }

    private void assertPasses(String module) throws Exception {
        Run run = python(List.of("-W", "ignore", "-m", "unittest", "-v", module));

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).doesNotContain("skipped");
        Path log = folder.resolve("kernel.log");
        if (Files.exists(log)) {
            assertThat(Files.readString(log)).as("the kernels' log").doesNotContain("\tat "); // no stack trace
        }
    }

    private Run python(List<String> arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder process = new ProcessBuilder(
                Stream.concat(Stream.of(PYTHON), arguments.stream()).toList());
        process.directory(ROOT.resolve("tests/src/test/python/kernel").toFile());
        process.environment().put("JUPYTER_PATH", folder.toString());
        process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        process.redirectErrorStream(true).redirectOutput(output.toFile());
        Process started = process.start();
        boolean ended = started.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            started.destroyForcibly();
        }
        return new Run(ended ? started.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
    }

    private void installKernel(Path javaHome) throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String classPath = Stream.of(path.split(File.pathSeparator))
                .filter(entry -> OF_THE_KERNEL.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        JsonArray command = new JsonArray();
        Stream.of(
                        javaHome.resolve("bin").resolve("java").toString(),
                        "-Xmx300m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", // as ./dmu kernel install has it
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        classPath,
                        KernelMain.class.getName(),
                        "{connection_file}")
                .forEach(command::add);
        JsonObject environment = new JsonObject();
        environment.addProperty(KernelMain.LOG, folder.resolve("kernel.log").toString());
        environment.addProperty(
                KernelMain.HISTORY, folder.resolve("history.jsonl").toString());
        JsonObject kernel = new JsonObject();
        kernel.add("argv", command);
        kernel.addProperty("display_name", "Java under test");
        kernel.addProperty("language", "java");
        kernel.addProperty("interrupt_mode", "message");
        kernel.add("env", environment);
        Path spec = Files.createDirectories(folder.resolve("kernels").resolve("java-under-test"));
        Files.writeString(spec.resolve("kernel.json"), kernel.toString());
    }
}
