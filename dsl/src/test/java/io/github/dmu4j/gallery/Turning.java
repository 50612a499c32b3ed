package io.github.dmu4j.gallery;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.method.GalleryAdapter;

/** An adapter that a test can follow by hand: turns 2-D vectors by 90 degrees; a vector's score is |x| of its unit form. */
record Turning(String fingerprint) implements GalleryAdapter {
    static final VectorContract OLD = new VectorContract(1, "old", 2, false, "cosine", "unknown", Generation.OLD);
    static final VectorContract ADAPTED =
            new VectorContract(1, "new", 2, true, "cosine", "unknown", Generation.ADAPTED);

    @Override
    public FloatMatrix adapt(FloatMatrix stored) {
        FloatMatrix unit = stored.normalised();
        float[] turned = new float[2 * stored.rows()];
        for (int i = 0; i < stored.rows(); i++) {
            turned[2 * i] = -unit.get(i, 1);
            turned[2 * i + 1] = unit.get(i, 0);
        }
        return FloatMatrix.wrap(stored.rows(), 2, turned);
    }

    @Override
    public double[] scores(FloatMatrix stored) {
        FloatMatrix unit = stored.normalised();
        double[] scores = new double[stored.rows()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.abs(unit.get(i, 0));
        }
        return scores;
    }

    @Override
    public VectorContract input() {
        return OLD;
    }

    @Override
    public VectorContract output() {
        return ADAPTED;
    }
}
