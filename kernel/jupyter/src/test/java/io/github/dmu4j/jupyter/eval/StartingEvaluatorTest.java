package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Cells, questions and interrupts that come while the start-up snippets still run. */
public class StartingEvaluatorTest {
    private static final int START_MILLIS = 600;
    private static final int PATIENCE_SECONDS = 30;

    private final JavaEvaluator evaluator = JavaEvaluator.builder()
            .startup(List.of("Thread.sleep(" + START_MILLIS + "); int fromStartup = 7;"))
            .build();

    private CompletableFuture<CellOutcome> warmingUp(String cell) throws Exception {
        Thread warmUp = new Thread(evaluator::warmUp, "warm-up caller");
        warmUp.setDaemon(true);
        warmUp.start();
        while (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("start-up"))) {
            Thread.sleep(5);
        }
        return CompletableFuture.supplyAsync(() -> evaluator.evaluate(cell, 1));
    }

    @Test
    void aCellWaitsUntilTheStartUpHasRun() throws Exception {
        CellOutcome outcome = warmingUp("fromStartup").get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(outcome)
                .as(EvaluatorFixture.text(outcome))
                .isInstanceOfSatisfying(
                        CellOutcome.Value.class,
                        value -> assertThat(value.value()).isEqualTo(7));
    }

    @Test
    void theEndOfTheWarmUpDoesNotHideTheCellFromAnInterrupt() throws Exception {
        CompletableFuture<CellOutcome> cell = warmingUp("Thread.sleep(120_000);");
        Thread.sleep(4 * START_MILLIS); // start-up and warm-up are over, the cell sleeps

        evaluator.interrupt();

        assertThat(cell.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(CellOutcome.Interrupted.class);
    }

    @Test
    void anInterruptDuringTheStartUpIsMeantForTheCellThatWaits() throws Exception {
        CompletableFuture<CellOutcome> cell = warmingUp("Thread.sleep(120_000);");
        Thread.sleep(START_MILLIS / 4);

        evaluator.interrupt();

        assertThat(cell.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(CellOutcome.Interrupted.class);
        assertThat(evaluator.evaluate("fromStartup", 2)).isInstanceOf(CellOutcome.Value.class);
    }

    @Test
    void aCellThatEvaluatesACellIsToldSoInsteadOfWaitingForEver() throws Exception {
        Evaluators.current = evaluator;

        CellOutcome outcome = CompletableFuture.supplyAsync(() ->
                        evaluator.evaluate(Evaluators.class.getCanonicalName() + ".current.evaluate(\"1\", 2)", 1))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CellOutcome.Failed.class,
                        failed -> assertThat(failed.message()).contains("its own end"));
    }

    @Test
    void aWarmUpThatComesAfterTheEndIsOver() {
        evaluator.close();

        assertThatCode(evaluator::warmUp).doesNotThrowAnyException();
        assertThatThrownBy(() -> evaluator.evaluate("1", 1)).hasMessageContaining("the session is closed");
    }

    /** Through which a cell reaches its evaluator. */
    public static final class Evaluators {
        public static JavaEvaluator current = JavaEvaluator.builder().build();

        private Evaluators() {}
    }
}
