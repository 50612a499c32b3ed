package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.Arrays;

/** Vectors with one more value each, a score: what F takes when it takes scores. */
final class ScoredRows implements FloatRows {
    private final FloatRows base;
    private final double[] scores;

    /** @param scores one per row */
    ScoredRows(FloatRows base, double[] scores) {
        this.base = base;
        this.scores = scores;
    }

    @Override
    public int rows() {
        return base.rows();
    }

    @Override
    public int columns() {
        return base.columns() + 1;
    }

    @Override
    public void read(int from, int count, float[] target) {
        float[] scored = withScores(base.slice(from, from + count), Arrays.copyOfRange(scores, from, from + count));
        System.arraycopy(scored, 0, target, 0, scored.length);
    }

    @Override
    public FloatMatrix select(int[] indices) {
        double[] some = Arrays.stream(indices).mapToDouble(i -> scores[i]).toArray();
        return FloatMatrix.wrap(indices.length, columns(), withScores(base.select(indices), some));
    }

    private static float[] withScores(FloatMatrix rows, double[] scores) {
        return UpgradeModule.withScores(rows.values(), rows.rows(), rows.columns(), scores, 0);
    }
}
