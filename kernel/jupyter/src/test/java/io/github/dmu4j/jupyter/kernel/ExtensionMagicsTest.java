package io.github.dmu4j.jupyter.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.Completion;
import io.github.dmu4j.jupyter.eval.JavaEvaluator;
import io.github.dmu4j.jupyter.magic.MagicEvaluator;
import io.github.dmu4j.jupyter.wire.ConnectionFile;
import io.github.dmu4j.jupyter.wire.TestClient;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Magics that a library registers through jjava's {@code Extension}, in a whole kernel. */
@Timeout(60)
class ExtensionMagicsTest {
    @TempDir
    Path folder;

    private final MagicEvaluator evaluator =
            new MagicEvaluator(JavaEvaluator.builder().build());
    private Kernel kernel;
    private TestClient client;

    @BeforeEach
    void startKernelAndClient() throws Exception {
        ConnectionFile file = TestClient.freePorts();
        kernel = new Kernel(
                file,
                new KernelInfo("test", "1", "a banner", Map.of()),
                () -> evaluator,
                null,
                new KernelLog(folder.resolve("log")));
        client = new TestClient(file);
        client.awaitReady();
        client.shell("execute_request", "{\"code\": \"1\"}"); // its reply says that the extensions are in
        client.shellReply();
    }

    @AfterEach
    void stop() {
        client.close();
        kernel.close();
    }

    private @Nullable Object value(String code) {
        return ((CellOutcome.Value) evaluator.evaluate(code, 1)).value();
    }

    @Test
    void lineAndCellMagicsOfAnExtensionRunAndGiveTheCellItsValue() {
        assertThat(value("int x = 1;\n%shout 'hear me' now")).isEqualTo("HEAR ME NOW");
        assertThat(value("%%repeat 2\nab")).isEqualTo("abab");
        assertThat(value("%answer")).isEqualTo(42);
    }

    @Test
    void theyAreListedCompletedAndTheirErrorsReported() {
        assertThat(evaluator.complete("%sho", 4).candidates())
                .extracting(Completion.Candidate::text)
                .containsExactly("%shout");
        CellOutcome.Failed failed = (CellOutcome.Failed) evaluator.evaluate("%%repeat often\nab", 2);
        assertThat(failed.name()).isEqualTo("java.lang.NumberFormatException");
        CellOutcome.Failed near = (CellOutcome.Failed) evaluator.evaluate("%shot", 3);
        assertThat(near.message()).contains("%shout");
    }
}
