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

/** The folder {@code binder}, as Binder uses it: see {@code src/test/python/binder/test_binder.py}. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class BinderTest {
    @TempDir
    private Path folder;

    @Test
    void freshCloneIsBuiltByAnUnprivilegedUserAndRunsANotebookWithinBindersLimits() throws Exception {
        Python.assumeHas(folder, "nbclient, nbformat, venv");
        Path tests = Python.ROOT.resolve("tests/src/test/python/binder");

        Result result = Python.run(
                folder,
                Map.of("PYTHONPATH", tests.toString()),
                List.of(Python.PROGRAM, "-m", "unittest", "-v", "test_binder"));

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("Ran 1 test").doesNotContain("skipped");
    }
}
