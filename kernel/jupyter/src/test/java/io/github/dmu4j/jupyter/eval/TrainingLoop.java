package io.github.dmu4j.jupyter.eval;

/** Stands for a library's training loop: looks for an interrupt between batches, and then needs time to save. */
public final class TrainingLoop {
    private TrainingLoop() {}

    /** Runs until it is interrupted. */
    public static void run() {
        while (!Thread.interrupted()) {
            Thread.onSpinWait();
        }
        long until = System.nanoTime() + 4 * SnippetThread.GRACE_MILLIS * 1_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        throw new IllegalStateException("checkpoint written; resume(run) goes on");
    }
}
