package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;

/**
 * Turns each query's ranking into one number; higher is better. The metrics below are records: equal when name and
 * cut are equal, so they serve as map keys.
 *
 * <p>Common to all: values are in [0, 1]; the query itself (by index) and junk items are not in the ranking; a query
 * without any relevant item has no value (NaN), is left out of the mean and is to be counted by whoever reports; equal
 * scores rank by smaller gallery index unless the metric says otherwise. A gallery smaller than k is no error: the
 * ranking then ends earlier.
 */
public interface Metric {
    /** The name in tables and files, for example {@code mAP@100}; {@link #named} reads it back. */
    String name();

    /** How many ranks the metric reads, or {@link RankedResults#FULL}. */
    int depth();

    /**
     * One value per query; NaN where the query has no relevant item.
     *
     * @throws DmuException if the rankings were cut above {@link #depth()}
     */
    double[] perQuery(RankedResults results);

    /** The mean over the queries that have a value; NaN if none has. */
    default double mean(RankedResults results) {
        return Means.ofPresent(perQuery(results));
    }

    /**
     * Mean average precision over the full ranking: per query the mean, over its |R_q| relevant items, of the precision
     * at each one's rank. Step-wise, not trapezoidal. The project's headline metric.
     */
    static Metric mAP() {
        return new CutAveragePrecision(RankedResults.FULL);
    }

    /**
     * mAP@k of the Google Landmarks retrieval task: as {@link #mAP()} over the first k ranks, divided by min(|R_q|, k).
     * A query with zero hits counts as 0. Source: DELF, {@code google_landmarks_dataset/metrics.py}. Deviations: none.
     *
     * @param k at least 1
     */
    static Metric mAPAt(int k) {
        return new CutAveragePrecision(requirePositive(k));
    }

    /** 1 if at least one relevant item is in the first k, else 0: what metric learning papers call R@k. */
    static Metric hitRateAt(int k) {
        return new HitRate(requirePositive(k));
    }

    /** Share of the relevant items that are in the first k, |R_q intersect top k| / |R_q|. At most k/|R_q|. */
    static Metric recallAt(int k) {
        return new Recall(requirePositive(k));
    }

    /**
     * Cumulative match characteristic with first-match break: 1 if the first correct item's rank is at most k. With all
     * of the gallery in one list, as here, this equals {@link #hitRateAt}; it has its own name because the
     * compatible-training papers report "CMC top-k".
     */
    static Metric cmc(int k) {
        return new Cmc(requirePositive(k));
    }

    /**
     * Average precision over score thresholds, where items of equal score enter together: what scikit-learn's {@code
     * average_precision_score} computes, used by openBCT, FCT and FastFill. Equals {@link #mAP()} when no scores tie.
     */
    static Metric classLabelMAP() {
        return new ClassLabelAveragePrecision();
    }

    /**
     * Trapezoidal mAP of the revisited Oxford and Paris sets; needs judgments from {@link
     * RelevanceJudgments#revisited}. Not comparable with {@link #mAP()}. Source: Radenovic et al., CVPR 2018, {@code
     * revisitop/python/evaluate.py}. Deviations: none.
     */
    static Metric revisitedMAP(Protocol protocol) {
        return new RevisitedAveragePrecision(protocol);
    }

    /**
     * mP@k of the revisited sets: precision at min(k, rank of the last positive), so that a query with few positives is
     * not punished past its last one. Source as {@link #revisitedMAP}. Deviations: none.
     */
    static Metric revisitedPrecisionAt(Protocol protocol, int k) {
        return new RevisitedPrecision(protocol, requirePositive(k));
    }

    /**
     * Normalised discounted cumulative gain over the first k: gain 2^grade - 1, discount log2(rank + 1), divided by the
     * best value that any ranking reaches.
     */
    static Metric nDCGAt(int k) {
        return new NormalisedGain(requirePositive(k));
    }

    /**
     * The metric of this name, as written by {@link #name()}; for saved runs and the command line.
     *
     * @throws DmuException if there is none; the message lists the known forms
     */
    static Metric named(String name) {
        return MetricNames.parse(name);
    }

    private static int requirePositive(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("a metric at k = " + k + " asked; k must be at least 1");
        }
        return k;
    }
}
