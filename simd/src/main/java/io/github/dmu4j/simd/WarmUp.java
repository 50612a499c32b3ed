package io.github.dmu4j.simd;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.retrieval.Hits;
import io.github.dmu4j.retrieval.RowBlock;
import io.github.dmu4j.retrieval.ScreeningKernel;
import io.github.dmu4j.retrieval.Similarity;

/**
 * Has the JVM compile the kernel before a search begins. Until then each vector is an object and each operation a call, a
 * thousand times slower: a search that began at once would keep all its threads busy with that, and the compiler waiting.
 */
final class WarmUp {
    /** The JVM compiles a method with its optimising compiler after some hundred calls of some thousand loops in all. */
    private static final int CALLS = 700;

    private static final int ROWS = 13;
    private static final int COLUMNS = 36;
    private static final long MOST_NANOS = 5_000_000_000L;
    /** For a call: compiled, it takes about one. */
    private static final long COMPILED_NANOS = 20_000;

    private static volatile boolean done;

    private WarmUp() {}

    static boolean isDone() {
        return done;
    }

    /** Returns when the kernel runs at its speed, or after five seconds; at once if it has done so before. */
    static synchronized void run(ScreeningKernel kernel) {
        if (done) {
            return;
        }
        float[] values = new float[ROWS * COLUMNS];
        short[] halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 - 3;
        }
        var rows = FloatMatrix.wrap(ROWS, COLUMNS, values);
        var block = new RowBlock(rows);
        var hits = new Hits(ROWS, kernel.width());
        float[] panel = new float[COLUMNS * kernel.width()];
        float[] thresholds = new float[kernel.width()];
        boolean interrupted = false;
        long end = System.nanoTime() + MOST_NANOS;
        for (int call = 0; !done; call++) {
            long start = System.nanoTime();
            block.load(rows, 0, ROWS, Similarity.INNER_PRODUCT, kernel);
            thresholds[0] = call % 2; // once reached, once not
            kernel.screen(block, panel, thresholds, hits);
            kernel.widen(halves, halves.length, new float[halves.length]);
            long now = System.nanoTime();
            if (call >= CALLS) {
                done = now - start < COMPILED_NANOS || now > end;
                interrupted |= !done && sleepsThrough();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A moment for the compiler. @return whether there was an interrupt, which the search itself will see to */
    private static boolean sleepsThrough() {
        try {
            Thread.sleep(2);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
