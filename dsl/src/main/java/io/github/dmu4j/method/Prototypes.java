package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.event.UpgradeListener;
import java.util.stream.IntStream;

/**
 * One unit vector of the old space per class: what new features are pulled towards (BCT's synthesised classifier) and what
 * the discriminativeness of an old feature is measured against.
 *
 * <p>Made from old features ({@link #of}) or from the old classifier's weights ({@link #fromClassifier}). Only the first form
 * knows its members, so only there can an image be left out of its own prototype: without that a class of one image would
 * look perfect.
 *
 * <p>Source: classifier synthesis of "Towards Backward-Compatible Representation Learning" (Shen et al., CVPR 2020), with
 * normalised means as in MixBCT's public code. Deviations: features are normalised before the mean; a class without
 * images, or whose features cancel out, is missing rather than an error, and has a zero row.
 *
 * <p>Immutable and thread-safe.
 */
public final class Prototypes {
    /** Classes of at most so many images have each image left out of its own prototype when it is scored (docs/method.md 5). */
    public static final int LEAVE_ONE_OUT_UP_TO = 20;

    private final FloatMatrix vectors;
    private final int[] counts;
    /** Length of the sum of the class's unit features; empty when members are unknown or leaving out is switched off. */
    private final double[] sumLengths;

    Prototypes(FloatMatrix vectors, int[] counts, double[] sumLengths) {
        this.vectors = vectors;
        this.counts = counts;
        this.sumLengths = sumLengths;
    }

    /**
     * Normalised class means of normalised features.
     *
     * @param oldEmbeddings shape (n, d), raw or normalised rows; read by blocks of rows
     * @param labels length n, each in 0..classes-1
     * @param classes number of classes K, with or without images
     * @throws DmuException if a row is NaN, infinite or zero
     * @throws IllegalArgumentException if lengths or labels do not fit
     */
    public static Prototypes of(FloatRows oldEmbeddings, int[] labels, int classes) {
        requireLabels(labels, oldEmbeddings.rows(), classes);
        requireUsable(oldEmbeddings, "the old embeddings");
        int dimension = oldEmbeddings.columns();
        double[][] sums = new double[classes][];
        int[] counts = new int[classes];
        oldEmbeddings.forEachBlock((first, block) -> {
            for (int i = 0; i < block.rows(); i++) {
                int label = labels[first + i];
                if (sums[label] == null) {
                    sums[label] = new double[dimension];
                }
                double[] sum = sums[label];
                double norm = block.rowNorm(i);
                for (int j = 0; j < dimension; j++) {
                    sum[j] += block.get(i, j) / norm;
                }
                counts[label]++;
            }
        });
        float[] values = new float[Math.multiplyExact(classes, dimension)];
        double[] sumLengths = new double[classes];
        for (int c = 0; c < classes; c++) {
            if (counts[c] == 0) {
                continue;
            }
            double squared = 0;
            for (double value : sums[c]) {
                squared += value * value;
            }
            sumLengths[c] = Math.sqrt(squared);
            if (sumLengths[c] < 1e-9) {
                continue; // features that cancel out have no direction: missing
            }
            for (int j = 0; j < dimension; j++) {
                values[c * dimension + j] = (float) (sums[c][j] / sumLengths[c]);
            }
        }
        return new Prototypes(FloatMatrix.wrap(classes, dimension, values), counts, sumLengths);
    }

    /**
     * The rows of the old classifier, normalised; a zero row is a missing class. Counts are unknown (0) and nothing can be
     * left out.
     *
     * @param weights shape (K, d), row per class
     * @throws DmuException if a value is NaN or infinite
     */
    public static Prototypes fromClassifier(FloatMatrix weights) {
        for (int c = 0; c < weights.rows(); c++) {
            if (!Double.isFinite(weights.rowNorm(c))) {
                throw new DmuException("the old classifier's row " + c
                        + " has a NaN or an infinity; only finite weights can be prototypes: check the saved classifier, or"
                        + " use prototypes made from old features");
            }
        }
        return new Prototypes(weights.normalised(), new int[weights.rows()], new double[0]);
    }

    /** The prototypes, shape (K, d), unit rows; the row of a missing class is zero. */
    public FloatMatrix vectors() {
        return vectors;
    }

    /** Number of classes K, missing ones included. */
    public int classes() {
        return vectors.rows();
    }

    /** Length d of a prototype. */
    public int dimension() {
        return vectors.columns();
    }

    /** Images behind the prototype of a class; 0 for a class without images and for a classifier's row. */
    public int count(int label) {
        return counts[label];
    }

    /** Whether a class has a prototype. */
    public boolean isPresent(int label) {
        return vectors.rowNorm(label) > 0;
    }

    /** Classes without a prototype, ascending: losses skip them, reports name them. */
    public int[] missingClasses() {
        return IntStream.range(0, classes()).filter(c -> !isPresent(c)).toArray();
    }

    /** Classes whose prototype is a single image's feature (flag "n=1"), ascending. */
    public int[] singleImageClasses() {
        return IntStream.range(0, classes()).filter(c -> counts[c] == 1).toArray();
    }

    /**
     * The same prototypes for scoring vectors that are not among their members (a gallery, held-out images): nothing is
     * left out of its own prototype.
     */
    public Prototypes forOtherImages() {
        return new Prototypes(vectors, counts, new double[0]);
    }

    /** Whether an image of this class is left out of its own prototype when it is scored. */
    boolean leavesOneOut(int label) {
        return sumLengths.length > 0 && counts[label] >= 1 && counts[label] <= LEAVE_ONE_OUT_UP_TO;
    }

    /**
     * Cosine of a member with its class prototype without it, normalise(n mean - z): from the cosine c with the whole
     * prototype and the length L of the sum, (L c - 1) / sqrt(L^2 - 2 L c + 1).
     *
     * @return NaN if nothing is left: one image, or others that cancel out
     */
    double leaveOneOutCosine(int label, double cosine) {
        if (counts[label] == 1) {
            return Double.NaN;
        }
        double length = sumLengths[label];
        double squared = length * length - 2 * length * cosine + 1;
        return squared < 1e-12 ? Double.NaN : Math.max(-1, Math.min(1, (length * cosine - 1) / Math.sqrt(squared)));
    }

    /**
     * Prototypes pushed away from their neighbours, so that crowded old classes are not inherited as crowded:
     * p_c becomes normalise(p_c - strength * sum over k != c of softmax_k(&lt;p_c, p_k&gt; / temperature) p_k).
     *
     * <p>Source: the idea of prototype perturbation (arXiv 2503.14824, abstract only); the formula is ours. Deviations: the
     * class itself is not among its neighbours, else it would only be shortened. Costs K^2 d operations.
     *
     * @param strength 0 changes nothing; below 1
     * @param temperature above 0, for example 0.1
     */
    public Prototypes perturbNeighbours(double strength, double temperature) {
        if (!(strength >= 0 && strength < 1) || !(temperature > 0)) {
            throw new IllegalArgumentException("perturbNeighbours needs 0 <= strength < 1 and temperature > 0, found "
                    + strength + " and " + temperature);
        }
        int dimension = dimension();
        float[] moved = vectors.values().clone();
        PrototypeCosines.RowFunction move = (row, cosines, own, classOf) -> {
            if (cosines.length < 2 || !isPresent(row)) {
                return 0;
            }
            double[] weights = new double[cosines.length];
            double total = 0;
            for (int k = 0; k < cosines.length; k++) {
                weights[k] = classOf[k] == row ? 0 : Math.exp((cosines[k] - 1) / temperature);
                total += weights[k];
            }
            double[] target = new double[dimension];
            double squared = 0;
            for (int j = 0; j < dimension; j++) {
                double pull = 0;
                for (int k = 0; k < cosines.length; k++) {
                    pull += weights[k] * vectors.get(classOf[k], j);
                }
                target[j] = vectors.get(row, j) - strength * pull / total;
                squared += target[j] * target[j];
            }
            for (int j = 0; j < dimension; j++) {
                moved[row * dimension + j] = (float) (target[j] / Math.max(Math.sqrt(squared), 1e-12));
            }
            return 0;
        };
        PrototypeCosines.forEachRow(vectors, null, forOtherImages(), move, UpgradeListener.NONE, Cancellation.NEVER);
        return new Prototypes(FloatMatrix.wrap(classes(), dimension, moved), counts, new double[0]);
    }

    static void requireLabels(int[] labels, int rows, int classes) {
        if (labels.length != rows) {
            throw new IllegalArgumentException(labels.length + " labels for " + rows + " embeddings");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of row " + i + " is not in 0.." + (classes - 1));
            }
        }
    }

    static void requireUsable(FloatRows embeddings, String what) {
        int bad = embeddings.firstUnusableRow();
        if (bad >= 0) {
            throw new DmuException("row " + bad + " of " + what
                    + " has a NaN, an infinity or no length; only finite non-zero vectors can be compared by cosine: remove"
                    + " that row, or embed it again");
        }
    }

    @Override
    public String toString() {
        return "Prototypes of " + classes() + " classes, dimension " + dimension() + ", " + missingClasses().length
                + " missing";
    }
}
