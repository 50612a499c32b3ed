package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;

/** A term by which the new model inherits from the old one, at work in one run. */
interface InheritanceTerm {
    /**
     * The term of a batch, weighted.
     *
     * @param features a(f_n) of the batch, shape (n, d_o)
     * @return a scalar
     */
    NDArray of(TrainingBatch batch, NDArray features);
}
