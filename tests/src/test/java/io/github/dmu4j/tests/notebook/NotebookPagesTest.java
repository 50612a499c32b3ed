package io.github.dmu4j.tests.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.tests.notebook.Python.Result;
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
 * Notebook. The assertions are in {@code src/test/python/pages}; the pictures stay in {@code target/pages}, to be looked at.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class NotebookPagesTest {
    @TempDir
    private Path folder;

    @Test
    void pagesShowWhatTheyShouldAndRunNoLabel() throws Exception {
        Python.assumeHas(folder, "nbconvert, notebook, tornado; import shutil; assert shutil.which(\"chromium\")");
        Path tests = Python.ROOT.resolve("tests/src/test/python/pages");
        Path pictures = Python.ROOT.resolve("tests/target/pages");

        Result result = Python.run(
                folder,
                Map.of(
                        "PYTHONPATH", tests.toString(),
                        "DMU", Python.ROOT.resolve("dmu").toString(),
                        "DMU_PAGES", pictures.toString()),
                List.of(Python.PROGRAM, "-m", "unittest", "-v", "test_pages"));

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("Ran 5 tests").doesNotContain("skipped");
    }
}
