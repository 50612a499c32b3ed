package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.event.UpgradeListener;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How discriminative an old feature is, in [0, 1], 1 the best: which old features a new model should inherit, and which
 * stored vectors most need an upgrade. Independent of any method; an open interface, so that you can bring your own.
 *
 * <p>The absolute value depends strongly on the temperature: rank-normalise before using it as a weight ({@link
 * SelectionWeights}).
 *
 * <p>Common to the measures below: rows may be raw or normalised, they are compared by cosine. q is the softmax of the
 * cosines with the present prototypes divided by the temperature, 1/30 unless said (1/s of the old head, s = 30). With labels
 * the rows are taken to be the images the prototypes were made of, in classes of at most 20 images each is left out of its own
 * prototype ({@link Prototypes#forOtherImages} switches that off), and a row of which the score cannot be computed (the only
 * image of its class; a class without prototype, where the label matters) gets the median of the others, or 0.5 if there are
 * none. One prototype: every score is 1. Rows without length, NaN or infinite are refused. No rows give no scores.
 *
 * <p>Source: "Darwinian Model Upgrades" (Zhang et al., AAAI 2023) assesses features by discriminativeness but its formula is
 * not available to us. Deviations: every formula here is therefore our own reading (docs/method.md, section 5).
 */
public interface SelectionMeasure {
    /** Name of the stage in events. */
    String STAGE = "score old vectors";

    /** Temperature of q when nothing is said: 1/30, the inverse of the default scale of the old head. */
    double DEFAULT_TEMPERATURE = 1.0 / 30;

    /** A short stable name, for example {@code trueProbability}. */
    String name();

    /** The options as plain values (numbers, strings, lists, maps), for run files; {@link #named} reads them back. */
    Map<String, Object> options();

    /** Whether {@link #score} refuses to work without labels; a measure that does not can score a gallery. */
    boolean needsLabels();

    /**
     * Scores every row.
     *
     * @param oldEmbeddings shape (n, d), float32, raw or normalised rows; read by blocks of rows, so that they need not be on the heap
     * @param labels length n, or null; null if {@link #needsLabels} is an error
     * @param prototypes of the old space, same d
     * @return length n, each in [0, 1], higher is more discriminative
     * @throws DmuException if labels are needed and missing, or a row cannot be used
     */
    double[] score(FloatRows oldEmbeddings, int @Nullable [] labels, Prototypes prototypes);

    /**
     * As {@link #score(FloatRows, int[], Prototypes)}, for scorings that take long: n rows and K prototypes cost n K d operations. A
     * measure of your own that has only the other form tells of no progress and cannot be stopped.
     *
     * @param listener hears a stage {@link #STAGE}; of an ensemble, one for each member
     * @throws io.github.dmu4j.base.RunCancelled if cancelled; nothing is kept
     */
    default double[] score(
            FloatRows oldEmbeddings,
            int @Nullable [] labels,
            Prototypes prototypes,
            UpgradeListener listener,
            Cancellation cancellation) {
        return score(oldEmbeddings, labels, prototypes);
    }

    /** 1 - H(q) / log K: how decided the old classifier is. Needs no labels: the default for galleries. */
    static SelectionMeasure entropy() {
        return entropy(DEFAULT_TEMPERATURE);
    }

    /** {@link #entropy()} with another temperature, above 0. */
    static SelectionMeasure entropy(double temperature) {
        return new PrototypeMeasure(PrototypeMeasure.Kind.ENTROPY, temperature);
    }

    /** The largest q. Needs no labels. */
    static SelectionMeasure maxProbability() {
        return maxProbability(DEFAULT_TEMPERATURE);
    }

    /** {@link #maxProbability()} with another temperature, above 0. */
    static SelectionMeasure maxProbability(double temperature) {
        return new PrototypeMeasure(PrototypeMeasure.Kind.MAX_PROBABILITY, temperature);
    }

    /** The largest q minus the second largest. Needs no labels. */
    static SelectionMeasure probabilityMargin() {
        return probabilityMargin(DEFAULT_TEMPERATURE);
    }

    /** {@link #probabilityMargin()} with another temperature, above 0. */
    static SelectionMeasure probabilityMargin(double temperature) {
        return new PrototypeMeasure(PrototypeMeasure.Kind.PROBABILITY_MARGIN, temperature);
    }

    /** q of the true class. Needs labels. The default for training (docs/method.md, 6b; our own experiments). */
    static SelectionMeasure trueProbability() {
        return trueProbability(DEFAULT_TEMPERATURE);
    }

    /** {@link #trueProbability()} with another temperature, above 0. */
    static SelectionMeasure trueProbability(double temperature) {
        return new PrototypeMeasure(PrototypeMeasure.Kind.TRUE_PROBABILITY, temperature);
    }

    /**
     * Sigmoid of (cosine with the own prototype - largest cosine with another) / 0.1. Without labels: nearest minus second
     * nearest, so at least 0.5.
     */
    static SelectionMeasure margin() {
        return margin(0.1);
    }

    /** {@link #margin()} with another divisor, above 0. */
    static SelectionMeasure margin(double temperature) {
        return new PrototypeMeasure(PrototypeMeasure.Kind.MARGIN, temperature);
    }

    /**
     * d_out / (d_in + d_out), Euclidean distances of unit vectors to the own prototype and to the nearest other; 0.5 if both
     * are 0. Without labels: second nearest / (nearest + second nearest), so at least 0.5.
     */
    static SelectionMeasure distanceRatio() {
        return new PrototypeMeasure(PrototypeMeasure.Kind.DISTANCE_RATIO, 1);
    }

    /** {@link #nearestNeighbours(int)} with k = 10. */
    static SelectionMeasure nearestNeighbours() {
        return nearestNeighbours(10);
    }

    /**
     * Share of the k nearest other rows that have the same label; fewer rows than k + 1: of all others. Needs labels, ignores
     * prototypes. Ties go to the lower row. Costs n^2 d operations: not for millions of rows.
     */
    static SelectionMeasure nearestNeighbours(int k) {
        return new NearestNeighbourMeasure(k);
    }

    /**
     * The mean score of the row's class, drawn towards the mean of all: (n s_c + 5 s_mean) / (n + 5). Needs labels: class-level
     * heritability.
     */
    static SelectionMeasure classMean(SelectionMeasure member) {
        return new ClassMeanMeasure(member, 5);
    }

    /** Mean of the rank-normalised scores of the members. */
    static SelectionMeasure ensemble(SelectionMeasure... members) {
        return new EnsembleMeasure(List.of(members));
    }

    /**
     * A measure of this interface by its {@link #name} and {@link #options}, as a run file has them; missing options take
     * their defaults.
     *
     * @throws DmuException if the name is unknown; the message lists the known ones
     */
    static SelectionMeasure named(String name, Map<String, ?> options) {
        return MeasureNames.read(name, options);
    }
}
