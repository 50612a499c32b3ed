package io.github.dmu4j.method;

import java.util.Arrays;

/**
 * How discriminative each old feature is, and the weight of inheritance that follows from it; in the order of the new
 * training set.
 *
 * @param scores in [0, 1], 1 = most discriminative (docs/method.md 5)
 * @param weights mean 1, at most 5, before clipping
 */
@SuppressWarnings("ArrayRecordComponent") // equality is written out below
public record SelectionOutcome(double[] scores, float[] weights) {
    @Override
    public boolean equals(Object other) {
        return other instanceof SelectionOutcome that
                && Arrays.equals(scores, that.scores)
                && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(scores) + Arrays.hashCode(weights);
    }

    @Override
    public String toString() {
        return "selection of " + scores.length + " images";
    }
}
