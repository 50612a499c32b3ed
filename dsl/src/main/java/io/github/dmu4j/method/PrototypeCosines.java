package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cosines of every row with every present prototype, a block of rows at a time, so that nothing of size n x K is held.
 * Products are accumulated in double; each row is computed by one thread in a fixed order, so the number of threads changes
 * nothing.
 */
final class PrototypeCosines {
    private static final int ROW_BLOCK = 64;

    /** Blocks for each processor between two looks at the cancellation: few wait at the end of a round, and it is seconds long. */
    private static final int BLOCKS_IN_A_ROUND = 8;

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
     * @param listener hears a stage {@link SelectionMeasure#STAGE}
     * @return one value per row; NaN where labels are given and the row is alone in its class, so that nothing is left of its
     *     prototype
     * @throws RunCancelled if cancelled
     */
    static double[] forEachRow(
            FloatRows rows,
            int @Nullable [] labels,
            Prototypes prototypes,
            RowFunction function,
            UpgradeListener listener,
            Cancellation cancellation) {
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
        double[] norms =
                IntStream.of(classOf).mapToDouble(prototypes.vectors()::rowNorm).toArray();
        double[] results = new double[rows.rows()];
        IntConsumer block = from -> {
            int to = from + Math.min(ROW_BLOCK, results.length - from);
            double[][] cosines = cosines(rows.slice(from, to), prototypes.vectors(), classOf, norms);
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
        };
        inRounds(results.length, block, listener, cancellation);
        return results;
    }

    /**
     * Hands out the blocks of {@code rows} rows to all processors; between two rounds it tells how far it is, and asks whether to stop.
     *
     * @param block takes the first row of each
     */
    private static void inRounds(int rows, IntConsumer block, UpgradeListener listener, Cancellation cancellation) {
        long began = System.nanoTime();
        listener.on(new UpgradeEvent.StageStarted(SelectionMeasure.STAGE, rows, "vector"));
        int round = ROW_BLOCK * BLOCKS_IN_A_ROUND * Runtime.getRuntime().availableProcessors();
        for (int done = 0; done < rows; ) {
            if (cancellation.isRequested()) {
                throw new RunCancelled("scoring old vectors was stopped after " + done + " of " + rows
                        + "; call it again to start over");
            }
            int first = done;
            done += Math.min(round, rows - first);
            int blocks = (done - first + ROW_BLOCK - 1) / ROW_BLOCK;
            IntStream.range(0, blocks).parallel().forEach(b -> block.accept(first + b * ROW_BLOCK));
            double rate = done / Math.max(1e-9, secondsSince(began));
            listener.on(new UpgradeEvent.StepCompleted(SelectionMeasure.STAGE, 0, done, rows, Map.of(), 0, rate));
        }
        listener.on(new UpgradeEvent.StageCompleted(SelectionMeasure.STAGE, secondsSince(began)));
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** @param norms lengths of the prototypes of {@code classOf} */
    private static double[][] cosines(FloatMatrix block, FloatMatrix prototypes, int[] classOf, double[] norms) {
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
                double norm = norms[start + k];
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
