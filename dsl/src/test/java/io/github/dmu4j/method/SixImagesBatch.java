package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dmu4j.loss.Embeddings;
import java.util.Arrays;

/** Six images of three classes, of which a batch holds four; its classification loss is 1. */
record SixImagesBatch(NDManager manager, NDArray embeddings) implements TrainingBatch {
    static final int[] LABELS = {0, 1, 2, 0, 1, 2};
    static final int[] BATCH = {4, 0, 5, 3};

    @Override
    public NDArray normalised() {
        return Embeddings.normalise(embeddings);
    }

    @Override
    public NDArray labels() {
        return manager.create(Arrays.stream(BATCH).mapToLong(i -> LABELS[i]).toArray());
    }

    @Override
    public int[] indices() {
        return BATCH.clone();
    }

    @Override
    public NDArray classificationLoss() {
        return manager.create(1f);
    }
}
