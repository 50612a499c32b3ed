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
 * What notebooks show in a browser that reaches no other machine: converted pages, pages without scripts, a live classic
 * Notebook, a live JupyterLab. The assertions are in {@code src/test/python/pages}; the pictures stay in {@code target/pages}, to
 * be looked at.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class NotebookPagesTest {
    @TempDir
    private Path folder;

    @Test
    void pagesShowWhatTheyShouldAndRunNoLabel() throws Exception {
        Python.assumeHas(folder, "nbconvert, notebook, tornado; import shutil; assert shutil.which(\"chromium\")");

        assertPasses(Python.PROGRAM, "test_pages", 5);
    }

    /** Debian has no JupyterLab, so continuous integration skips this. */
    @Test
    void jupyterLabDrawsFiguresShowsTrainingsAndInterruptsThem() throws Exception {
        Path python = Python.ROOT.resolve(".dmu/jupyter/bin/python");
        assumeTrue(Files.isExecutable(python), "./dmu notebook --setup makes the JupyterLab that is tested here");

        assertPasses(python.toString(), "test_lab", 3);
    }

    private void assertPasses(String python, String module, int tests) throws Exception {
        Result result = Python.run(
                folder,
                Map.of(
                        "PYTHONPATH",
                                Python.ROOT
                                        .resolve("tests/src/test/python/pages")
                                        .toString(),
                        "DMU", Python.ROOT.resolve("dmu").toString(),
                        "DMU_PYTHON", python,
                        "DMU_PAGES", Python.ROOT.resolve("tests/target/pages").toString()),
                List.of(python, "-m", "unittest", "-v", module));

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("Ran " + tests + " tests").doesNotContain("skipped");
    }
}
