package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/** Plain softmax cross-entropy over raw inner products, without normalisation or margin. */
public record SoftmaxLoss() implements ClassificationLoss {
    @Override
    public boolean onCosines() {
        return false;
    }

    @Override
    public NDArray perSample(NDArray products, NDArray labels) {
        return CrossEntropy.perSample(products, labels);
    }
}
