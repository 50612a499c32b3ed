package io.github.dmu4j.tests.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dmu4j.tests.notebook.Python.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notebooks in a live JupyterLab: the one that {@code ./dmu notebook --setup} has made for this checkout. Debian has none, so
 * continuous integration skips this.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class JupyterLabTest {
    @TempDir
    private Path folder;

    @Test
    void jupyterLabDrawsFiguresShowsTrainingsAndInterruptsThem() throws Exception {
        Path python = Python.ROOT.resolve(".dmu/jupyter/bin/python");
        assumeTrue(Files.isExecutable(python), "./dmu notebook --setup makes the JupyterLab that is tested here");
        Path tests = Python.ROOT.resolve("tests/src/test/python/pages");

        Result result = Python.run(
                folder,
                Map.of(
                        "PYTHONPATH", tests.toString(),
                        "DMU", Python.ROOT.resolve("dmu").toString(),
                        "DMU_PYTHON", python.toString(),
                        "DMU_PAGES", Python.ROOT.resolve("tests/target/pages").toString()),
                List.of(python.toString(), "-m", "unittest", "-v", "test_lab"));

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("Ran 3 tests").doesNotContain("skipped");
    }
}
