package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The targets (1 - b) z_n + b mean z_n of the class, not normalised; a row of no class keeps its own vector. The means are held,
 * shape (classes, d_n) in double, the rows are blended when they are read.
 */
final class BlendedTargets implements FloatRows {
    private final FloatRows fresh;
    private final int[] labels;
    private final double blend;
    private final double[][] sums;
    private final int[] counts;

    /**
     * @param fresh z_n of every pair
     * @param labels class of every pair, or {@link UpgradePairs#NO_CLASS}
     * @param blend b
     */
    BlendedTargets(FloatRows fresh, int[] labels, double blend) {
        this.fresh = fresh;
        this.labels = labels;
        this.blend = blend;
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        this.sums = new double[classes][fresh.columns()];
        this.counts = new int[classes];
        fresh.forEachBlock(this::add);
    }

    private void add(int first, FloatMatrix block) {
        for (int i = 0; i < block.rows(); i++) {
            int label = labels[first + i];
            if (label == UpgradePairs.NO_CLASS) {
                continue;
            }
            counts[label]++;
            for (int j = 0; j < block.columns(); j++) {
                sums[label][j] += block.get(i, j);
            }
        }
    }

    @Override
    public int rows() {
        return fresh.rows();
    }

    @Override
    public int columns() {
        return fresh.columns();
    }

    @Override
    public void read(int from, int count, float[] target) {
        fresh.read(from, count, target);
        blend(target, IntStream.range(from, from + count).toArray());
    }

    @Override
    public FloatMatrix select(int[] indices) {
        FloatMatrix selected = fresh.select(indices); // a copy
        blend(selected.values(), indices);
        return selected;
    }

    /** @param values of the pairs {@code indices}, replaced */
    private void blend(float[] values, int[] indices) {
        int d = fresh.columns();
        for (int i = 0; i < indices.length; i++) {
            int label = labels[indices[i]];
            for (int j = 0; j < d; j++) {
                float own = values[i * d + j];
                double mean = label == UpgradePairs.NO_CLASS ? own : sums[label][j] / counts[label];
                values[i * d + j] = (float) ((1 - blend) * own + blend * mean);
            }
        }
    }
}
