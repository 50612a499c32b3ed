package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.FloatMatrix;
import java.util.Arrays;

/** Vectors of the plane, in which rankings can be laid out by hand. */
final class Planes {
    private Planes() {}

    /** A gallery of which the query (1, 0) finds the rows in this order: each farther from its direction by the same angle. */
    static FloatMatrix rankedAs(int... rows) {
        float[] values = new float[2 * rows.length];
        for (int rank = 0; rank < rows.length; rank++) {
            double angle = rank * Math.PI / (rows.length + 1);
            values[2 * rows[rank]] = (float) Math.cos(angle);
            values[2 * rows[rank] + 1] = (float) Math.sin(angle);
        }
        return FloatMatrix.wrap(rows.length, 2, values);
    }

    /** The query (1, 0), this many times. */
    static FloatMatrix queries(int count) {
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            values[2 * i] = 1;
        }
        return FloatMatrix.wrap(count, 2, values);
    }

    /** The same with a NaN in one row. */
    static FloatMatrix withNaN(FloatMatrix vectors, int row) {
        float[] values = vectors.values().clone();
        values[row * vectors.columns()] = Float.NaN;
        return FloatMatrix.wrap(vectors.rows(), vectors.columns(), values);
    }

    /** Ones of another shape. */
    static FloatMatrix ones(int rows, int columns) {
        float[] values = new float[rows * columns];
        Arrays.fill(values, 1);
        return FloatMatrix.wrap(rows, columns, values);
    }
}
