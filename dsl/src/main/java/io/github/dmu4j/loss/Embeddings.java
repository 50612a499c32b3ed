package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;

/** Normalisation and inner products of embeddings. */
public final class Embeddings {
    /** Norms below this count as this: a zero vector stays zero instead of becoming NaN. */
    public static final double EPSILON = 1e-12;

    private Embeddings() {}

    /**
     * Rows divided by max(their Euclidean norm, 1e-12).
     *
     * @param rows shape (n, d)
     * @return shape (n, d), in the manager of {@code rows}
     */
    public static NDArray normalise(NDArray rows) {
        return rows.normalize(2, 1, EPSILON);
    }

    /**
     * Inner products of every row with every class vector: cosines if both have unit rows.
     *
     * @param rows shape (n, d)
     * @param classVectors shape (k, d), any manager
     * @return shape (n, k), in the manager of {@code rows}
     */
    public static NDArray products(NDArray rows, NDArray classVectors) {
        return Linear.linear(rows, classVectors).singletonOrThrow();
    }

    /**
     * Inner products of row i with row i.
     *
     * @param rows shape (n, d)
     * @param others shape (n, d), any manager
     * @return shape (n), in the manager of {@code rows}
     */
    public static NDArray pairedProducts(NDArray rows, NDArray others) {
        return rows.mul(others).sum(new int[] {1});
    }
}
