package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * Additive cosine margin loss: the own class's logit is s (c - m).
 *
 * <p>Source: CosFace: Large Margin Cosine Loss for Deep Face Recognition, Wang et al., 2018, equation 4. Deviations: none.
 *
 * @param scale s, above 0
 * @param margin m, in [0, pi)
 */
public record CosFace(double scale, double margin) implements ClassificationLoss {
    public CosFace {
        ArcFace.requireScaleAndMargin(scale, margin);
    }

    @Override
    public boolean onCosines() {
        return true;
    }

    @Override
    public NDArray perSample(NDArray cosines, NDArray labels) {
        NDArray own = Scalars.plus(CrossEntropy.own(cosines, labels), -margin);
        return CrossEntropy.perSample(Scalars.times(cosines, scale), Scalars.times(own, scale), labels);
    }
}
