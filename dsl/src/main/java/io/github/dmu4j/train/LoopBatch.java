package io.github.dmu4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.github.dmu4j.loss.Embeddings;
import io.github.dmu4j.method.TrainingBatch;
import io.github.dmu4j.model.ClassifierHead;
import io.github.dmu4j.model.HeadSpec;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A batch of the loop. The head's loss and the normalised embeddings are computed when first asked for. */
final class LoopBatch implements TrainingBatch {
    private final NDManager manager;
    private final NDArray embeddings;
    private final NDArray labels;
    private final int[] classes;
    private final int[] indices;
    private final HeadSpec spec;
    private final SplittableRandom random;
    private final ClassifierHead head;
    private @Nullable NDArray normalised;
    private @Nullable NDArray classification;

    /** @param random for the classes of a sampled head, of this step alone */
    LoopBatch(
            NDManager manager,
            NDArray embeddings,
            int[] labels,
            int[] indices,
            HeadSpec spec,
            ClassifierHead head,
            SplittableRandom random) {
        this.manager = manager;
        this.embeddings = embeddings;
        this.labels = manager.create(toLongs(labels));
        this.classes = labels;
        this.indices = indices;
        this.spec = spec;
        this.random = random;
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
            NDArray all = head.weight().in(manager);
            present = spec instanceof HeadSpec.Sampled sampled
                    ? sampledLoss(sampled, all)
                    : HeadLoss.mean(spec, this, all, labels);
            classification = present;
        }
        return present;
    }

    private NDArray sampledLoss(HeadSpec.Sampled sampled, NDArray all) {
        ClassSample sample = ClassSample.of(classes, head.classes(), sampled.rate(), random);
        NDArray rows = manager.create(toLongs(sample.classes()));
        NDArray vectors = Embedding.embedding(rows, all, SparseFormat.DENSE).singletonOrThrow();
        return HeadLoss.mean(sampled.head(), this, vectors, manager.create(toLongs(sample.labels())));
    }

    private static long[] toLongs(int[] values) {
        long[] longs = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            longs[i] = values[i];
        }
        return longs;
    }
}
