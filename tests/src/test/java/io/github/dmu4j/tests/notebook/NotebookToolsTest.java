package io.github.dmu4j.tests.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.tests.notebook.Python.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The unit tests of {@code notebooks/tools}, in {@code src/test/python/notebooks}. */
@EnabledOnOs(OS.LINUX)
class NotebookToolsTest {
    @TempDir
    private Path folder;

    @Test
    void toolsPassTheirTests() throws Exception {
        Python.assumeHas(folder, "nbformat");
        Path tests = Python.ROOT.resolve("tests/src/test/python/notebooks");

        Result result = Python.run(
                folder,
                Map.of("PYTHONPATH", tests.toString()),
                List.of(Python.PROGRAM, "-m", "unittest", "test_tools"));

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).containsPattern("Ran \\d\\d tests").doesNotContain("skipped");
    }
}
