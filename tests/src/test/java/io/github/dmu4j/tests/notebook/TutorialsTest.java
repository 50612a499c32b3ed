package io.github.dmu4j.tests.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.tests.notebook.Python.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every tutorial in {@code notebooks} runs and shows what it showed when it was committed. What a training shows depends a little on
 * the processor: cells say by their tags what is compared and how closely. Processor time is bounded at twice what {@code ./dmu
 * notebooks build} allows, because a busy machine makes the same work cost more of it.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class TutorialsTest {
    @TempDir
    private Path folder;

    static List<String> tutorials() throws IOException {
        try (Stream<Path> files = Files.list(Python.ROOT.resolve("notebooks"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("tutorials")
    void tutorialRunsAndShowsWhatIsCommitted(String name) throws Exception {
        Python.assumeHas(folder, "nbclient, nbformat");

        Result result = Python.dmu(folder, Map.of(), "notebooks", "check", name, "--max-cpu-seconds", "180");

        assertThat(result.status()).as(result.out() + result.err()).isZero();
    }
}
