package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/** From losses per sample to the scalar that is differentiated. */
public final class WeightedMean {
    private WeightedMean() {}

    /**
     * The mean.
     *
     * @param losses shape (n), n at least 1
     */
    public static NDArray of(NDArray losses) {
        return losses.mean();
    }

    /**
     * sum(w l) / n: the divisor is the number of samples, not the sum of weights, so that a batch of samples that deserve little
     * weight gets little; all weights zero give 0 with zero gradient.
     *
     * @param losses shape (n), n at least 1, finite: a weight of 0 does not undo a NaN
     * @param weights shape (n), at least 0
     */
    public static NDArray of(NDArray losses, NDArray weights) {
        return losses.mul(weights).mean();
    }

    /**
     * sum(w l) / max(1, number of w that are not 0): the mean over contributing samples, for masks; 0 if there are none.
     *
     * @param losses shape (n), finite
     * @param weights shape (n); 0 leaves a sample out
     */
    public static NDArray overContributing(NDArray losses, NDArray weights) {
        NDArray total = losses.mul(weights).sum();
        try (NDArray contributes = weights.neq(0);
                NDArray ones = contributes.toType(losses.getDataType(), true);
                NDArray count = ones.sum();
                NDArray divisor = count.clip(1, Float.MAX_VALUE)) {
            return total.div(divisor);
        }
    }
}
