package io.github.dmu4j.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.base.Json;
import io.github.dmu4j.tests.launcher.Launcher.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher script itself, as a user does: in another folder, as another process. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path ROOT = Launcher.ROOT;
    private static final String LAUNCHER = Launcher.PATH;

    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void launcher() {
        launcher = new Launcher(folder);
    }

    @Test
    void helpListsEveryCommand() throws Exception {
        Result result = dmu("--help");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Usage: dmu", "run ", "shell ", "doctor ", "version ", "test ");
    }

    @Test
    void everyCommandHasHelp() throws Exception {
        for (String command : List.of("run", "notebook", "notebooks", "doctor", "kernel", "bench", "cuda", "test")) {
            Result result = dmu(command, "--help");
            assertThat(result.status()).as(command).isZero();
            assertThat(result.out()).as(command).startsWith("Usage: dmu " + command);
        }
    }

    @Test
    void kernelIsInstalledListedAndRemoved() throws Exception {
        String prefix = folder.resolve("environment").toString();

        assertThat(dmu("kernel", "install", "--prefix", prefix, "--name", "mine", "--jvm-arg=-Xmx2g")
                        .out())
                .contains("installed the kernel mine in " + prefix + "/share/jupyter/kernels/mine");
        assertThat(dmu("kernel", "list", "--prefix", prefix).out())
                .isEqualTo("mine  " + prefix + "/share/jupyter/kernels/mine\n");
        assertThat(dmu("kernel", "uninstall", "--prefix", prefix, "--name", "mine")
                        .status())
                .isZero();
        assertThat(dmu("kernel", "list", "--prefix", prefix).out()).contains("no kernel of dmu4j");
        assertThat(dmu("kernel").status()).isEqualTo(2);
        assertThat(dmu("kernel", "install", "--user", "--sys-prefix").status()).isEqualTo(2);
    }

    @Test
    void unknownCommandIsAUsageErrorWithASuggestion() throws Exception {
        Result result = dmu("rnu");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("did you mean run?");
    }

    @Test
    void scriptSeesItsArgumentsAndTheDsl() throws Exception {
        Path script = script("good.jsh", """
                #!/usr/bin/env dmu
                //DEPS io.github.dmu4j:dmu4j:0.1.0
                var joined = Stream.of(args)
                    .collect(Collectors.joining("|"));
                System.out.println(joined + " " + FloatMatrix.wrap(1, 2, new float[2]));
                """);

        Result result = dmu("run", script.toString(), "--data", "a b", "größe");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("--data|a b|größe FloatMatrix 1 x 2\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void compileErrorStopsWithLineAndCaret() throws Exception {
        script("bad.jsh", "System.out.println(\"first\");\nint x = \"one\";\nSystem.out.println(\"third\");\n");

        Result result = dmu("run", "bad.jsh");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("first\n");
        assertThat(result.err()).isEqualTo("""
                bad.jsh:2: error: incompatible types: java.lang.String cannot be converted to int
                    int x = "one";
                            ^
                """);
    }

    @Test
    void exceptionStopsWithItsCauseAndNoFramesOfOurs() throws Exception {
        script("throws.jsh", "void f() {\n  throw new RuntimeException(\"outer\", new Error(\"inner\"));\n}\nf();\n");

        Result result = dmu("run", "throws.jsh");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("""
                throws.jsh:2: java.lang.RuntimeException: outer
                      throw new RuntimeException("outer", new Error("inner"));
                      ^
                    at f (throws.jsh:2)
                    at (throws.jsh:4)
                  caused by java.lang.Error: inner
                    at f (throws.jsh:2)
                """);
    }

    @Test
    void statusOfTheScriptIsTheLaunchers() throws Exception {
        script("exit.jsh", "/exit 7\n");
        script("system-exit.jsh", "System.exit(8);\n");

        assertThat(dmu("run", "exit.jsh").status()).isEqualTo(7);
        assertThat(dmu("run", "system-exit.jsh").status()).isEqualTo(8);
    }

    @Test
    @EnabledOnOs(OS.LINUX) // needs env --default-signal: a CI may have started us with Ctrl-C ignored
    void interruptReachesTheScriptAndEndsWith130() throws Exception {
        script("waits.jsh", """
                void work() {
                    try {
                        Files.createFile(Path.of("started"));
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        throw new RunCancelled("saved; go on with resume");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                work();
                """);
        Process process =
                launcher.start(Map.of(), List.of("env", "--default-signal=INT", LAUNCHER, "run", "waits.jsh"));
        while (process.isAlive() && !Files.exists(folder.resolve("started"))) {
            Thread.sleep(20);
        }

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        Result result = launcher.resultOf(process);
        assertThat(result.err()).contains("Stopping at the next safe point").endsWith("saved; go on with resume\n");
        assertThat(result.status()).isEqualTo(130);
    }

    @Test
    void doctorWritesItsFindingsAsJson() throws Exception {
        Result result = dmu("doctor", "--json", "found.json");

        assertThat(result.out()).contains("libtorch 2.7.1", "Ready.");
        assertThat(result.status()).isZero();
        var json = Json.read(folder.resolve("found.json"));
        assertThat(json.get("healthy").asBoolean()).isTrue();
        assertThat(json.get("findings")).anySatisfy(finding -> {
            assertThat(finding.get("check").asText()).isEqualTo("native library");
            assertThat(finding.get("status").asText()).isEqualTo("OK");
        });
    }

    @Test
    void doctorSurvivesALibraryThatCannotBeUnpackedAndSaysNotReady() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        Result result =
                launcher.run(Map.of("DJL_CACHE_DIR", file.resolve("cache").toString()), List.of(LAUNCHER, "doctor"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("fail    native library", "DJL_CACHE_DIR", "Not ready");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void scriptThatNeedsTheNativeLibraryIsToldWhatIsMissingAndWhatToDo() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        script("train.jsh", """
                var data = Datasets.glyphs(GlyphSettings.frozen().withClasses(30)).split(extendedClass(0.5), 7);
                var model = EmbeddingModel.train(resNet10(8), data.oldTraining());
                """);

        Result result = launcher.run(
                Map.of("DJL_CACHE_DIR", file.resolve("cache").toString()), List.of(LAUNCHER, "run", "train.jsh"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("train.jsh:2: ", "the PyTorch engine needs its native library and could not load it")
                .contains("ai.djl.pytorch:pytorch-native-cpu:2.7.1", "DJL_CACHE_DIR", "./dmu doctor");
    }

    @Test
    void gpuSmokeTestWithoutAGpuSaysThatNothingWasRun() throws Exception {
        Result result = launcher.run(
                Map.of("DMU_DEVICE", "cpu"),
                List.of(LAUNCHER, "run", ROOT.resolve("bench/gpu.jsh").toString()));

        assertThat(result.out()).isEqualTo("no usable GPU: nothing was run\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void shellHasTheDslImportedAndLoadsAScriptFirst() throws Exception {
        script("first.jsh", "var chained = Stream.of(args)\n    .map(String::strip)\n    .toList();\n");
        Map<String, String> ownPreferences = Map.of("DMU_JVM_OPTS", "-Djava.util.prefs.userRoot=" + folder);
        Process process = launcher.start(ownPreferences, List.of(LAUNCHER, "shell", "first.jsh", " a "));
        process.getOutputStream()
                .write("System.out.println(\"seen \" + chained + FloatMatrix.wrap(0, 0, new float[0]))\n/exit\n"
                        .getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();

        assertThat(launcher.resultOf(process).out()).contains("the DSL is imported", "seen [a]FloatMatrix 0 x 0");
    }

    @Test
    void launcherWorksThroughALinkInAFolderWithASpace() throws Exception {
        Path link = Files.createDirectory(folder.resolve("with space")).resolve("dmu link");
        Files.createSymbolicLink(link, ROOT.resolve("dmu"));

        assertThat(launcher.run(Map.of(), List.of(link.toString(), "version")).out())
                .startsWith("dmu4j ");
        Files.delete(link);
    }

    @Test
    void launcherWorksFromACheckoutWhosePathHasASpace() throws Exception {
        Path checkout = Files.createDirectory(folder.resolve("check out"));
        for (String file : List.of("dmu", "kernel/bridge/target/dmu4j-kernel.jar", "kernel/bridge/target/classpath")) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(ROOT.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }

        Result result = launcher.run(Map.of(), List.of(checkout.resolve("dmu").toString(), "version"));

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("dmu4j ");
    }

    @Test
    void javaHomeWithoutACompilerIsRefusedPlainly() throws Exception {
        Path jre = folder.resolve("jre");
        program(jre.resolve("bin/java"));

        Result result = launcher.run(Map.of("JAVA_HOME", jre.toString()), List.of(LAUNCHER, "version"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("no bin/javac: a JDK is needed");
    }

    @Test
    void oldJavaIsRefusedPlainly() throws Exception {
        Path jdk = folder.resolve("jdk");
        program(jdk.resolve("bin/java"));
        program(jdk.resolve("bin/javac"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

        Result result = launcher.run(Map.of("JAVA_HOME", jdk.toString()), List.of(LAUNCHER, "version"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("Java 11; 17 or later is needed");
    }

    private Path script(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** A file that can be executed; the launcher must not get that far. */
    private static void program(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nexit 99\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Result dmu(String... arguments) throws Exception {
        return launcher.dmu(arguments);
    }

    /**
     * The way to the CUDA build with a pip that installs the CPU build: everything but the download, and the GPU.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    @Tag("slow")
    void cudaIsInstalledByPipAndUsedByTheDoctor() throws Exception {
        Path bundled = unpackedLibrary();
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path python = bin.resolve("python3");
        Files.writeString(python, """
                #!/bin/sh
                if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; exit; fi
                echo "$@" >"%1$s/pip"
                lib=$(dirname "$0")/../lib/python3.11/site-packages/torch/lib
                mkdir -p "$lib" && ln -s "%2$s"/* "$lib"
                """.formatted(folder, bundled));
        assertThat(python.toFile().setExecutable(true)).isTrue();
        String path = bin + ":" + System.getenv("PATH");
        String home = folder.resolve("cuda").toString();

        Result installed = launcher.run(Map.of("PATH", path, "DMU_CUDA_HOME", home), List.of(LAUNCHER, "cuda"));
        Result used = launcher.run(Map.of("DMU_LIBTORCH", home + "/lib"), List.of(LAUNCHER, "doctor"));
        Result wrong = launcher.run(Map.of("DMU_LIBTORCH", home), List.of(LAUNCHER, "doctor"));

        assertThat(Files.readString(folder.resolve("pip")))
                .contains("torch==2.7.1", "--index-url https://download.pytorch.org/whl/cu128");
        assertThat(installed.err()).contains("about 3 GB of downloads, into " + home);
        assertThat(installed.out()).as(installed.err()).contains("libtorch 2.7.1");
        assertThat(used.out()).contains("libtorch 2.7.1").contains("from " + home + "/lib");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains("DMU_LIBTORCH is " + home + ", which has no libtorch.so");
    }

    /** Where DJL has unpacked the bundled library; the doctor has it unpacked. */
    private Path unpackedLibrary() throws Exception {
        dmu("doctor");
        Path cache = Path.of(
                System.getenv().getOrDefault("DJL_CACHE_DIR", System.getProperty("user.home") + "/.djl.ai"), "pytorch");
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.endsWith("libtorch.so"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }
}
