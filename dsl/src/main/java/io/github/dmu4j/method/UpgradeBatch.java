package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the loss of an upgrade module needs of some pairs, on the Java heap: the inputs of F, R z, the targets and the
 * weights.
 */
final class UpgradeBatch {
    private final FloatMatrix in;
    private final FloatMatrix start;
    private final FloatMatrix target;
    private final float[] emphasis;
    private final float[] heritability;
    private final int[] labels;
    private final int[] rows;

    private UpgradeBatch(
            FloatMatrix in,
            FloatMatrix start,
            FloatMatrix target,
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
        int n = pairs.size();
        FloatMatrix old = pairs.oldEmbeddings();
        FloatMatrix in = pairs.scores()
                .map(s -> FloatMatrix.wrap(
                        n, old.columns() + 1, UpgradeModule.withScores(old.values(), n, old.columns(), s, 0)))
                .orElse(old);
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
                in,
                RightFactor.applying(linear).of(old),
                classBlend == 0 ? pairs.newEmbeddings() : blended(pairs, classBlend),
                emphasis,
                keep,
                pairs.labels().orElse(new int[0]),
                IntStream.range(0, n).toArray());
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

    private static FloatMatrix blended(UpgradePairs pairs, double blend) {
        FloatMatrix fresh = pairs.newEmbeddings();
        int[] labels = pairs.labels().orElseThrow();
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int d = fresh.columns();
        double[][] sums = new double[classes][d];
        int[] counts = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == UpgradePairs.NO_CLASS) {
                continue;
            }
            counts[labels[i]]++;
            for (int j = 0; j < d; j++) {
                sums[labels[i]][j] += fresh.get(i, j);
            }
        }
        float[] values = new float[fresh.values().length];
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            for (int j = 0; j < d; j++) {
                double mean = label == UpgradePairs.NO_CLASS ? fresh.get(i, j) : sums[label][j] / counts[label];
                values[i * d + j] = (float) ((1 - blend) * fresh.get(i, j) + blend * mean);
            }
        }
        return FloatMatrix.wrap(labels.length, d, values).normalised();
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
    FloatMatrix in() {
        return in;
    }

    /** R z of all pairs, shape (N, d_n). */
    FloatMatrix start() {
        return start;
    }

    /** Targets of all pairs, unit rows, shape (N, d_n). */
    FloatMatrix target() {
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
