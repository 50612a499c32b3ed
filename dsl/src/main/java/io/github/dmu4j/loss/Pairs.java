package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** New and old embeddings of the same images, row by row, in the manager of the new ones. */
record Pairs(NDArray fresh, NDArray old) {
    static Pairs of(NDArray fresh, NDArray old, boolean normalise) {
        if (!fresh.getShape().equals(old.getShape())) {
            throw new IllegalArgumentException(
                    "new and old embeddings are compared row by row and need the same shape, found " + fresh.getShape()
                            + " and " + old.getShape());
        }
        if (!normalise) {
            return new Pairs(fresh, old);
        }
        NDArray target = Embeddings.normalise(old);
        target.attach(fresh.getManager());
        return new Pairs(Embeddings.normalise(fresh), target);
    }

    NDArray difference() {
        return fresh.sub(old);
    }

    /** Shape (n, n), true where row and column have different labels: the negatives. */
    NDArray differentLabel(NDArray labels) {
        NDManager step = fresh.getManager();
        long n = fresh.getShape().get(0);
        NDArray column = CrossEntropy.column(step, labels, n);
        return column.neq(column.reshape(1, n));
    }

    /** A scalar of the embeddings' type. */
    NDArray scalar(float value) {
        DataType type = fresh.getDataType();
        return fresh.getManager().full(new Shape(), value, type);
    }
}
