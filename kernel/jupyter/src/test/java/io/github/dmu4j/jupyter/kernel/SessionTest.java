package io.github.dmu4j.jupyter.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionTest {
    @Test
    void anInterruptWhileTheEvaluatorComesUpKeepsTheCellFromBeginning() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        FakeEvaluator evaluator = new FakeEvaluator();
        Session session = new Session(new CellThread(new Origins()));
        session.start(
                () -> {
                    gate.await();
                    return evaluator;
                },
                made -> {});

        CompletableFuture<CellOutcome> first = CompletableFuture.supplyAsync(() -> session.evaluate("first", 1));
        for (int i = 0; i < 20; i++) { // the cell begins to wait at some time of these
            Thread.sleep(10);
            session.interrupt();
        }
        gate.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(CellOutcome.Interrupted.class);
        assertThat(CompletableFuture.supplyAsync(() -> session.evaluate("1", 2)).get(10, TimeUnit.SECONDS))
                .as("the next cell runs")
                .isNotInstanceOf(CellOutcome.Interrupted.class);
    }
}
