package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * Point-to-point: the mean over dimensions of (new - old)^2.
 *
 * <p>Source: the public code OpenCompatible, which normalises both first. Deviations: normalisation is an option.
 *
 * @param normalise whether rows are normalised first
 */
public record L2(boolean normalise) {
    /**
     * The loss of each sample.
     *
     * @param embeddings shape (n, d), new
     * @param targets shape (n, d), old, any manager
     * @return shape (n), in the manager of {@code embeddings}
     */
    public NDArray perSample(NDArray embeddings, NDArray targets) {
        return Pairs.of(embeddings, targets, normalise).difference().square().mean(new int[] {1});
    }
}
