package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(60)
class InterruptTest {
    private static final EvaluatorFixture session = new EvaluatorFixture();

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void sleepStops() throws Exception {
        assertThat(EvaluatorFixture.text(interrupted("int before = 1;\nThread.sleep(30_000);\nbefore = 2;", "sleep")))
                .contains("Interrupted", ":2", "    Thread.sleep(30_000);");
        assertThat(session.value("before")).isEqualTo(1);
    }

    @Test
    void endlessLoopStopsAndBurnsNoTimeAfterwards() throws Exception {
        session.ok("int kept = 7;");

        interrupted("while (true) {}", "do_it$");

        assertThatNothingRuns();
        assertThat(session.value("kept")).isEqualTo(7);
    }

    @Test
    void loopThatCatchesEverythingInEveryTurnStops() throws Exception {
        session.ok("int caught = 0;\nvoid work() { for (int i = 0; i < 1_000; i++) { Math.sqrt(i); } }");

        interrupted("while (true) { try { work(); } catch (Throwable t) { caught++; } }", "do_it$");

        assertThatNothingRuns();
        interrupted("do { try { Thread.sleep(1); } catch (Throwable t) { caught++; } } while (caught >= 0);", "do_it$");
        assertThatNothingRuns();
        interrupted("Runnable r = () -> { for (;;) { try { work(); } finally { continue; } } };\nr.run();", "lambda$");
        assertThatNothingRuns();
    }

    @Test
    void recursionThatCatchesEverythingStops() throws Exception {
        session.ok("void again(int depth) { if (depth < 200) { try { again(depth + 1); } catch (Throwable t) { }"
                + " again(depth + 1); } }");

        interrupted("again(0);", "again");

        assertThatNothingRuns();
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_19) // later ones' checks stop whatever cells have started
    void otherThreadsOfCellsGoOn() throws Exception {
        session.ok("""
                var turns = new java.util.concurrent.atomic.AtomicLong();
                var other = new Thread(() -> { while (!Thread.interrupted()) { turns.incrementAndGet(); Thread.yield(); } });
                other.setDaemon(true);
                other.start();
                """);

        interrupted("while (true) { try { Math.sqrt(2); } catch (Throwable t) { } }", "do_it$");

        assertThat(session.value("other.isAlive()")).isEqualTo(true);
        session.ok("other.interrupt();\nother.join();");
    }

    @Test
    void libraryThatCatchesEverythingIsLeftBehindAndTheUserIsTold() throws Exception {
        CompletableFuture<CellOutcome> outcome = start("io.github.dmu4j.jupyter.eval.DeafLoop.run();", "run");
        session.evaluator.interrupt();
        session.evaluator.interrupt();

        assertThat(EvaluatorFixture.text(outcome.get()))
                .startsWith("Interrupted")
                .contains("DeafLoop.run();", "goes on in the background", "restart the kernel");
        assertThat(cellLives()).isTrue();
        assertThat(session.value("1 + 1")).isEqualTo(2);
        session.ok("io.github.dmu4j.jupyter.eval.DeafLoop.end();");
    }

    private static void assertThatNothingRuns() throws InterruptedException {
        for (int turn = 0; turn < 100 && cellLives(); turn++) {
            Thread.sleep(20); // the evaluation may be answered a moment before its thread is gone
        }
        assertThat(cellLives()).isFalse();
    }

    private static boolean cellLives() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("cell " + session.cells()));
    }

    @Test
    void loopThatCatchesExceptionsStops() throws Exception {
        interrupted(
                "int turns = 0;\nwhile (true) { try { turns++; Thread.sleep(1); } catch (Exception e) { } }", "sleep");

        assertThat(session.value("turns > 0")).isEqualTo(true);
    }

    @Test
    void loopsOfAParallelStreamStop() throws Exception {
        interrupted("IntStream.range(0, 4).parallel().forEach(i -> { while (true) {} });", "lambda$do_it$");

        assertThat(Thread.getAllStackTraces().values())
                .noneMatch(frames -> Arrays.stream(frames)
                        .anyMatch(frame -> frame.getMethodName().startsWith("lambda$do_it$")));
    }

    @Test
    void blockingReadStops() throws Exception {
        interrupted("""
                var pipe = java.nio.channels.Pipe.open();
                pipe.source().read(java.nio.ByteBuffer.allocate(1));
                """, "read");
        interrupted("new java.io.PipedInputStream(new java.io.PipedOutputStream()).read()", "read");
        assertThat(session.value("1 + 1")).isEqualTo(2);
    }

    @Test
    void readThatHeedsNoInterruptIsLeftBehind() throws Exception {
        interrupted("var server = new java.net.ServerSocket(0);\nserver.accept();", "accept");

        session.ok("server.close();");
        assertThat(session.value("1 + 1")).isEqualTo(2);
    }

    @Test
    void libraryThatHeedsTheInterruptMayEndInGoodOrder() throws Exception {
        CompletableFuture<CellOutcome> outcome = start("io.github.dmu4j.jupyter.eval.TrainingLoop.run();", "run");
        session.evaluator.interrupt();

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        CellOutcome.Failed.class,
                        failed -> assertThat(failed.message()).isEqualTo("checkpoint written; resume(run) goes on"));
    }

    @Test
    void interruptWhenNothingRunsIsForgotten() {
        session.evaluator.interrupt();

        assertThat(session.value("40 + 2")).isEqualTo(42);
    }

    @Test
    void questionsAboutCodeAreAnsweredWhileACellRuns() throws Exception {
        CompletableFuture<CellOutcome> outcome = start("Thread.sleep(30_000);", "sleep");

        assertThat(session.evaluator.complete("\"\".leng", 7).candidates())
                .extracting(Completion.Candidate::text)
                .contains("length()");
        session.evaluator.interrupt();
        assertThat(outcome.get()).isInstanceOf(CellOutcome.Interrupted.class);
    }

    private static CellOutcome interrupted(String code, String whenIn) throws Exception {
        CompletableFuture<CellOutcome> outcome = start(code, whenIn);
        session.evaluator.interrupt();
        CellOutcome stopped = outcome.get();
        assertThat(stopped).as(EvaluatorFixture.text(stopped)).isInstanceOf(CellOutcome.Interrupted.class);
        return stopped;
    }

    /** Starts a cell on a thread and waits until its own thread is in a method. */
    private static CompletableFuture<CellOutcome> start(String code, String method) throws InterruptedException {
        int next = session.cells() + 1;
        CompletableFuture<CellOutcome> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> outcome.complete(session.run(code)), "caller");
        caller.setDaemon(true);
        caller.start();
        while (!outcome.isDone() && !isIn(method, next)) {
            Thread.sleep(5);
        }
        return outcome;
    }

    private static boolean isIn(String method, int cell) {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().equals("cell " + cell))
                .anyMatch(thread -> Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().startsWith(method)
                                && !frame.getClassName().equals(SnippetThread.class.getName())));
    }
}
