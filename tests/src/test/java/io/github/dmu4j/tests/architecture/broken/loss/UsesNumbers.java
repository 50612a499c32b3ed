package io.github.dmu4j.tests.architecture.broken.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

final class UsesNumbers {
    NDArray forbidden(NDArray x) {
        return NDArrays.add(1, x.mul(2f).maximum(0.5));
    }

    NDArray allowed(NDArray x) {
        return x.mul(x).clip(0, 1);
    }
}
