package io.github.dmu4j.train;

import ai.djl.ndarray.NDArray;
import io.github.dmu4j.loss.ArcFace;
import io.github.dmu4j.loss.ClassificationLoss;
import io.github.dmu4j.loss.CosFace;
import io.github.dmu4j.loss.Embeddings;
import io.github.dmu4j.loss.SoftmaxLoss;
import io.github.dmu4j.loss.WeightedMean;
import io.github.dmu4j.method.TrainingBatch;
import io.github.dmu4j.model.HeadSpec;

/** Joins a head's weights (floor of models) with its loss (floor of losses), which must not know each other. */
final class HeadLoss {
    /** Scale of compatibility terms when the head has none; the paper's for landmarks. */
    private static final double SCALE_WITHOUT_ONE = 30;

    private HeadLoss() {}

    /** s of a head; 30 for plain softmax. */
    static double scale(HeadSpec spec) {
        if (spec instanceof HeadSpec.Sampled sampled) {
            return scale(sampled.head());
        }
        if (spec instanceof HeadSpec.ArcFace arcFace) {
            return arcFace.scale();
        }
        return spec instanceof HeadSpec.CosFace cosFace ? cosFace.scale() : SCALE_WITHOUT_ONE;
    }

    /**
     * Mean classification loss of a batch; a scalar.
     *
     * @param spec not a sampled one
     * @param weight the vectors of all classes, or of a sample, for this step
     * @param labels rows of {@code weight}
     */
    static NDArray mean(HeadSpec spec, TrainingBatch batch, NDArray weight, NDArray labels) {
        ClassificationLoss loss = lossOf(spec);
        NDArray features = loss.onCosines() ? batch.normalised() : batch.embeddings();
        NDArray vectors = loss.onCosines() ? Embeddings.normalise(weight) : weight;
        return WeightedMean.of(loss.perSample(Embeddings.products(features, vectors), labels));
    }

    private static ClassificationLoss lossOf(HeadSpec spec) {
        if (spec instanceof HeadSpec.ArcFace arcFace) {
            return new ArcFace(arcFace.scale(), arcFace.marginRadians());
        }
        if (spec instanceof HeadSpec.CosFace cosFace) {
            return new CosFace(cosFace.scale(), cosFace.margin());
        }
        return new SoftmaxLoss();
    }
}
