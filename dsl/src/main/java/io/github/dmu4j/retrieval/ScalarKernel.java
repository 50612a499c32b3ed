package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.FloatMatrix;
import java.util.Arrays;

/**
 * The reference kernel: plain loops that the JIT vectorises. The gallery block is transposed to double once per call,
 * so that the innermost loop runs over gallery rows, with independent sums; a loop along one dot product could not be
 * vectorised, as Java keeps the order of additions. Each sum runs over the columns in ascending order, exactly as in
 * {@link Similarity#between}, so the scores are equal to the last bit.
 */
final class ScalarKernel implements ScoreKernel {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void score(
            Similarity similarity,
            FloatMatrix queries,
            int fromQuery,
            int queryCount,
            FloatMatrix gallery,
            int fromRow,
            int rows,
            float[] scores) {
        double[][] columns = transpose(gallery, fromRow, rows);
        double[] sums = new double[rows];
        for (int i = 0; i < queryCount; i++) {
            Arrays.fill(sums, 0);
            int q = (fromQuery + i) * columns.length;
            if (similarity == Similarity.EUCLIDEAN) {
                subtractSquaredDistances(queries.values(), q, columns, sums);
            } else {
                addProducts(queries.values(), q, columns, sums);
            }
            for (int g = 0; g < rows; g++) {
                scores[i * rows + g] = (float) sums[g];
            }
        }
    }

    /** One array per column: the JIT (C2 of Java 17) does not vectorise loops over offsets into one array. */
    private static double[][] transpose(FloatMatrix gallery, int fromRow, int rows) {
        int d = gallery.columns();
        float[] values = gallery.values();
        double[][] columns = new double[d][rows];
        for (int g = 0; g < rows; g++) {
            for (int j = 0; j < d; j++) {
                columns[j][g] = values[(fromRow + g) * d + j];
            }
        }
        return columns;
    }

    /** Four columns at a time: one load and store of the sums for four products. */
    private static void addProducts(float[] query, int q, double[][] columns, double[] sums) {
        int j = 0;
        for (; j + 4 <= columns.length; j += 4) {
            addFour(query, q + j, columns[j], columns[j + 1], columns[j + 2], columns[j + 3], sums);
        }
        for (; j < columns.length; j++) {
            double x = query[q + j];
            double[] column = columns[j];
            for (int g = 0; g < sums.length; g++) {
                sums[g] += x * column[g];
            }
        }
    }

    private static void addFour(
            float[] query, int q, double[] c0, double[] c1, double[] c2, double[] c3, double[] sums) {
        double x0 = query[q];
        double x1 = query[q + 1];
        double x2 = query[q + 2];
        double x3 = query[q + 3];
        for (int g = 0; g < sums.length; g++) {
            sums[g] = sums[g] + x0 * c0[g] + x1 * c1[g] + x2 * c2[g] + x3 * c3[g];
        }
    }

    private static void subtractSquaredDistances(float[] query, int q, double[][] columns, double[] sums) {
        for (int j = 0; j < columns.length; j++) {
            double x = query[q + j];
            double[] column = columns[j];
            for (int g = 0; g < sums.length; g++) {
                double difference = x - column[g];
                sums[g] -= difference * difference;
            }
        }
    }
}
