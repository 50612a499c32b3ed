package io.github.dmu4j.bridge.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelInstallationTest {
    @TempDir
    private Path folder;

    private Path kernels;
    private Path ownJar;
    private Path library;

    @BeforeEach
    void makeAClassPath() throws Exception {
        kernels = folder.resolve("kernels");
        ownJar = Files.writeString(
                Files.createDirectories(folder.resolve("target")).resolve("dmu4j-kernel.jar"), "ours");
        library = Files.writeString(folder.resolve("a \"library\".jar"), "theirs");
    }

    private KernelInstallation.Choices choices(String name, String... jvmOptions) {
        return new KernelInstallation.Choices(
                name, Path.of(System.getProperty("java.home")), List.of(ownJar, library), List.of(jvmOptions));
    }

    @Test
    void kernelJsonStartsJavaWithTheFileOfArguments() throws Exception {
        Path installed = KernelInstallation.install(kernels, choices("dmu4j", "-Xmx4g"));

        JsonNode spec = Json.read(installed.resolve("kernel.json"));
        assertThat(spec.path("argv").path(0).asText()).endsWith("java");
        assertThat(spec.path("argv").path(1).asText())
                .isEqualTo("@" + installed.resolve("java.args").toAbsolutePath());
        assertThat(spec.path("argv").path(2).asText()).isEqualTo(NotebookKernel.class.getName());
        assertThat(spec.path("argv").path(3).asText()).isEqualTo("{connection_file}");
        assertThat(spec.path("language").asText()).isEqualTo("java");
        assertThat(spec.path("env").path("OMP_WAIT_POLICY").asText()).isEqualTo("passive");
        List<String> lines = Files.readAllLines(installed.resolve("java.args"));
        assertThat(lines.get(lines.size() - 3))
                .as("the user's options come last and win")
                .isEqualTo("\"-Xmx4g\"");
        assertThat(ImageIO.read(installed.resolve("logo-64x64.png").toFile()).getWidth())
                .isEqualTo(64);
    }

    @Test
    void whatWasBuiltIsCopiedAndLibrariesArePointedTo() throws Exception {
        Path installed = KernelInstallation.install(kernels, choices("dmu4j"));

        Path copy = installed.resolve("lib").resolve("dmu4j-kernel.jar").toAbsolutePath();
        assertThat(copy).hasContent("ours");
        List<String> lines = Files.readAllLines(installed.resolve("java.args"));
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("\"" + copy + File.pathSeparator + folder.toAbsolutePath() + "/a \\\"library\\\".jar\"");
    }

    @Test
    void installedAgainItTakesTheNewJars() throws Exception {
        KernelInstallation.install(kernels, choices("dmu4j"));
        Files.writeString(ownJar, "newer");

        Path installed = KernelInstallation.install(kernels, choices("dmu4j"));

        assertThat(installed.resolve("lib").resolve("dmu4j-kernel.jar")).hasContent("newer");
    }

    @Test
    void listTellsWhatDoesNotStartAnyMore() throws Exception {
        Files.createDirectories(kernels.resolve("python3"));
        KernelInstallation.install(kernels, choices("good"));
        assertThat(KernelInstallation.list(kernels)).isEqualTo(Map.of("good", Optional.empty()));

        Files.delete(folder.resolve("target").resolve("dmu4j-kernel.jar"));
        assertThat(KernelInstallation.list(kernels))
                .as("the build folder is not needed any more")
                .isEqualTo(Map.of("good", Optional.empty()));
        Files.delete(kernels.resolve("good").resolve("lib").resolve("dmu4j-kernel.jar"));
        assertThat(KernelInstallation.list(kernels).values())
                .singleElement()
                .satisfies(fault -> assertThat(fault.orElseThrow()).contains("a library is gone", "dmu4j-kernel.jar"));
    }

    @Test
    void aStrangersKernelIsNeitherReplacedNorRemoved() throws Exception {
        Path theirs = Files.createDirectories(kernels.resolve("java"));
        Files.writeString(theirs.resolve("kernel.json"), "{\"argv\": []}");

        assertThatThrownBy(() -> KernelInstallation.install(kernels, choices("java")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("--name");
        assertThatThrownBy(() -> KernelInstallation.uninstall(kernels, "java"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("kernel list");
        assertThat(theirs.resolve("kernel.json")).hasContent("{\"argv\": []}");
    }

    @Test
    void uninstallLeavesNothing() {
        Path installed = KernelInstallation.install(kernels, choices("dmu4j"));
        KernelInstallation.uninstall(kernels, "dmu4j");
        assertThat(installed).doesNotExist();
        assertThatThrownBy(() -> KernelInstallation.uninstall(kernels, "dmu4j")).isInstanceOf(DmuException.class);
    }

    @Test
    void namesThatJupyterRefusesAreRefused() {
        assertThatThrownBy(() -> choices("Mein Kern"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("lower case");
    }

    /** Folders as jupyter_core.paths (4.12) gives them. */
    @Test
    void userFoldersAreThoseOfJupyter() {
        Path home = Path.of("/home/ada");
        assertThat(KernelFolders.ofUser(Map.of(), "Linux", home))
                .isEqualTo(Path.of("/home/ada/.local/share/jupyter/kernels"));
        assertThat(KernelFolders.ofUser(Map.of("XDG_DATA_HOME", "/data"), "Linux", home))
                .isEqualTo(Path.of("/data/jupyter/kernels"));
        assertThat(KernelFolders.ofUser(Map.of(), "Mac OS X", home))
                .isEqualTo(Path.of("/home/ada/Library/Jupyter/kernels"));
        assertThat(KernelFolders.ofUser(Map.of("APPDATA", "/roaming"), "Windows 11", home))
                .isEqualTo(Path.of("/roaming/jupyter/kernels"));
        assertThat(KernelFolders.ofUser(Map.of("JUPYTER_DATA_DIR", "/mine", "XDG_DATA_HOME", "/data"), "Linux", home))
                .isEqualTo(Path.of("/mine/kernels"));
        assertThat(KernelFolders.ofPrefix(Path.of("/venv"))).isEqualTo(Path.of("/venv/share/jupyter/kernels"));
    }
}
