package io.github.dmu4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dmu4j.loss.Embeddings;
import io.github.dmu4j.method.TrainingBatch;
import io.github.dmu4j.model.ClassifierHead;
import io.github.dmu4j.model.HeadSpec;
import org.jspecify.annotations.Nullable;

/** A batch of the loop. The head's loss and the normalised embeddings are computed when first asked for. */
final class LoopBatch implements TrainingBatch {
    private final NDManager manager;
    private final NDArray embeddings;
    private final NDArray labels;
    private final int[] indices;
    private final HeadSpec spec;
    private final ClassifierHead head;
    private @Nullable NDArray normalised;
    private @Nullable NDArray classification;

    LoopBatch(NDManager manager, NDArray embeddings, int[] labels, int[] indices, HeadSpec spec, ClassifierHead head) {
        this.manager = manager;
        this.embeddings = embeddings;
        this.labels = manager.create(toLongs(labels));
        this.indices = indices;
        this.spec = spec;
        this.head = head;
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public NDArray embeddings() {
        return embeddings;
    }

    @Override
    public NDArray normalised() {
        NDArray present = normalised;
        if (present == null) {
            present = Embeddings.normalise(embeddings);
            normalised = present;
        }
        return present;
    }

    @Override
    public NDArray labels() {
        return labels;
    }

    @Override
    public int[] indices() {
        return indices;
    }

    @Override
    public NDArray classificationLoss() {
        NDArray present = classification;
        if (present == null) {
            present = HeadLoss.mean(spec, this, head.weight().in(manager));
            classification = present;
        }
        return present;
    }

    private static long[] toLongs(int[] values) {
        long[] longs = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            longs[i] = values[i];
        }
        return longs;
    }
}
