package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.VectorContract;

/** Two upgrades in one pass: second(first(g)), scored as the second scores what it gets. */
record ChainedAdapter(GalleryAdapter first, GalleryAdapter second) implements GalleryAdapter {
    ChainedAdapter {
        first.output().requireSameSpace(second.input(), "what the first module gives", "what the second one takes");
    }

    @Override
    public FloatMatrix adapt(FloatMatrix storedRows) {
        return second.adapt(first.adapt(storedRows));
    }

    @Override
    public double[] scores(FloatMatrix storedRows) {
        return second.scores(first.adapt(storedRows));
    }

    @Override
    public VectorContract input() {
        return first.input();
    }

    @Override
    public VectorContract output() {
        return second.output();
    }

    @Override
    public String fingerprint() {
        return first.fingerprint() + "," + second.fingerprint();
    }
}
