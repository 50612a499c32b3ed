package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Two-sided tests of two systems on the same queries. A query without a value in one system (NaN) is dropped from both.
 * All assume independent queries; for class-label protocols prefer {@link Bootstrap#clusterDifference}.
 */
public final class PairedTests {
    /** 10,000: p-values are then known to about 0.002 near 0.05. */
    public static final int DEFAULT_FLIPS = 10_000;

    /** Up to this many non-zero differences, all of distinct size, Wilcoxon's distribution is computed exactly. */
    private static final int EXACT_UP_TO = 50;

    private PairedTests() {}

    /**
     * Wilcoxon's result.
     *
     * @param statistic the smaller of the rank sums of the positive and the negative differences
     * @param p two-sided; 1 if there is no difference at all
     * @param isExact whether p is exact rather than from the normal approximation
     * @param used how many non-zero differences there were
     */
    public record Wilcoxon(double statistic, double p, boolean isExact, int used) {}

    /**
     * McNemar's exact test for hit or miss: the two-sided sign test on the queries that the systems disagree on.
     *
     * @param a per query 1 or 0 (a value of at least {@link NegativeFlips#HIT} is a hit)
     * @return p, 1 if they never disagree
     */
    public static double mcNemar(double[] a, double[] b) {
        NegativeFlips flips = NegativeFlips.between(a, b, NegativeFlips.HIT);
        return mcNemar(flips.negative(), flips.positive());
    }

    /** McNemar's exact test from the counts of the two kinds of disagreement. */
    public static double mcNemar(int onlyFirstRight, int onlySecondRight) {
        int disagreements = onlyFirstRight + onlySecondRight;
        double tail = new BinomialDistribution(null, disagreements, 0.5)
                .cumulativeProbability(Math.min(onlyFirstRight, onlySecondRight));
        return Math.min(1, 2 * tail);
    }

    /**
     * Wilcoxon's signed-rank test of the differences a - b. Zero differences are dropped, equal sizes share their mean
     * rank; exact for up to 50 differences of distinct sizes, otherwise normal with the tie correction and without a
     * continuity correction (scipy's defaults).
     */
    public static Wilcoxon wilcoxon(double[] a, double[] b) {
        return wilcoxon(differences(a, b));
    }

    static Wilcoxon wilcoxon(double[] differences) {
        double[] used = Arrays.stream(differences)
                .filter(d -> d != 0 && !Double.isNaN(d))
                .toArray();
        int n = used.length;
        if (n == 0) {
            return new Wilcoxon(0, 1, true, 0);
        }
        int[] bySize = IntStream.range(0, n)
                .boxed()
                .sorted((i, j) -> Double.compare(Math.abs(used[i]), Math.abs(used[j])))
                .mapToInt(i -> i)
                .toArray();
        double positive = 0;
        double tieTerm = 0;
        for (int start = 0, end; start < n; start = end) {
            end = start + 1;
            while (end < n && Math.abs(used[bySize[end]]) == Math.abs(used[bySize[start]])) {
                end++;
            }
            double sharedRank = (start + 1 + end) / 2.0;
            for (int i = start; i < end; i++) {
                positive += used[bySize[i]] > 0 ? sharedRank : 0;
            }
            double tied = end - start;
            tieTerm += tied * tied * tied - tied;
        }
        double statistic = Math.min(positive, n * (n + 1.0) / 2 - positive);
        boolean isExact = n <= EXACT_UP_TO && tieTerm == 0;
        return new Wilcoxon(
                statistic, isExact ? exactP(n, (int) statistic) : normalP(n, statistic, tieTerm), isExact, n);
    }

    /** Every subset of the ranks 1..n is equally likely to be the positive ones: count those with a sum this small. */
    private static double exactP(int n, int statistic) {
        double[] subsetsWithSum = new double[statistic + 1];
        subsetsWithSum[0] = 1;
        for (int rank = 1; rank <= n; rank++) {
            for (int sum = statistic; sum >= rank; sum--) {
                subsetsWithSum[sum] += subsetsWithSum[sum - rank];
            }
        }
        return Math.min(1, 2 * Arrays.stream(subsetsWithSum).sum() / Math.pow(2, n));
    }

    private static double normalP(int n, double statistic, double tieTerm) {
        double mean = n * (n + 1.0) / 4;
        double variance = n * (n + 1.0) * (2.0 * n + 1) / 24 - tieTerm / 48;
        return Math.min(
                1, 2 * new NormalDistribution().cumulativeProbability((statistic - mean) / Math.sqrt(variance)));
    }

    /**
     * Randomisation test of the mean difference: how often a mean as far from zero arises when each query's difference
     * gets a random sign. p = (1 + #{|d*| &gt;= |d|}) / (1 + flips), never 0.
     *
     * @param flips how many sign patterns to draw, at least 1; {@link #DEFAULT_FLIPS}
     */
    public static double signFlip(double[] a, double[] b, int flips, long seed) {
        if (flips < 1) {
            throw new IllegalArgumentException(flips + " sign flips asked; at least 1 is needed");
        }
        double[] differences =
                Arrays.stream(differences(a, b)).filter(d -> !Double.isNaN(d)).toArray();
        double observed = Math.abs(Arrays.stream(differences).sum());
        double rounding = 1e-12 * Arrays.stream(differences).map(Math::abs).sum(); // equal sums in another order
        SplittableRandom random = Seeds.random(seed, "sign flips");
        int asFar = 0;
        for (int f = 0; f < flips; f++) {
            double sum = 0;
            long signs = 0;
            for (int i = 0; i < differences.length; i++) {
                signs = i % 64 == 0 ? random.nextLong() : signs >>> 1;
                sum += ((signs & 1) * 2.0 - 1) * differences[i];
            }
            asFar += Math.abs(sum) >= observed - rounding ? 1 : 0;
        }
        return (1.0 + asFar) / (1.0 + flips);
    }

    /**
     * Holm's step-down correction over several comparisons.
     *
     * @return adjusted p-values, in the order given, at most 1
     */
    public static double[] holm(double... pValues) {
        int n = pValues.length;
        int[] ascending = IntStream.range(0, n)
                .boxed()
                .sorted((i, j) -> Double.compare(pValues[i], pValues[j]))
                .mapToInt(i -> i)
                .toArray();
        double[] adjusted = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.min(1, (n - i) * pValues[ascending[i]]));
            adjusted[ascending[i]] = largest;
        }
        return adjusted;
    }

    /** a - b per query; NaN where either is NaN. */
    static double[] differences(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "paired values for " + a.length + " and " + b.length + " queries; the queries must be the same");
        }
        double[] differences = new double[a.length];
        Arrays.setAll(differences, i -> a[i] - b[i]);
        return differences;
    }
}
