package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatRows;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How scores become the weights of the samples' compatibility losses: computed once per training set, then frozen.
 *
 * <p>Scores are normalised ({@link Normalisation}), turned around if {@code anti}, mapped to weights ({@link Selection}), then
 * classes the old model never saw are treated ({@link NewClasses}), then all weights are divided by their mean, so that the
 * weight of the compatibility term is comparable between modes, and clipped to [0, 5]. If all are zero they stay zero.
 *
 * <p>{@link #uniform} gives exactly 1.0f for every sample, bit for bit, so that the loss is that of BCT.
 *
 * <p>Source: ours (docs/method.md, section 5). Deviations: clipping comes last, so a clipped set has a mean below 1.
 *
 * @param normalisation from s to s~
 * @param selection from s~ to w
 * @param parameter gamma of SOFT (at least 0), t of EXPONENTIAL (above 0), q of HARD (0..1); unused otherwise
 * @param anti whether 1 - s~ replaces s~: the ablation that inherits the poor features
 * @param newClasses what samples of classes without old images get
 */
public record SelectionWeights(
        Normalisation normalisation, Selection selection, double parameter, boolean anti, NewClasses newClasses) {

    /** No weight is larger. */
    public static final double LARGEST_WEIGHT = 5;

    /** From s to s~. */
    public enum Normalisation {
        /** s as it is. */
        NONE,
        /** (rank - 0.5) / N, mean ranks for ties. The default. */
        RANK,
        /** (s - low) / (high - low), clipped to [0, 1]; low and high are the 1 % and 99 % quantiles (linear interpolation). */
        MINMAX,
        /** RANK within each class; needs labels. */
        CLASSRANK
    }

    /** From s~ to w. */
    public enum Selection {
        /** s~^gamma. The default, gamma 1. */
        SOFT,
        /** exp((s~ - 1) / t). */
        EXPONENTIAL,
        /** 1 if s~ &gt; q, else 0. */
        HARD,
        /** 1 if the old classifier is right, else 0; scores are not used. */
        CORRECT,
        /** 1: BCT. Scores are not used. */
        UNIFORM
    }

    /** What samples get whose class the old model never saw. */
    public enum NewClasses {
        /** What their own score says. The default. */
        WEIGHTED,
        /** Weight 0: only old classes are inherited. */
        SKIP,
        /** The mean weight of the others, so 1 after division by the mean. */
        UNIFORM
    }

    /** Checks the parameter. */
    public SelectionWeights {
        Objects.requireNonNull(normalisation);
        Objects.requireNonNull(newClasses);
        boolean fits = switch (selection) {
            case SOFT -> parameter >= 0 && Double.isFinite(parameter);
            case EXPONENTIAL -> parameter > 0;
            case HARD -> parameter >= 0 && parameter <= 1;
            case CORRECT, UNIFORM -> true;
        };
        if (!fits) {
            throw new IllegalArgumentException("SOFT needs gamma >= 0, EXPONENTIAL t > 0, HARD 0 <= q <= 1, found "
                    + selection + " with " + parameter);
        }
    }

    /** The defaults: RANK, SOFT with gamma 1, WEIGHTED. */
    public static SelectionWeights soft() {
        return soft(1);
    }

    /** w = s~^gamma. */
    public static SelectionWeights soft(double gamma) {
        return new SelectionWeights(Normalisation.RANK, Selection.SOFT, gamma, false, NewClasses.WEIGHTED);
    }

    /** w = exp((s~ - 1) / t), for example t = 0.5. */
    public static SelectionWeights exponential(double t) {
        return new SelectionWeights(Normalisation.RANK, Selection.EXPONENTIAL, t, false, NewClasses.WEIGHTED);
    }

    /** Only samples with s~ above q, for example 0.5; in our experiments that costs 5 to 7 points new-to-old. */
    public static SelectionWeights hard(double q) {
        return new SelectionWeights(Normalisation.RANK, Selection.HARD, q, false, NewClasses.WEIGHTED);
    }

    /** Only samples that the old classifier gets right. */
    public static SelectionWeights correctOnly() {
        return new SelectionWeights(Normalisation.NONE, Selection.CORRECT, 0, false, NewClasses.WEIGHTED);
    }

    /** Weight 1 for all: BCT. */
    public static SelectionWeights uniform() {
        return new SelectionWeights(Normalisation.NONE, Selection.UNIFORM, 0, false, NewClasses.WEIGHTED);
    }

    /** The same with another normalisation. */
    public SelectionWeights normalisedBy(Normalisation other) {
        return new SelectionWeights(other, selection, parameter, anti, newClasses);
    }

    /** The same with 1 - s~ in place of s~. */
    public SelectionWeights inverted() {
        return new SelectionWeights(normalisation, selection, parameter, true, newClasses);
    }

    /** The same with another policy for classes that the old model never saw. */
    public SelectionWeights forNewClasses(NewClasses policy) {
        return new SelectionWeights(normalisation, selection, parameter, anti, policy);
    }

    /** Whether {@link #weights} reads the scores at all. */
    public boolean needsScores() {
        return selection != Selection.UNIFORM && selection != Selection.CORRECT;
    }

    /** The options as plain values, for run files. */
    public Map<String, Object> options() {
        return Map.of(
                "normalisation", normalisation.name(),
                "selection", selection.name(),
                "parameter", parameter,
                "anti", anti,
                "newClasses", newClasses.name());
    }

    /**
     * The weights of a training set.
     *
     * @param scores s, length N, each in [0, 1], no NaN
     * @param labels length N; null unless CLASSRANK or a policy other than WEIGHTED needs them
     * @param seenByOld per class, whether the old model saw it; null unless a policy other than WEIGHTED needs it
     * @param correct length N, for CORRECT ({@link #correct}); null otherwise
     * @return length N, each in [0, 5]
     */
    public float[] weights(
            double[] scores, int @Nullable [] labels, boolean @Nullable [] seenByOld, boolean @Nullable [] correct) {
        int n = scores.length;
        double[] weights = selected(scores, labels, correct);
        if (newClasses != NewClasses.WEIGHTED) {
            treatNewClasses(weights, required(labels, "labels"), required(seenByOld, "class: seenByOld"));
        }
        double mean = Arrays.stream(weights).sum() / Math.max(n, 1);
        float[] result = new float[n];
        for (int i = 0; i < n && mean > 0; i++) {
            result[i] = (float) Math.min(weights[i] / mean, LARGEST_WEIGHT);
        }
        return result;
    }

    private double[] selected(double[] scores, int @Nullable [] labels, boolean @Nullable [] correct) {
        double[] weights = new double[scores.length];
        switch (selection) {
            case UNIFORM -> Arrays.fill(weights, 1);
            case CORRECT -> {
                boolean[] right = required(correct, "sample: correct");
                Arrays.setAll(weights, i -> right[i] == !anti ? 1 : 0);
            }
            default -> {
                double[] normalised = normalised(scores, labels);
                Arrays.setAll(weights, i -> weight(anti ? 1 - normalised[i] : normalised[i]));
            }
        }
        return weights;
    }

    private double weight(double s) {
        return switch (selection) {
            case SOFT -> Math.pow(s, parameter);
            case EXPONENTIAL -> Math.exp((s - 1) / parameter);
            case HARD -> s > parameter ? 1 : 0;
            case CORRECT, UNIFORM -> 1;
        };
    }

    private void treatNewClasses(double[] weights, int[] labels, boolean[] seenByOld) {
        double sum = 0;
        int seen = 0;
        for (int i = 0; i < weights.length; i++) {
            if (seenByOld[labels[i]]) {
                sum += weights[i];
                seen++;
            }
        }
        double others = newClasses == NewClasses.SKIP ? 0 : seen == 0 ? 1 : sum / seen;
        for (int i = 0; i < weights.length; i++) {
            if (!seenByOld[labels[i]]) {
                weights[i] = others;
            }
        }
    }

    /**
     * s~ of {@link #normalisation}, in [0, 1], never turned around.
     *
     * @param labels needed by CLASSRANK only
     */
    public double[] normalised(double[] scores, int @Nullable [] labels) {
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("score " + i + " is NaN; a measure returns numbers in [0, 1]");
            }
        }
        return switch (normalisation) {
            case NONE -> scores.clone();
            case RANK -> Scores.rankNormalised(scores);
            case MINMAX -> minMax(scores);
            case CLASSRANK -> classRank(scores, required(labels, "labels"));
        };
    }

    /** (rank - 0.5) / N with ranks from 1, the mean rank for ties: in (0, 1), mean 0.5. NaN is not allowed. */
    public static double[] rankNormalised(double[] scores) {
        return soft().normalised(scores, null);
    }

    /**
     * Whether the nearest prototype is that of the own class (the lower class on ties), each image left out of its own
     * prototype as in {@link SelectionMeasure}; a single image counts as right: nothing speaks against it. A class without
     * prototype counts as wrong.
     */
    public static boolean[] correct(FloatRows oldEmbeddings, int[] labels, Prototypes prototypes) {
        return correct(oldEmbeddings, labels, prototypes, FeatureScores.COMPUTED);
    }

    /** As {@link #correct(FloatRows, int[], Prototypes)}, unless {@code known} has it. */
    static boolean[] correct(FloatRows oldEmbeddings, int[] labels, Prototypes prototypes, FeatureScores known) {
        double[] right = known.of(
                "correct",
                Map.of(),
                (listener, cancellation) -> PrototypeCosines.forEachRow(
                        oldEmbeddings,
                        labels,
                        prototypes,
                        (row, cosines, own, classOf) -> own >= 0 && new Posterior(cosines, 1).first() == own ? 1 : 0,
                        listener,
                        cancellation));
        boolean[] result = new boolean[right.length];
        for (int i = 0; i < right.length; i++) {
            result[i] = Double.isNaN(right[i]) || right[i] == 1;
        }
        return result;
    }

    private static double[] minMax(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double low = quantile(sorted, 0.01);
        double high = quantile(sorted, 0.99);
        double[] result = new double[scores.length];
        Arrays.setAll(result, i -> high > low ? Math.max(0, Math.min(1, (scores[i] - low) / (high - low))) : 0.5);
        return result;
    }

    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static double[] classRank(double[] scores, int[] labels) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        double[][] perClass = new double[classes][];
        Arrays.setAll(perClass, c -> new double[counts[c]]);
        int[] place = new int[scores.length];
        int[] filled = new int[classes];
        for (int i = 0; i < scores.length; i++) {
            place[i] = filled[labels[i]]++;
            perClass[labels[i]][place[i]] = scores[i];
        }
        for (int c = 0; c < classes; c++) {
            perClass[c] = Scores.rankNormalised(perClass[c]);
        }
        double[] result = new double[scores.length];
        Arrays.setAll(result, i -> perClass[labels[i]][place[i]]);
        return result;
    }

    private int[] required(int @Nullable [] labels, String what) {
        if (labels == null) {
            throw new IllegalArgumentException(this + " needs " + what);
        }
        return labels;
    }

    private boolean[] required(boolean @Nullable [] flags, String what) {
        if (flags == null) {
            throw new IllegalArgumentException(this + " needs a flag per " + what);
        }
        return flags;
    }
}
