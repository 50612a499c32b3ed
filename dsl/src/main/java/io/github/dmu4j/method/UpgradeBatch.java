package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the loss of an upgrade module needs of some pairs: the inputs of F, R z, the targets and the weights. Vectors are on the Java
 * heap if there is room for them; otherwise a step reads those of its pairs where they are.
 */
final class UpgradeBatch {
    private final FloatRows in;
    private final FloatRows start;
    private final FloatRows target;
    private final float[] emphasis;
    private final float[] heritability;
    private final int[] labels;
    private final int[] rows;

    private UpgradeBatch(
            FloatRows in,
            FloatRows start,
            FloatRows target,
            float[] emphasis,
            float[] heritability,
            int[] labels,
            int[] rows) {
        this.in = in;
        this.start = start;
        this.target = target;
        this.emphasis = emphasis;
        this.heritability = heritability;
        this.labels = labels;
        this.rows = rows;
    }

    /**
     * All of {@code pairs}.
     *
     * @param linear R
     * @param beta how much more poor vectors weigh; ignored without heritability
     * @param classBlend b of the targets normalise((1 - b) z_n + b mean z_n of the class); needs labels above 0
     */
    static UpgradeBatch of(UpgradePairs pairs, FloatMatrix linear, double beta, double classBlend) {
        return of(pairs, linear, beta, classBlend, Runtime.getRuntime().maxMemory());
    }

    /** @param heap bytes that the JVM may use */
    static UpgradeBatch of(UpgradePairs pairs, FloatMatrix linear, double beta, double classBlend, long heap) {
        int n = pairs.size();
        FloatRows old = pairs.oldEmbeddings();
        FloatRows in =
                pairs.scores().<FloatRows>map(s -> new ScoredRows(old, s)).orElse(old);
        FloatRows fresh = pairs.newEmbeddings();
        FloatRows target = classBlend == 0
                ? fresh
                : new BlendedTargets(fresh, pairs.labels().orElseThrow(), classBlend).unitRows();
        float[] keep = new float[n];
        float[] emphasis = new float[n];
        Arrays.fill(emphasis, 1);
        if (pairs.heritability().isPresent()) {
            double[] heritability = pairs.heritability().orElseThrow();
            for (int i = 0; i < n; i++) {
                keep[i] = (float) heritability[i];
            }
            emphasis = emphasis(heritability, beta);
        }
        return new UpgradeBatch(
                atHand(in, heap),
                atHand(new LinearRows(old, linear), heap),
                atHand(target, heap),
                emphasis,
                keep,
                pairs.labels().orElse(new int[0]),
                IntStream.range(0, n).toArray());
    }

    /** Worked out once for all epochs if a tenth of the heap holds it, otherwise for each batch anew. The numbers are the same. */
    private static FloatRows atHand(FloatRows rows, long heap) {
        long bytes = (long) rows.rows() * rows.columns() * Float.BYTES;
        return bytes <= heap / 10 ? rows.toMatrix() : rows;
    }

    /** v_i = (1 + beta (1 - s~_i)) / mean. */
    static float[] emphasis(double[] heritability, double beta) {
        double mean = Arrays.stream(heritability).map(s -> 1 + beta * (1 - s)).sum() / heritability.length;
        float[] emphasis = new float[heritability.length];
        for (int i = 0; i < emphasis.length; i++) {
            emphasis[i] = (float) ((1 + beta * (1 - heritability[i])) / mean);
        }
        return emphasis;
    }

    /** Of these pairs those of the given numbers, in the given order; nothing is copied. */
    UpgradeBatch select(int[] some) {
        return new UpgradeBatch(in, start, target, emphasis, heritability, labels, some);
    }

    /** Which rows of {@link #in}, {@link #start} and {@link #target} the pairs are, B of them. */
    int[] rows() {
        return rows;
    }

    /** Inputs of F of all pairs, shape (N, d_o) or, with the score, (N, d_o + 1). */
    FloatRows in() {
        return in;
    }

    /** R z of all pairs, shape (N, d_n). */
    FloatRows start() {
        return start;
    }

    /** Targets of all pairs, unit rows, shape (N, d_n). */
    FloatRows target() {
        return target;
    }

    /** v, length B. */
    float[] emphasis() {
        return selected(emphasis);
    }

    /** s~, length B; 0 without heritability. */
    float[] heritability() {
        return selected(heritability);
    }

    private float[] selected(float[] values) {
        float[] some = new float[rows.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[rows[i]];
        }
        return some;
    }

    /** Class of pair i, 0 &lt;= i &lt; B; only with labels. */
    int label(int i) {
        return labels[rows[i]];
    }
}
