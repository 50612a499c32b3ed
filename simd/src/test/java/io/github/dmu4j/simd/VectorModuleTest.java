package io.github.dmu4j.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.retrieval.SimilaritySearch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorModuleTest {
    /** Says which search runs. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            System.out.println(SimilaritySearch.fastest().name());
        }
    }

    @Test
    void withTheLaunchersOptionTheModuleIsLoadedWithoutAWarning() throws Exception {
        assertThat(probe("--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED"))
                .startsWith("exact, SIMD ")
                .doesNotContain("WARNING");
    }

    @Test
    void withoutTheModuleTheScalarReferenceRuns() throws Exception {
        assertThat(probe()).isEqualTo("exact, scalar");
    }

    @Test
    void withoutTheOptimisingCompilerTheScalarReferenceRunsAndTheMessageSaysWhatToChange() throws Exception {
        assertThat(probe("--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"))
                .isEqualTo("exact, scalar");
        String here = System.getProperty("java.vm.info");
        System.setProperty("java.vm.info", "mixed mode, emulated-client, sharing");
        try {
            assertThatThrownBy(VectorModule::require)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("leave out -XX:TieredStopAtLevel=1");
        } finally {
            System.setProperty("java.vm.info", here);
        }
    }

    /** What a JVM with these options prints, on standard error too. */
    private static String probe(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.strip();
    }
}
