package io.github.dmu4j.jupyter.kernel;

import io.github.dmu4j.jupyter.eval.CellEvaluator;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The evaluator, which comes up in the background while the kernel already answers, and the thread its cells run on. */
final class Session {
    private final CompletableFuture<CellEvaluator> evaluator = new CompletableFuture<>();
    private final CellThread thread;
    private State state = State.IDLE;

    /** Where the running cell is. */
    private enum State {
        IDLE,
        /** The evaluator is not there yet. */
        WAITING,
        /** The same, and the cell is not to begin. */
        STOPPED,
        EVALUATING
    }

    Session(CellThread thread) {
        this.thread = thread;
    }

    /** Makes the evaluator on a thread of its own, then calls {@code ready} with it. */
    void start(Callable<CellEvaluator> maker, Consumer<CellEvaluator> ready) {
        Thread starter = new Thread(
                null,
                () -> {
                    try {
                        CellEvaluator made = maker.call();
                        ready.accept(made);
                        evaluator.complete(made);
                    } catch (Throwable e) { // also an Error must reach who waits
                        evaluator.completeExceptionally(e);
                    }
                },
                "jupyter start",
                0,
                false);
        starter.setDaemon(true);
        starter.start();
    }

    /**
     * The evaluator; waits until it is there.
     *
     * @throws IllegalStateException if it could not be made
     */
    CellEvaluator evaluator() {
        try {
            return evaluator.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("Java could not be started: " + e.getCause(), e.getCause());
        }
    }

    /** Runs users' code for a request, on the cell thread. */
    <T> T run(Origin origin, Callable<T> work) throws ExecutionException {
        return thread.run(origin, work);
    }

    /** Runs a cell; on the cell thread. An interrupt that comes while it waits for the evaluator keeps it from beginning. */
    CellOutcome evaluate(String code, int number) {
        enter(State.WAITING);
        try {
            CellEvaluator made = evaluator();
            return enter(State.EVALUATING)
                    ? made.evaluate(code, number)
                    : new CellOutcome.Interrupted(List.of("Interrupted before the cell began"));
        } finally {
            enter(State.IDLE);
        }
    }

    /** False if the cell was stopped while it waited. */
    private synchronized boolean enter(State next) {
        boolean stopped = next == State.EVALUATING && state == State.STOPPED;
        state = stopped ? State.IDLE : next;
        return !stopped;
    }

    /**
     * Stops what runs; nothing if nothing does. While a cell is evaluated the evaluator decides how: an interrupt that
     * hits the compiler closes the jars it reads from. Elsewhere (rendering, comm handlers) the thread is interrupted.
     */
    void interrupt() {
        State now;
        synchronized (this) {
            now = state;
            if (now == State.WAITING) {
                state = State.STOPPED;
            }
        }
        CellEvaluator made = madeSoFar();
        if (now == State.EVALUATING && made != null) {
            made.interrupt();
        } else if (now == State.IDLE) {
            thread.interrupt();
        }
    }

    void close() {
        CellEvaluator made = madeSoFar();
        if (made != null) {
            made.close();
        }
    }

    private @Nullable CellEvaluator madeSoFar() {
        return evaluator.isCompletedExceptionally() ? null : evaluator.getNow(null);
    }
}
