package io.github.dmu4j.method;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorContract;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an upgrade module learns from: both models' vectors of the same images, and what is known of them. Immutable; each
 * {@code withX} returns a copy. Arrays are not copied: do not write to them. Vectors are read where they are, by blocks of rows and by
 * batches, so that they need not be on the heap.
 */
public final class UpgradePairs {
    /** Label of an image of no class: it is never held out, has no class term, and its target is not blended. */
    public static final int NO_CLASS = -1;

    private final FloatRows oldEmbeddings;
    private final FloatRows newEmbeddings;
    private final VectorContract input;
    private final VectorContract output;
    private final int @Nullable [] labels;
    private final double @Nullable [] heritability;
    private final double @Nullable [] scores;
    private final @Nullable FloatMatrix classifier;

    private UpgradePairs(
            FloatRows oldEmbeddings,
            FloatRows newEmbeddings,
            VectorContract input,
            VectorContract output,
            int @Nullable [] labels,
            double @Nullable [] heritability,
            double @Nullable [] scores,
            @Nullable FloatMatrix classifier) {
        this.oldEmbeddings = oldEmbeddings;
        this.newEmbeddings = newEmbeddings;
        this.input = input;
        this.output = output;
        this.labels = labels;
        this.heritability = heritability;
        this.scores = scores;
        this.classifier = classifier;
    }

    /**
     * Pairs without labels. Rows may be raw; they are normalised when they are read.
     *
     * @param oldEmbeddings shape (n, d_o), n at least 2
     * @param newEmbeddings shape (n, d_n), the same images in the same order
     * @throws DmuException if a row is NaN, infinite or zero, or the numbers of rows differ
     */
    public static UpgradePairs of(FloatRows oldEmbeddings, FloatRows newEmbeddings) {
        if (oldEmbeddings.rows() != newEmbeddings.rows() || oldEmbeddings.rows() < 2) {
            throw new DmuException(
                    "an upgrade module is trained on pairs of an old and a new vector of the same image, found "
                            + oldEmbeddings.rows() + " old and " + newEmbeddings.rows()
                            + " new ones; give at least 2 of each, in the same order");
        }
        Prototypes.requireUsable(oldEmbeddings, "the old embeddings");
        Prototypes.requireUsable(newEmbeddings, "the new embeddings");
        return new UpgradePairs(
                oldEmbeddings.unitRows(),
                newEmbeddings.unitRows(),
                VectorContract.unknown(oldEmbeddings.columns()).as(Generation.OLD),
                VectorContract.unknown(newEmbeddings.columns()).as(Generation.ADAPTED),
                null,
                null,
                null,
                null);
    }

    /** With a class per row, 0 or more, or {@link #NO_CLASS}. */
    public UpgradePairs withLabels(int[] classes) {
        if (classes.length != size()) {
            throw new IllegalArgumentException(classes.length + " labels for " + size() + " pairs");
        }
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0 && classes[i] != NO_CLASS) {
                throw new IllegalArgumentException(
                        "label " + classes[i] + " of row " + i + " is neither a class, 0 or more, nor NO_CLASS");
            }
        }
        return new UpgradePairs(oldEmbeddings, newEmbeddings, input, output, classes, heritability, scores, classifier);
    }

    /**
     * With s~ per row, in [0, 1], high for features worth inheriting: {@link SelectionWeights#normalised}.
     */
    public UpgradePairs withHeritability(double[] normalisedScores) {
        requireUnit(normalisedScores, "heritability");
        return new UpgradePairs(
                oldEmbeddings, newEmbeddings, input, output, labels, normalisedScores, scores, classifier);
    }

    /**
     * With a score per row, in [0, 1], that becomes one more input of F; the module then needs scores of the same kind when it
     * is applied, so use a measure that needs no labels.
     */
    public UpgradePairs withScoreInput(double[] labelFreeScores) {
        requireUnit(labelFreeScores, "scores");
        return new UpgradePairs(
                oldEmbeddings, newEmbeddings, input, output, labels, heritability, labelFreeScores, classifier);
    }

    /** With the frozen new classifier, shape (classes, d_n), for the class term; rows may be raw. */
    public UpgradePairs withClassifier(FloatMatrix weights) {
        if (weights.columns() != newEmbeddings.columns()) {
            throw new IllegalArgumentException("the classifier has dimension " + weights.columns()
                    + ", the new embeddings have " + newEmbeddings.columns());
        }
        return new UpgradePairs(
                oldEmbeddings, newEmbeddings, input, output, labels, heritability, scores, weights.normalised());
    }

    /**
     * With what both models' vectors are; the module's output is the new model's space, generation ADAPTED.
     *
     * @param old contract of the old vectors
     * @param fresh contract of the new vectors
     */
    public UpgradePairs withContracts(VectorContract old, VectorContract fresh) {
        return new UpgradePairs(
                oldEmbeddings,
                newEmbeddings,
                Objects.requireNonNull(old),
                fresh.as(Generation.ADAPTED),
                labels,
                heritability,
                scores,
                classifier);
    }

    /** Number of pairs. */
    public int size() {
        return oldEmbeddings.rows();
    }

    /** Unit rows, shape (n, d_o). */
    public FloatRows oldEmbeddings() {
        return oldEmbeddings;
    }

    /** Unit rows, shape (n, d_n). */
    public FloatRows newEmbeddings() {
        return newEmbeddings;
    }

    VectorContract input() {
        return input;
    }

    VectorContract output() {
        return output;
    }

    Optional<int[]> labels() {
        return Optional.ofNullable(labels);
    }

    Optional<double[]> heritability() {
        return Optional.ofNullable(heritability);
    }

    Optional<double[]> scores() {
        return Optional.ofNullable(scores);
    }

    Optional<FloatMatrix> classifier() {
        return Optional.ofNullable(classifier);
    }

    /** The given pairs, in the given order; their vectors are a view. */
    UpgradePairs select(int[] rows) {
        return new UpgradePairs(
                oldEmbeddings.subset(rows),
                newEmbeddings.subset(rows),
                input,
                output,
                labels == null ? null : Arrays.stream(rows).map(i -> labels[i]).toArray(),
                select(heritability, rows),
                select(scores, rows),
                classifier);
    }

    private static double @Nullable [] select(double @Nullable [] values, int[] rows) {
        return values == null
                ? null
                : Arrays.stream(rows).mapToDouble(i -> values[i]).toArray();
    }

    private void requireUnit(double[] values, String what) {
        if (values.length != size()) {
            throw new IllegalArgumentException(values.length + " values of " + what + " for " + size() + " pairs");
        }
        for (double value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(what + " are in [0, 1], found " + value);
            }
        }
    }

    @Override
    public String toString() {
        return "UpgradePairs " + size() + ", " + oldEmbeddings.columns() + " -> " + newEmbeddings.columns()
                + (labels == null ? ", unlabelled" : ", labelled");
    }
}
