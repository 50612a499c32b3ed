package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/** A loss that pulls an embedding to its own class's vector and away from the others'. */
public interface ClassificationLoss {
    /**
     * Whether {@link #perSample} takes cosines (embeddings and class vectors normalised); otherwise it takes raw inner products.
     */
    boolean onCosines();

    /**
     * The loss of each sample.
     *
     * @param products shape (n, k): cosines or raw inner products of n embeddings with k class vectors
     * @param labels shape (n), integers in [0, k)
     * @return shape (n), in the manager of {@code products}
     */
    NDArray perSample(NDArray products, NDArray labels);

    /**
     * The loss of each sample, from embeddings and class vectors, which are normalised here if the loss is on cosines.
     *
     * @param embeddings shape (n, d), raw or normalised
     * @param classVectors shape (k, d), raw or normalised
     * @param labels shape (n), integers in [0, k)
     * @return shape (n), in the manager of {@code embeddings}
     */
    default NDArray perSample(NDArray embeddings, NDArray classVectors, NDArray labels) {
        if (!onCosines()) {
            return perSample(Embeddings.products(embeddings, classVectors), labels);
        }
        NDArray directions = Embeddings.normalise(classVectors);
        directions.attach(embeddings.getManager());
        return perSample(Embeddings.products(Embeddings.normalise(embeddings), directions), labels);
    }
}
