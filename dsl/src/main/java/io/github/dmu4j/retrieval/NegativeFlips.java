package io.github.dmu4j.retrieval;

/**
 * Queries that were answered right before an upgrade and wrong after it: what users notice. For classification this is
 * the negative flip rate of Yan et al., "Positive-Congruent Training", CVPR 2021; for retrieval the definition is ours
 * (the exact formula of Zhang et al., "Hot-Refresh Model Upgrades" (RACT), ICLR 2022, was not available to us).
 *
 * @param queries those with a value before and after; the others are dropped from both
 * @param negative right before, wrong after
 * @param positive wrong before, right after
 * @param rightBefore right before
 */
public record NegativeFlips(int queries, int negative, int positive, int rightBefore) {
    /** A value at least this large is "right" when the values are hits: hit or miss is 1 or 0. */
    public static final double HIT = 0.5;

    /**
     * Compares per-query values of the same queries.
     *
     * @param before of the old system, for example {@code hitRateAt(1)} per query; NaN = no value
     * @param after of the new system
     * @param rightFrom a value of at least this is "right": {@link #HIT} for hits, an AP threshold for AP
     * @throws IllegalArgumentException if the lengths differ
     */
    public static NegativeFlips between(double[] before, double[] after, double rightFrom) {
        requireSameLength(before, after);
        int queries = 0;
        int negative = 0;
        int positive = 0;
        int rightBefore = 0;
        for (int q = 0; q < before.length; q++) {
            if (!Double.isNaN(before[q]) && !Double.isNaN(after[q])) {
                boolean wasRight = before[q] >= rightFrom;
                boolean isRight = after[q] >= rightFrom;
                queries++;
                negative += wasRight && !isRight ? 1 : 0;
                positive += !wasRight && isRight ? 1 : 0;
                rightBefore += wasRight ? 1 : 0;
            }
        }
        return new NegativeFlips(queries, negative, positive, rightBefore);
    }

    /** NFR: negative flips as a share of all queries; NaN without queries. */
    public double rate() {
        return (double) negative / queries;
    }

    /** Negative flips as a share of the queries that were right before; NaN if none was. */
    public double relativeRate() {
        return (double) negative / rightBefore;
    }

    /** PFR: positive flips as a share of all queries. The change of accuracy is this less {@link #rate()}. */
    public double positiveRate() {
        return (double) positive / queries;
    }

    /** softNFR: the mean over queries of max(0, before - after), for graded values such as AP; NaN without queries. */
    public static double softRate(double[] before, double[] after) {
        requireSameLength(before, after);
        double[] losses = new double[before.length];
        for (int q = 0; q < losses.length; q++) {
            losses[q] = Math.max(0, before[q] - after[q]); // NaN stays NaN
        }
        return Means.ofPresent(losses);
    }

    /**
     * Queries that are right at both ends of a backfill but wrong somewhere between.
     *
     * @param alongBackfill per backfilled share, ascending, the per-query values; NaN (no relevant item) is never right
     * @throws IllegalArgumentException if there are fewer than two shares or the lengths differ
     */
    public static int transientFlips(double[][] alongBackfill, double rightFrom) {
        if (alongBackfill.length < 2) {
            throw new IllegalArgumentException(
                    "transient flips need values at both ends of a backfill, found " + alongBackfill.length);
        }
        double[] first = alongBackfill[0];
        double[] last = alongBackfill[alongBackfill.length - 1];
        for (double[] values : alongBackfill) {
            requireSameLength(first, values);
        }
        int flips = 0;
        for (int q = 0; q < first.length; q++) {
            boolean isEverWrong = false;
            for (double[] values : alongBackfill) {
                isEverWrong |= values[q] < rightFrom;
            }
            flips += first[q] >= rightFrom && last[q] >= rightFrom && isEverWrong ? 1 : 0;
        }
        return flips;
    }

    private static void requireSameLength(double[] before, double[] after) {
        if (before.length != after.length) {
            throw new IllegalArgumentException(
                    "values for " + before.length + " queries before but " + after.length + " after");
        }
    }
}
