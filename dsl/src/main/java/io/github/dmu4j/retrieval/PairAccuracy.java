package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;

/**
 * Accuracy on a list of same/different pairs (LFW, CFP-FP, AgeDB-30): ten contiguous folds, the threshold chosen on nine
 * and applied to the tenth. Source: insightface {@code verification.py}. Deviations: none.
 *
 * @param mean over the folds
 * @param standardDeviation over the folds, with denominator n as numpy's default
 */
public record PairAccuracy(double mean, double standardDeviation) {
    private static final int FOLDS = 10;
    private static final int THRESHOLDS = 400;
    private static final double STEP = 0.01;

    /**
     * Measures; not shuffled, so the order of the list counts.
     *
     * @param squaredDistances squared L2 distance of normalised vectors per pair, in [0, 4]; "same" is below a threshold
     *     out of 0, 0.01, ..., 3.99, the first of the best
     * @param isSame the truth
     * @throws DmuException if there are fewer than ten pairs
     * @throws IllegalArgumentException if the lengths differ
     */
    public static PairAccuracy tenFold(double[] squaredDistances, boolean[] isSame) {
        int n = isSame.length;
        if (squaredDistances.length != n) {
            throw new IllegalArgumentException(squaredDistances.length + " distances for " + n + " pairs");
        }
        if (n < FOLDS) {
            throw new DmuException("ten-fold accuracy of " + n + " pairs asked; at least 10 are needed");
        }
        int[][] correct = new int[FOLDS][THRESHOLDS];
        int[] size = new int[FOLDS];
        for (int fold = 0, from = 0; fold < FOLDS; fold++) {
            size[fold] = n / FOLDS + (fold < n % FOLDS ? 1 : 0); // the first folds take the remainder
            for (int i = from; i < from + size[fold]; i++) {
                for (int t = 0; t < THRESHOLDS; t++) {
                    correct[fold][t] += squaredDistances[i] < t * STEP == isSame[i] ? 1 : 0;
                }
            }
            from += size[fold];
        }
        double[] accuracy = new double[FOLDS];
        for (int fold = 0; fold < FOLDS; fold++) {
            accuracy[fold] = (double) correct[fold][bestOnTheOthers(correct, fold)] / size[fold];
        }
        return new PairAccuracy(Means.ofPresent(accuracy), Means.deviationOfPresent(accuracy));
    }

    private static int bestOnTheOthers(int[][] correct, int heldOut) {
        int best = 0;
        int most = -1;
        for (int t = 0; t < THRESHOLDS; t++) {
            int sum = 0;
            for (int fold = 0; fold < FOLDS; fold++) {
                sum += fold == heldOut ? 0 : correct[fold][t];
            }
            if (sum > most) {
                most = sum;
                best = t;
            }
        }
        return best;
    }
}
