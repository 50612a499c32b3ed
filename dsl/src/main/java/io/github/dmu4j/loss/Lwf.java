package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * Learning without forgetting: cross-entropy of the old classifier's posterior of the new embedding against that of the old
 * one.
 *
 * <p>Source: Learning without Forgetting, Li and Hoiem, 2016, equation 2, with the temperature of the public code
 * OpenCompatible, 0.01. Deviations: none. Its least value is the entropy of the old posterior, not 0.
 *
 * @param temperature above 0
 */
public record Lwf(double temperature) {
    public Lwf {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("the temperature must be positive, found " + temperature);
        }
    }

    /** The public code's temperature, 0.01. */
    public static Lwf standard() {
        return new Lwf(0.01);
    }

    /**
     * The loss of each sample.
     *
     * @param logits shape (n, k): W_o f_n
     * @param oldLogits shape (n, k): W_o f_o; no gradient flows into it
     * @return shape (n), in the manager of {@code logits}
     */
    public NDArray perSample(NDArray logits, NDArray oldLogits) {
        NDArray fixed = oldLogits.stopGradient();
        fixed.attach(logits.getManager());
        NDArray posterior = Scalars.over(fixed, temperature).softmax(1);
        return Scalars.over(logits, temperature)
                .logSoftmax(1)
                .mul(posterior)
                .sum(new int[] {1})
                .neg();
    }
}
