package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A float32 matrix b, (inner, columns), that many rows are multiplied by: c += a b. Thread-safe. */
final class RightFactor {
    private static final int ROW_BLOCK = 64;

    private final int inner;
    private final int columns;
    private final float[] values;
    private volatile @Nullable Panels panels;

    /** b as one kernel wants it: column l of panel p at {@code [p][j * width + l]}, zeros behind the last column. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Panels(PanelKernel kernel, int width, float[][] values) {}

    /** @param values row-major (inner, columns); kept, not to be written to */
    private RightFactor(float[] values, int inner, int columns) {
        this.values = values;
        this.inner = inner;
        this.columns = columns;
    }

    /** The transpose of {@code map}, by which {@code map} is applied to rows. */
    static RightFactor applying(FloatMatrix map) {
        return applying(map.values(), map.rows(), map.columns());
    }

    /**
     * As for a matrix.
     *
     * @param map row-major (columns, inner)
     */
    static RightFactor applying(float[] map, int columns, int inner) {
        return new RightFactor(transposed(map, columns, inner), inner, columns);
    }

    /**
     * c += a b for a few rows. Every sum runs over the inner index in order and is then added.
     *
     * @param a row-major (rows, inner)
     * @param c row-major (rows, columns)
     */
    void multiplyAdd(float[] a, int rows, float[] c) {
        if (columns == 0) {
            return;
        }
        Panels laidOut = panelsFor(PanelKernels.of((long) rows * inner * columns));
        int width = laidOut.width();
        float[] sums = new float[rows * width];
        for (int p = 0; p < laidOut.values().length; p++) {
            laidOut.kernel().multiply(a, rows, inner, laidOut.values()[p], width, sums);
            int first = p * width;
            int n = Math.min(width, columns - first);
            for (int i = 0; i < rows; i++) {
                add(sums, i * width, c, i * columns + first, n);
            }
        }
    }

    private static void add(float[] sums, int from, float[] c, int to, int n) {
        for (int k = 0; k < n; k++) {
            c[to + k] += sums[from + k];
        }
    }

    /** a b for any number of rows, on all processors. */
    FloatMatrix of(FloatMatrix a) {
        int n = a.rows();
        float[] result = new float[Math.multiplyExact(n, columns)];
        IntStream.range(0, (n + ROW_BLOCK - 1) / ROW_BLOCK).parallel().forEach(block -> {
            int from = block * ROW_BLOCK;
            int rows = Math.min(ROW_BLOCK, n - from);
            float[] product = new float[rows * columns];
            multiplyAdd(a.slice(from, from + rows).values(), rows, product);
            System.arraycopy(product, 0, result, from * columns, product.length);
        });
        return FloatMatrix.wrap(n, columns, result);
    }

    private Panels panelsFor(PanelKernel kernel) {
        Panels present = panels;
        if (present == null || present.kernel() != kernel) {
            present = laidOutFor(kernel);
            panels = present;
        }
        return present;
    }

    private Panels laidOutFor(PanelKernel kernel) {
        int width = kernel.floatWidth(columns);
        if (width == columns) {
            return new Panels(kernel, width, new float[][] {values});
        }
        float[][] laidOut = new float[(columns + width - 1) / width][inner * width];
        for (int p = 0; p < laidOut.length; p++) {
            int n = Math.min(width, columns - p * width);
            for (int j = 0; j < inner; j++) {
                System.arraycopy(values, j * columns + p * width, laidOut[p], j * width, n);
            }
        }
        return new Panels(kernel, width, laidOut);
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
