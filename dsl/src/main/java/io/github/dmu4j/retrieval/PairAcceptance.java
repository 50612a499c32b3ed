package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;
import java.util.Arrays;

/**
 * True accept rate at a false accept rate on a list of same/different pairs (LFW, CFP-FP, AgeDB-30): ten contiguous folds, the
 * threshold that gives the wanted rate on nine applied to the tenth. What InsightFace's script prints as "VAL" beside {@link
 * PairAccuracy}. With few impostor pairs the rate that comes out may be far from the wanted one: {@link #falseAcceptRate} tells.
 *
 * <p>Source: insightface {@code verification.py} (calculate_val). Deviations: of thresholds with one false accept rate the largest
 * is the end of the line that is drawn (the script leaves this to scipy's interp1d, which from version 1.9 on refuses them); a
 * test fold without a pair of a kind is left out of that mean, where the script has 0/0.
 *
 * @param target the wanted false accept rate
 * @param mean true accept rate over the folds that have a genuine pair; NaN if none has
 * @param standardDeviation of the same, with denominator n as numpy's default
 * @param falseAcceptRate found on the test folds, the mean over those that have an impostor pair; NaN if none has
 */
public record PairAcceptance(double target, double mean, double standardDeviation, double falseAcceptRate) {
    /** 1e-3, as the script has it. */
    public static final double STANDARD_TARGET = 1e-3;

    private static final int FOLDS = 10;
    private static final int THRESHOLDS = 4000;
    private static final double STEP = 0.001;

    /**
     * Measures; not shuffled, so the order of the list counts.
     *
     * @param squaredDistances squared L2 distance of normalised vectors per pair, in [0, 4]; "same" is below a threshold that lies on
     *     a straight line between those of 0, 0.001, ..., 3.999 around the target, or is 0 where they do not reach it
     * @param isSame the truth
     * @param target wanted false accept rate, in (0, 1]; {@link #STANDARD_TARGET}
     * @throws DmuException if there are fewer than ten pairs
     * @throws IllegalArgumentException if the lengths differ, or the target is outside its range
     */
    public static PairAcceptance tenFold(double[] squaredDistances, boolean[] isSame, double target) {
        int n = isSame.length;
        if (squaredDistances.length != n) {
            throw new IllegalArgumentException(squaredDistances.length + " distances for " + n + " pairs");
        }
        if (!(target > 0 && target <= 1)) {
            throw new IllegalArgumentException("a false accept rate of " + target + " asked; allowed is (0, 1]");
        }
        if (n < FOLDS) {
            throw new DmuException("ten-fold accept rate of " + n + " pairs asked; at least 10 are needed");
        }
        double[] accepted = new double[FOLDS];
        double[] falselyAccepted = new double[FOLDS];
        for (int fold = 0, from = 0; fold < FOLDS; fold++) {
            int to = from + n / FOLDS + (fold < n % FOLDS ? 1 : 0); // the first folds take the remainder
            double threshold = threshold(impostorsOutside(squaredDistances, isSame, from, to), target);
            accepted[fold] = share(squaredDistances, isSame, true, from, to, threshold);
            falselyAccepted[fold] = share(squaredDistances, isSame, false, from, to, threshold);
            from = to;
        }
        return new PairAcceptance(
                target,
                Means.ofPresent(accepted),
                Means.deviationOfPresent(accepted),
                Means.ofPresent(falselyAccepted));
    }

    private static double[] impostorsOutside(double[] distances, boolean[] isSame, int from, int to) {
        double[] impostors = new double[distances.length];
        int size = 0;
        for (int i = 0; i < distances.length; i++) {
            if (!isSame[i] && (i < from || i >= to)) {
                impostors[size++] = distances[i];
            }
        }
        double[] sorted = Arrays.copyOf(impostors, size);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Of sorted impostor distances. */
    private static double threshold(double[] impostors, double target) {
        int n = impostors.length;
        int accepted = 0;
        int acceptedBefore = 0;
        for (int t = 0; t < THRESHOLDS; t++) {
            while (accepted < n && impostors[accepted] < t * STEP) {
                accepted++;
            }
            double rate = (double) accepted / n; // NaN without impostors, which never reaches the target
            if (rate > target) {
                double rateBefore = (double) acceptedBefore / n;
                return (t - 1) * STEP + (t * STEP - (t - 1) * STEP) * (target - rateBefore) / (rate - rateBefore);
            }
            acceptedBefore = accepted;
        }
        return n > 0 && (double) accepted / n >= target ? (THRESHOLDS - 1) * STEP : 0;
    }

    /** Of the pairs of a kind in a range, how many have a distance below the threshold; NaN if there are none. */
    private static double share(
            double[] distances, boolean[] isSame, boolean kind, int from, int to, double threshold) {
        int pairs = 0;
        int below = 0;
        for (int i = from; i < to; i++) {
            pairs += isSame[i] == kind ? 1 : 0;
            below += isSame[i] == kind && distances[i] < threshold ? 1 : 0;
        }
        return (double) below / pairs;
    }
}
