package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * The influence loss: the frozen old classifier must recognise new embeddings.
 *
 * <p>Source: Towards Backward-Compatible Representation Learning, Shen, Xiong, Xia, Soatto, 2020, equation 4; raw logits as
 * its public reimplementations, normalised as their "normed classifier". Deviations: none. Samples of classes that the old
 * classifier does not know contribute nothing: average with {@link WeightedMean#overContributing}.
 *
 * @param normalised whether embeddings and class vectors are normalised and their cosines scaled
 * @param scale multiplies the cosines; 1 for raw logits
 */
public record OldClassifierLoss(boolean normalised, double scale) {
    public OldClassifierLoss {
        ArcFace.requireScaleAndMargin(scale, 0);
    }

    /** Raw logits f W^T. */
    public static OldClassifierLoss raw() {
        return new OldClassifierLoss(false, 1);
    }

    /** Cosines times {@code scale}. */
    public static OldClassifierLoss normalised(double scale) {
        return new OldClassifierLoss(true, scale);
    }

    /**
     * The loss of each sample; 0 without gradient for samples of unknown classes.
     *
     * @param embeddings shape (n, d_o), raw
     * @param classifier shape (k, d_o), the old class vectors, any manager
     * @param labels shape (n): rows of {@code classifier}, or negative for unknown
     * @return shape (n), in the manager of {@code embeddings}
     */
    public NDArray perSample(NDArray embeddings, NDArray classifier, NDArray labels) {
        NDArray logits;
        if (normalised) {
            NDArray directions = Embeddings.normalise(classifier);
            directions.attach(embeddings.getManager());
            logits = Scalars.times(Embeddings.products(Embeddings.normalise(embeddings), directions), scale);
        } else {
            logits = Scalars.times(Embeddings.products(embeddings, classifier), scale);
        }
        NDArray known = contributing(labels, embeddings);
        NDArray rows = labels.clip(0, Integer.MAX_VALUE);
        rows.attach(embeddings.getManager());
        return CrossEntropy.perSample(logits, rows).mul(known);
    }

    /**
     * 1 for samples of known classes, 0 for the others.
     *
     * @param labels negative for unknown
     * @param like whose type and manager the result has
     * @return shape (n)
     */
    public static NDArray contributing(NDArray labels, NDArray like) {
        try (NDArray known = labels.gte(0)) {
            NDArray mask =
                    known.toType(like.getDataType() == DataType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32, true);
            mask.attach(like.getManager());
            return mask;
        }
    }
}
