package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import java.util.Arrays;

/** The one matrix product of the plain-Java forward pass, in float32. */
final class FloatKernels {
    private static final int COLUMN_BLOCK = 512;

    private FloatKernels() {}

    /**
     * c += a b for a few rows; every sum runs over the inner index in order.
     *
     * @param a row-major (rows, inner)
     * @param b row-major (inner, columns)
     * @param c row-major (rows, columns)
     */
    static void multiplyAdd(float[] a, int rows, int inner, float[] b, int columns, float[] c) {
        int width = Math.min(COLUMN_BLOCK, columns);
        float[] s0 = new float[width];
        float[] s1 = new float[width];
        float[] s2 = new float[width];
        float[] s3 = new float[width];
        for (int start = 0; start < columns; start += COLUMN_BLOCK) {
            int n = Math.min(COLUMN_BLOCK, columns - start);
            int i = 0;
            for (; i + 4 <= rows; i += 4) {
                Arrays.fill(s0, 0);
                Arrays.fill(s1, 0);
                Arrays.fill(s2, 0);
                Arrays.fill(s3, 0);
                int row = i * inner;
                for (int j = 0; j < inner; j++) {
                    fourRows(
                            a[row + j],
                            a[row + inner + j],
                            a[row + 2 * inner + j],
                            a[row + 3 * inner + j],
                            b,
                            j * columns + start,
                            s0,
                            s1,
                            s2,
                            s3,
                            n);
                }
                add(s0, c, i * columns + start, n);
                add(s1, c, (i + 1) * columns + start, n);
                add(s2, c, (i + 2) * columns + start, n);
                add(s3, c, (i + 3) * columns + start, n);
            }
            for (; i < rows; i++) {
                Arrays.fill(s0, 0);
                for (int j = 0; j < inner; j++) {
                    oneRow(a[i * inner + j], b, j * columns + start, s0, n);
                }
                add(s0, c, i * columns + start, n);
            }
        }
    }

    private static void fourRows(
            float a0,
            float a1,
            float a2,
            float a3,
            float[] b,
            int offset,
            float[] s0,
            float[] s1,
            float[] s2,
            float[] s3,
            int n) {
        for (int k = 0; k < n; k++) {
            float value = b[offset + k];
            s0[k] += a0 * value;
            s1[k] += a1 * value;
            s2[k] += a2 * value;
            s3[k] += a3 * value;
        }
    }

    private static void oneRow(float a, float[] b, int offset, float[] s, int n) {
        for (int k = 0; k < n; k++) {
            s[k] += a * b[offset + k];
        }
    }

    private static void add(float[] s, float[] c, int offset, int n) {
        for (int k = 0; k < n; k++) {
            c[offset + k] += s[k];
        }
    }

    /** {@code map}, shape (to, from), applied to every row, shape (n, from). */
    static FloatMatrix mapped(FloatMatrix embeddings, FloatMatrix map) {
        int outputs = map.rows();
        int n = embeddings.rows();
        float[] result = new float[n * outputs];
        float[] transposed = transposed(map.values(), outputs, map.columns());
        multiplyAdd(embeddings.values(), n, map.columns(), transposed, outputs, result);
        return FloatMatrix.wrap(n, outputs, result);
    }

    /** The transpose of a row-major (rows, columns) matrix. */
    static float[] transposed(float[] values, int rows, int columns) {
        float[] result = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[j * rows + i] = values[i * columns + j];
            }
        }
        return result;
    }
}
