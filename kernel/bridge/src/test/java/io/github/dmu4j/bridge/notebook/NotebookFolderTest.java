package io.github.dmu4j.bridge.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookFolderTest {
    @TempDir
    private Path folder;

    @Test
    void withoutNamesAllAreTakenInOrder() throws Exception {
        make("02-b.ipynb", "01-a.ipynb", "README.md");

        assertThat(NotebookFolder.notebooks(folder, List.of()))
                .containsExactly(folder.resolve("01-a.ipynb"), folder.resolve("02-b.ipynb"));
    }

    @Test
    void nameIsAFileOrItsBeginning() throws Exception {
        make("01-a.ipynb", "02-b.ipynb", "021-c.ipynb");

        assertThat(NotebookFolder.notebooks(folder, List.of("02"))).containsExactly(folder.resolve("02-b.ipynb"));
        assertThat(NotebookFolder.notebooks(folder, List.of("02-b", "01-a.ipynb")))
                .containsExactly(folder.resolve("02-b.ipynb"), folder.resolve("01-a.ipynb"));
    }

    @Test
    void unknownNameIsRefusedWithTheKnownOnes() throws Exception {
        make("01-a.ipynb");

        assertThatThrownBy(() -> NotebookFolder.notebooks(folder, List.of("03")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no notebook 03")
                .hasMessageContaining("01-a.ipynb");
        assertThatThrownBy(() -> NotebookFolder.notebooks(folder.resolve("none"), List.of()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no notebooks");
    }

    @Test
    void kernelOptionsAreReadFromTheEnvironmentAndFromBindersFile() throws Exception {
        assertThat(NotebookTool.userJvmOptions(Map.of("DMU_JVM_OPTS", " -Xmx4g  -Da=b ")))
                .containsExactly("-Xmx4g", "-Da=b");
        assertThat(NotebookTool.userJvmOptions(Map.of())).isEmpty();

        Files.createDirectories(folder.resolve("binder"));
        Files.writeString(folder.resolve("binder").resolve("jvm-options"), "# why\n-Xmx512m\n\n");
        assertThat(NotebookTool.binderJvmOptions(folder)).containsExactly("-Xmx512m");
    }

    private void make(String... names) throws Exception {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }
}
