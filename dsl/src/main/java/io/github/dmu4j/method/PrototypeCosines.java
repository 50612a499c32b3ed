package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cosines of every row with every present prototype, a block of rows at a time, so that nothing of size n x K is held.
 * Products are accumulated in double; each row is computed by one thread in a fixed order, so the number of threads changes
 * nothing.
 */
final class PrototypeCosines {
    private static final int ROW_BLOCK = 64;

    private PrototypeCosines() {}

    /** What is computed from one row's cosines. Called by several threads, once per row. */
    @FunctionalInterface
    interface RowFunction {
        /**
         * The value of one row.
         *
         * @param row the row
         * @param cosines one per present prototype, the row's own class left out of itself where that applies
         * @param own place of the row's own class among {@code cosines}, -1 without labels or without a prototype
         * @param classOf class of each place
         */
        double apply(int row, double[] cosines, int own, int[] classOf);
    }

    /**
     * Applies {@code function} to every row.
     *
     * @param labels null: no row has a class of its own
     * @return one value per row; NaN where labels are given and the row is alone in its class, so that nothing is left of its
     *     prototype
     */
    static double[] forEachRow(FloatRows rows, int @Nullable [] labels, Prototypes prototypes, RowFunction function) {
        if (rows.rows() > 0 && rows.columns() != prototypes.dimension()) {
            throw new IllegalArgumentException("embeddings have dimension " + rows.columns()
                    + " but the prototypes have " + prototypes.dimension() + "; both must come from the old model");
        }
        if (labels != null) {
            Prototypes.requireLabels(labels, rows.rows(), prototypes.classes());
        }
        int[] classOf = IntStream.range(0, prototypes.classes())
                .filter(prototypes::isPresent)
                .toArray();
        int[] placeOf = new int[prototypes.classes()];
        Arrays.fill(placeOf, -1);
        for (int k = 0; k < classOf.length; k++) {
            placeOf[classOf[k]] = k;
        }
        double[] results = new double[rows.rows()];
        int blocks = (rows.rows() + ROW_BLOCK - 1) / ROW_BLOCK;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            int from = block * ROW_BLOCK;
            int to = Math.min(from + ROW_BLOCK, rows.rows());
            double[][] cosines = cosines(rows.slice(from, to), prototypes.vectors(), classOf);
            for (int i = from; i < to; i++) {
                double[] mine = cosines[i - from];
                int own = labels == null ? -1 : placeOf[labels[i]];
                if (labels != null && own >= 0 && prototypes.leavesOneOut(labels[i])) {
                    mine[own] = prototypes.leaveOneOutCosine(labels[i], mine[own]);
                    if (Double.isNaN(mine[own])) {
                        results[i] = Double.NaN;
                        continue;
                    }
                }
                results[i] = function.apply(i, mine, own, classOf);
            }
        });
        return results;
    }

    private static double[][] cosines(FloatMatrix block, FloatMatrix prototypes, int[] classOf) {
        int dimension = block.columns();
        int count = block.rows();
        double[] units = new double[count * dimension];
        for (int i = 0; i < count; i++) {
            double norm = Math.max(block.rowNorm(i), 1e-12);
            for (int j = 0; j < dimension; j++) {
                units[i * dimension + j] = block.get(i, j) / norm;
            }
        }
        double[][] cosines = new double[count][classOf.length];
        if (classOf.length == 0) {
            return cosines;
        }
        PanelKernel kernel = PanelKernels.of((long) count * dimension * classOf.length);
        int width = kernel.doubleWidth(classOf.length);
        double[] panel = new double[dimension * width];
        double[] sums = new double[count * width];
        for (int start = 0; start < classOf.length; start += width) {
            int present = Math.min(width, classOf.length - start);
            for (int k = 0; k < present; k++) {
                int offset = classOf[start + k] * dimension;
                double norm = prototypes.rowNorm(classOf[start + k]);
                for (int j = 0; j < dimension; j++) {
                    panel[j * width + k] = prototypes.values()[offset + j] / norm;
                }
            }
            kernel.multiply(units, count, dimension, panel, width, sums);
            for (int i = 0; i < count; i++) {
                System.arraycopy(sums, i * width, cosines[i], start, present);
            }
        }
        return cosines;
    }
}
