package io.github.dmu4j.simd;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.retrieval.Hits;
import io.github.dmu4j.retrieval.RowBlock;
import io.github.dmu4j.retrieval.ScreeningKernel;
import io.github.dmu4j.retrieval.Similarity;

/** {@link Compilation} of the kernels of a search. */
final class WarmUp {
    private static final int ROWS = 13; // of every kind of tile at least one
    private static final int COLUMNS = 36;

    private static volatile boolean done;

    private WarmUp() {}

    static boolean isDone() {
        return done;
    }

    /** Returns when the kernels run at their speed, or each after five seconds; at once if they have done so before. */
    static synchronized void run(ScreeningKernel... kernels) {
        if (!done) {
            for (ScreeningKernel kernel : kernels) {
                compile(kernel);
            }
            done = true;
        }
    }

    private static void compile(ScreeningKernel kernel) {
        float[] values = new float[ROWS * COLUMNS];
        short[] halves = new short[values.length];
        float[] widened = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 - 3;
        }
        var rows = FloatMatrix.wrap(ROWS, COLUMNS, values);
        var block = new RowBlock(rows);
        var hits = new Hits(ROWS, kernel.width());
        float[] panel = new float[COLUMNS * kernel.width()];
        float[] thresholds = new float[kernel.width()];
        Compilation.await(() -> {
            block.load(rows, 0, ROWS, Similarity.INNER_PRODUCT, kernel);
            thresholds[0] = 1 - thresholds[0]; // once reached, once not
            kernel.screen(block, panel, thresholds, hits);
            kernel.widen(halves, halves.length, widened);
        });
    }
}
