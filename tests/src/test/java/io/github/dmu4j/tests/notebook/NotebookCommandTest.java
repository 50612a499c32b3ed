package io.github.dmu4j.tests.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.tests.notebook.Python.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dmu notebook} with a script in the place of Jupyter, in a copy of the launcher, so that the checkout stays as it is. */
@EnabledOnOs(OS.LINUX) // needs env --default-signal
class NotebookCommandTest {
    @TempDir
    private Path folder;

    private Path launcher;
    private Path environment;

    @BeforeEach
    void copyTheLauncherAndMakeAJupyter() throws Exception {
        Path checkout = folder.resolve("check out");
        for (String file : List.of("dmu", "kernel/bridge/target/dmu4j-kernel.jar", "kernel/bridge/target/classpath")) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(Python.ROOT.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        launcher = checkout.resolve("dmu");
        Files.createDirectories(checkout.resolve("notebooks"));
        environment = folder.resolve("environment");
        jupyter("""
                [ "$1" = --version ] && { echo 4.9.9; exit; }
                for argument; do echo "argument: $argument"; done
                cat "${JUPYTER_PATH%%:*}/kernels/dmu4j/java.args"
                """);
    }

    @Test
    void jupyterOpensTheTutorialsAndSeesAKernelOfThisCheckout() throws Exception {
        Result result = dmu("notebook");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("argument: " + folder.resolve("check out/notebooks") + "\n")
                .contains("dmu4j-kernel.jar");
        assertThat(result.err()).contains("JupyterLab 4.9.9", "Ctrl-C stops it");
        assertThat(folder.resolve("check out/.dmu/jupyter-path/kernels/dmu4j/kernel.json"))
                .exists();
    }

    @Test
    void whatFollowsTwoHyphensIsJupyters() throws Exception {
        Path notebook = Files.createFile(folder.resolve("a b.ipynb"));

        assertThat(dmu("notebook", "a b.ipynb", "--", "--no-browser", "--port=1")
                        .out())
                .startsWith("argument: " + notebook + "\nargument: --no-browser\nargument: --port=1\n");
        assertThat(dmu("notebook", "--", "--no-browser").out())
                .startsWith("argument: " + folder.resolve("check out/notebooks") + "\nargument: --no-browser\n");
        assertThat(dmu("notebook", "a b.ipynb", "more").err()).contains("Arguments of Jupyter come after --");
        assertThat(dmu("notebook", "none.ipynb").err()).contains("there is no");
    }

    @Test
    void optionsForTheVirtualMachineReachTheKernel() throws Exception {
        assertThat(dmu("notebook").out()).doesNotContain("-Xmx333m");
        assertThat(Python.run(
                                folder,
                                Map.of("VIRTUAL_ENV", environment.toString(), "DMU_JVM_OPTS", "-Xmx333m"),
                                List.of(launcher.toString(), "notebook"))
                        .out())
                .contains("\"-Xmx333m\"");
    }

    @Test
    void jupyterThatFailsIsReportedByItsStatus() throws Exception {
        jupyter("[ \"$1\" = --version ] && { echo 4.9.9; exit; }\nexit 3\n");

        assertThat(dmu("notebook").status()).isEqualTo(3);
    }

    @Test
    void ctrlCStopsJupyterAndWaitsForIt() throws Exception {
        jupyter("""
                [ "$1" = --version ] && { echo 4.9.9; exit; }
                trap 'echo kernels are down; exit 0' TERM
                touch started
                while :; do sleep 0.1; done
                """);
        Process process = Python.start(
                folder,
                Map.of("VIRTUAL_ENV", environment.toString()),
                List.of("env", "--default-signal=INT", launcher.toString(), "notebook", "."));
        while (process.isAlive() && !Files.exists(folder.resolve("started"))) {
            Thread.sleep(20);
        }

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        Result result = Python.resultOf(process, folder);
        assertThat(result.out()).isEqualTo("kernels are down\n");
        assertThat(result.status()).as(result.err()).isZero();
    }

    @Test
    void setupWithoutAPackageIndexSaysWhatToDoAndLeavesNothing() throws Exception {
        Path python = program(folder.resolve("python"), """
                case "$*" in
                    *version_info*) echo True ;;
                    "-m venv --clear "*) mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
                    "-m pip install "*) echo "ERROR: No matching distribution found" >&2; exit 1 ;;
                esac
                """);

        Result result = Python.run(
                folder, Map.of("DMU_PYTHON", python.toString()), List.of(launcher.toString(), "notebook", "--setup"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("No matching distribution", "PIP_INDEX_URL", "apt-get install jupyter-notebook");
        assertThat(folder.resolve("check out/.dmu/jupyter")).doesNotExist();
    }

    @Test
    void setupMakesAPrivateJupyterWhichIsThenUsed() throws Exception {
        Path python = program(folder.resolve("python"), """
                case "$*" in
                    *version_info*) echo True ;;
                    "-m venv --clear "*) mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
                    "-m pip install "*) printf '#!/bin/sh\\necho private "$@"\\n' >"${0%/*}/jupyter-lab"
                        chmod +x "${0%/*}/jupyter-lab" ;;
                esac
                """);
        Map<String, String> variables = Map.of("DMU_PYTHON", python.toString(), "VIRTUAL_ENV", environment.toString());

        Result result = Python.run(folder, variables, List.of(launcher.toString(), "notebook", "--setup", "."));

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("private " + folder + "\n");
    }

    private void jupyter(String script) throws IOException {
        program(environment.resolve("bin/jupyter-lab"), script);
    }

    private static Path program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Result dmu(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return Python.run(folder, Map.of("VIRTUAL_ENV", environment.toString()), command);
    }
}
