package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;

/** How close two vectors are; in every case a higher score is closer. */
public enum Similarity {
    /** Inner product of the L2-normalised rows, in [-1, 1] up to rounding. Zero rows are refused. */
    COSINE,
    /** Inner product of the rows as they are, unbounded. */
    INNER_PRODUCT,
    /** Minus the squared Euclidean distance, at most 0; exactly 0 between equal rows. */
    EUCLIDEAN;

    /**
     * The rows in the form that {@link #between} and the search kernels score: L2-normalised for {@link #COSINE},
     * unchanged otherwise.
     *
     * @param role what the rows are, for the message: "query" or "gallery"
     * @throws DmuException if a row holds a NaN or an infinity, or is zero under {@link #COSINE}; the message names it
     */
    public FloatMatrix prepare(FloatMatrix vectors, String role) {
        if (this != COSINE) {
            prepare(vectors.values(), vectors.rows(), vectors.columns(), 0, role);
            return vectors;
        }
        float[] values = vectors.values().clone();
        prepare(values, vectors.rows(), vectors.columns(), 0, role);
        return FloatMatrix.wrap(vectors.rows(), vectors.columns(), values);
    }

    /** As {@link #prepare(FloatMatrix, String)}, in place, for a block whose first row the message calls {@code firstRow}. */
    void prepare(float[] values, int rows, int columns, int firstRow, String role) {
        for (int i = 0; i < rows; i++) {
            double norm = norm(values, i * columns, (i + 1) * columns);
            if (!Double.isFinite(norm)) {
                throw new DmuException(this + " scores asked, but " + role + " row " + (firstRow + i)
                        + " holds a NaN or an infinity; only finite vectors can be ranked:"
                        + " drop the row or look at the model that made it");
            }
            if (this == COSINE && norm == 0) {
                throw new DmuException(this + " scores asked, but " + role + " row " + (firstRow + i)
                        + " is all zeros and has no direction; use another similarity or drop the row");
            }
            if (this == COSINE) {
                divide(values, i * columns, (i + 1) * columns, Math.max(norm, 1e-12));
            }
        }
    }

    private static double norm(float[] values, int from, int to) {
        double sum = 0;
        for (int j = from; j < to; j++) {
            sum += (double) values[j] * values[j];
        }
        return Math.sqrt(sum);
    }

    private static void divide(float[] values, int from, int to, double divisor) {
        for (int j = from; j < to; j++) {
            values[j] = (float) (values[j] / divisor);
        }
    }

    /**
     * The score of one pair of {@linkplain #prepare prepared} rows: the definition that the search kernels follow.
     * Accumulated in double over the columns in ascending order, rounded to float once.
     */
    public float between(FloatMatrix a, int rowOfA, FloatMatrix b, int rowOfB) {
        double sum = 0;
        for (int j = 0; j < a.columns(); j++) {
            double x = a.get(rowOfA, j);
            double y = b.get(rowOfB, j);
            sum += this == EUCLIDEAN ? -(x - y) * (x - y) : x * y;
        }
        return (float) sum;
    }
}
