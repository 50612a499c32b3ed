package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;

/**
 * Prototypes in which the old features of one class are first smoothed along the new model's neighbourhoods, so that old
 * outliers count less.
 *
 * <p>Per class, V the new features and U the old ones: A = softmax over k of &lt;v_i, v_k&gt; / t, without the diagonal;
 * U' = (1 - lambda) (I - lambda A)^-1 U; the prototype is normalise(mean of U').
 *
 * <p>Source: "Towards Universal Backward-Compatible Representation Learning" (Zhang et al., IJCAI 2022), equations 9 and 10
 * as given by the public code of MixBCT. Deviations: softmax over the ROW. That code normalises columns, which makes the
 * refined mean equal to the plain mean: no refinement at all. Classes of more than 512 images use 20 steps of
 * U' = (1 - lambda) U + lambda A U' instead of the exact solution.
 */
public final class StructuralRefinement {
    /** The published t. */
    public static final double TEMPERATURE = 0.05;
    /** The published lambda. */
    public static final double SMOOTHING = 0.9;

    private static final int SOLVED_EXACTLY_UP_TO = 512;
    private static final int STEPS = 20;

    private StructuralRefinement() {}

    /**
     * The refined old features U' of one class.
     *
     * @param newFeatures V, shape (n, d_n), rows as they should be compared, normally unit
     * @param oldFeatures U, shape (n, d_o)
     * @param temperature t, above 0
     * @param smoothing lambda, 0 (no refinement) to below 1
     * @return shape (n, d_o); U itself when n is 0 or 1
     */
    public static FloatMatrix refine(
            FloatMatrix newFeatures, FloatMatrix oldFeatures, double temperature, double smoothing) {
        int n = oldFeatures.rows();
        if (newFeatures.rows() != n || !(temperature > 0) || !(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(
                    "refine needs as many new as old features, temperature > 0 and 0 <= smoothing" + " < 1, found "
                            + newFeatures.rows() + " and " + n + ", " + temperature + ", " + smoothing);
        }
        if (n < 2) {
            return oldFeatures;
        }
        DMatrixRMaj affinity = affinity(newFeatures, temperature);
        return floats(
                n <= SOLVED_EXACTLY_UP_TO
                        ? solve(affinity, oldFeatures, smoothing)
                        : iterate(affinity, oldFeatures, smoothing, STEPS),
                oldFeatures.columns());
    }

    /** The exact solution for any number of images. */
    static FloatMatrix solved(FloatMatrix newFeatures, FloatMatrix oldFeatures, double temperature, double smoothing) {
        return floats(solve(affinity(newFeatures, temperature), oldFeatures, smoothing), oldFeatures.columns());
    }

    private static FloatMatrix floats(double[] refined, int columns) {
        float[] values = new float[refined.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) refined[i];
        }
        return FloatMatrix.wrap(values.length / columns, columns, values);
    }

    /**
     * Refined prototypes of all classes; rows are normalised first. Nothing is left out when members are scored against
     * them.
     *
     * @param newEmbeddings shape (n, d_n)
     * @param oldEmbeddings shape (n, d_o), same images in the same order
     * @param labels length n, 0..classes-1
     */
    public static Prototypes prototypes(
            FloatMatrix newEmbeddings,
            FloatMatrix oldEmbeddings,
            int[] labels,
            int classes,
            double temperature,
            double smoothing) {
        Prototypes.requireLabels(labels, oldEmbeddings.rows(), classes);
        Prototypes.requireUsable(oldEmbeddings, "the old embeddings");
        Prototypes.requireUsable(newEmbeddings, "the new embeddings");
        FloatMatrix unitNew = newEmbeddings.normalised();
        FloatMatrix unitOld = oldEmbeddings.normalised();
        int dimension = oldEmbeddings.columns();
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[][] members = new int[classes][];
        Arrays.setAll(members, c -> new int[counts[c]]);
        int[] filled = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            members[labels[i]][filled[labels[i]]++] = i;
        }
        float[] means = new float[Math.multiplyExact(classes, dimension)];
        for (int c = 0; c < classes; c++) {
            FloatMatrix refined =
                    refine(unitNew.select(members[c]), unitOld.select(members[c]), temperature, smoothing);
            for (int j = 0; j < dimension && counts[c] > 0; j++) {
                double sum = 0;
                for (int i = 0; i < refined.rows(); i++) {
                    sum += refined.get(i, j);
                }
                means[c * dimension + j] = (float) (sum / counts[c]);
            }
        }
        return new Prototypes(FloatMatrix.wrap(classes, dimension, means).normalised(), counts, new double[0]);
    }

    /** A: row-stochastic, zero diagonal. */
    private static DMatrixRMaj affinity(FloatMatrix features, double temperature) {
        int n = features.rows();
        DMatrixRMaj affinity = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < n; k++) {
                double product = 0;
                for (int j = 0; j < features.columns(); j++) {
                    product += (double) features.get(i, j) * features.get(k, j);
                }
                affinity.set(i, k, product / temperature);
                largest = k == i ? largest : Math.max(largest, product / temperature);
            }
            double sum = 0;
            for (int k = 0; k < n; k++) {
                double share = k == i ? 0 : Math.exp(affinity.get(i, k) - largest);
                affinity.set(i, k, share);
                sum += share;
            }
            for (int k = 0; k < n; k++) {
                affinity.set(i, k, affinity.get(i, k) / sum);
            }
        }
        return affinity;
    }

    private static double[] solve(DMatrixRMaj affinity, FloatMatrix old, double smoothing) {
        int n = old.rows();
        DMatrixRMaj system = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                system.set(i, k, (i == k ? 1 : 0) - smoothing * affinity.get(i, k));
            }
        }
        DMatrixRMaj right = new DMatrixRMaj(n, old.columns());
        for (int i = 0; i < right.data.length; i++) {
            right.data[i] = (1 - smoothing) * old.values()[i];
        }
        var solver = LinearSolverFactory_DDRM.lu(n);
        if (!solver.setA(system)) {
            throw new IllegalStateException("I - lambda A is diagonally dominant and cannot be singular");
        }
        DMatrixRMaj solution = new DMatrixRMaj(n, old.columns());
        solver.solve(right, solution);
        return solution.data;
    }

    private static double[] iterate(DMatrixRMaj affinity, FloatMatrix old, double smoothing, int steps) {
        int n = old.rows();
        int dimension = old.columns();
        double[] current = new double[n * dimension];
        for (int i = 0; i < current.length; i++) {
            current[i] = old.values()[i];
        }
        for (int step = 0; step < steps; step++) {
            double[] next = new double[n * dimension];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    double share = smoothing * affinity.get(i, k);
                    for (int j = 0; j < dimension; j++) {
                        next[i * dimension + j] += share * current[k * dimension + j];
                    }
                }
                for (int j = 0; j < dimension; j++) {
                    next[i * dimension + j] += (1 - smoothing) * old.get(i, j);
                }
            }
            current = next;
        }
        return current;
    }
}
