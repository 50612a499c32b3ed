package io.github.dmu4j.bridge.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS) // the programs are shell scripts
class JupyterSearchTest {
    @TempDir
    private Path folder;

    @Test
    void labIsPreferredToTheNotebookOnThePath() throws Exception {
        program("one/jupyter-notebook", "echo 6.4.12");
        Path lab = program("two/jupyter-lab", "echo 4.1.0");

        Jupyter found = search(Map.of("PATH", path("one", "two"))).jupyter();

        assertThat(found).isEqualTo(new Jupyter(lab, "4.1.0"));
        assertThat(found).hasToString("JupyterLab 4.1.0 (" + lab + ")");
    }

    @Test
    void notebookIsTakenWhereThereIsNoLab() throws Exception {
        Path notebook = program("one/jupyter-notebook", "echo 6.4.12");

        assertThat(search(Map.of("PATH", path("one"))).jupyter()).isEqualTo(new Jupyter(notebook, "6.4.12"));
    }

    @Test
    void activeEnvironmentComesBeforeThePathAndThePrivateOneBeforeBoth() throws Exception {
        program("one/jupyter-lab", "echo 4.0.0");
        Path active = program("active/bin/jupyter-notebook", "echo 7.0.0");
        Map<String, String> environment = Map.of(
                "PATH", path("one"), "VIRTUAL_ENV", folder.resolve("active").toString());

        assertThat(search(environment).jupyter().program()).isEqualTo(active);

        Path ours = program("root/.dmu/jupyter/bin/jupyter-lab", "echo 4.2.0");
        assertThat(search(environment).jupyter().program()).isEqualTo(ours);
    }

    @Test
    void programThatDoesNotStartIsPassedOver() throws Exception {
        program("one/jupyter-lab", "exit 127");
        Path works = program("two/jupyter-lab", "echo 4.1.0");

        assertThat(search(Map.of("PATH", path("one", "two"))).jupyter().program())
                .isEqualTo(works);
    }

    @Test
    void withoutJupyterThereIsOneCommandForEachWayToInstallIt() {
        assertThatThrownBy(() -> search(Map.of("PATH", path("one"))).jupyter())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("pip install jupyterlab")
                .hasMessageContaining("conda install -c conda-forge jupyterlab")
                .hasMessageContaining("apt-get install jupyter-notebook")
                .hasMessageContaining("./dmu notebook --setup");
    }

    @Test
    void pythonIsTheFirstThatHasTheModules() throws Exception {
        program("one/python3", "exit 1");
        Path second = program("two/python3", "case $2 in 'import nbclient, nbformat; '*) echo True ;; esac");

        assertThat(search(Map.of("PATH", path("one", "two"))).python("nbclient", "nbformat"))
                .isEqualTo(second.toString());
    }

    @Test
    void namedPythonIsTheOnlyOneAskedAndItsLackIsSaidWithRemedies() throws Exception {
        program("one/python3", "echo True");
        Path named = program("named", "exit 1");
        Map<String, String> environment = Map.of("PATH", path("one"), "DMU_PYTHON", named.toString());

        assertThatThrownBy(() -> search(environment).python("nbclient"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("looked at " + named + ".")
                .hasMessageContaining("pip install nbclient")
                .hasMessageContaining("conda install -c conda-forge nbclient")
                .hasMessageContaining("apt-get install python3-nbclient");
    }

    @Test
    void jupyterSeesOurKernelsBeforeOthersAndOpensWhatIsAsked() throws Exception {
        Path notebook = Files.createFile(folder.resolve("a.ipynb"));
        Jupyter jupyter = new Jupyter(Path.of("/x/jupyter-lab"), "4");

        ProcessBuilder start =
                jupyter.open(notebook, List.of("--no-browser"), Path.of("/data"), Map.of("JUPYTER_PATH", "/others"));

        assertThat(start.command()).containsExactly("/x/jupyter-lab", notebook.toString(), "--no-browser");
        assertThat(start.environment()).containsEntry("JUPYTER_PATH", "/data" + File.pathSeparator + "/others");
        assertThat(start.directory()).isEqualTo(folder.toFile());
    }

    private JupyterSearch search(Map<String, String> environment) {
        return JupyterSearch.of(environment, folder.resolve("root"));
    }

    private String path(String... folders) {
        return String.join(
                File.pathSeparator,
                List.of(folders).stream()
                        .map(name -> folder.resolve(name).toString())
                        .toList());
    }

    private Path program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
