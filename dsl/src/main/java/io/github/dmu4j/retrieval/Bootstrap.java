package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Bootstrap intervals of a mean over queries, or of the mean difference of two systems on the same queries. The unit
 * that is drawn is the query; where queries of one class share their gallery (query set = gallery set), draw whole
 * classes instead. Such an interval speaks of other queries, never of other training seeds: see {@link SeedSummary}.
 *
 * <p>Source: Efron, "Better Bootstrap Confidence Intervals", JASA 1987 (BCa); acceleration from the jackknife.
 * Deviations: none; the bias correction counts half of the replicates equal to the estimate, as scipy does.
 *
 * @param resamples how many, at least 100; {@link #DEFAULT_RESAMPLES}
 * @param level of confidence, in (0, 1); 0.95
 * @param seed of the draws
 */
public record Bootstrap(int resamples, double level, long seed) {
    /** 2,000: the ends of a 95 % interval then rest on 50 replicates each. */
    public static final int DEFAULT_RESAMPLES = 2000;

    /**
     * What a bootstrap found.
     *
     * @param estimate the mean over the given values
     * @param standardError standard deviation of the replicates
     * @param percentile the plain interval
     * @param bca the bias-corrected and accelerated interval; NaN ends if all replicates are equal
     * @param units how many queries or classes were drawn from, after dropping NaN
     */
    public record Result(double estimate, double standardError, Interval percentile, Interval bca, int units) {}

    /** Checks the options. */
    public Bootstrap {
        if (resamples < 100 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a bootstrap with " + resamples + " resamples at level " + level
                    + " asked; allowed are at least 100 and a level between 0 and 1");
        }
    }

    /** 2,000 resamples at 95 %. */
    public static Bootstrap standard(long seed) {
        return new Bootstrap(DEFAULT_RESAMPLES, 0.95, seed);
    }

    /**
     * The mean over queries. NaN values are dropped.
     *
     * @throws DmuException if fewer than two values remain
     */
    public Result mean(double[] values) {
        double[] present = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
        double[] ones = new double[present.length];
        Arrays.fill(ones, 1);
        return ratioOfSums(present, ones);
    }

    /**
     * The paired difference, mean of a - b over the queries that have both values.
     *
     * @throws IllegalArgumentException if the lengths differ
     */
    public Result difference(double[] a, double[] b) {
        return mean(PairedTests.differences(a, b));
    }

    /**
     * The mean over queries, drawing whole clusters: the estimate is the mean over queries, the uncertainty that of the
     * choice of classes.
     *
     * @param clusterOf the cluster of each value, any integers
     * @throws IllegalArgumentException if the lengths differ
     * @throws DmuException if fewer than two clusters remain
     */
    public Result clusterMean(double[] values, int[] clusterOf) {
        if (values.length != clusterOf.length) {
            throw new IllegalArgumentException(values.length + " values but clusters for " + clusterOf.length);
        }
        int[] clusters = Arrays.stream(clusterOf).sorted().distinct().toArray();
        double[] sums = new double[clusters.length];
        double[] counts = new double[clusters.length];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                int c = Arrays.binarySearch(clusters, clusterOf[i]);
                sums[c] += values[i];
                counts[c]++;
            }
        }
        int[] kept =
                IntStream.range(0, clusters.length).filter(c -> counts[c] > 0).toArray();
        return ratioOfSums(pick(sums, kept), pick(counts, kept));
    }

    /** As {@link #difference}, drawing whole clusters. */
    public Result clusterDifference(double[] a, double[] b, int[] clusterOf) {
        return clusterMean(PairedTests.differences(a, b), clusterOf);
    }

    private static double[] pick(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }

    /** Units with a sum and a count each; the statistic is sum of sums / sum of counts. */
    private Result ratioOfSums(double[] sums, double[] counts) {
        int n = sums.length;
        if (n < 2) {
            throw new DmuException("a bootstrap over " + n + " queries or classes asked; at least 2 with a value are"
                    + " needed: a single one says nothing about others");
        }
        double totalSum = Arrays.stream(sums).sum();
        double totalCount = Arrays.stream(counts).sum();
        double estimate = totalSum / totalCount;
        double[] withoutOne = new double[n];
        for (int i = 0; i < n; i++) {
            withoutOne[i] = (totalSum - sums[i]) / (totalCount - counts[i]);
        }
        double[] replicates = replicates(sums, counts);
        Arrays.sort(replicates);
        return new Result(
                estimate,
                standardDeviation(replicates),
                percentileInterval(replicates, level),
                bcaInterval(replicates, estimate, withoutOne, level),
                n);
    }

    private double[] replicates(double[] sums, double[] counts) {
        SplittableRandom random = Seeds.random(seed, "bootstrap");
        double[] replicates = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            double count = 0;
            for (int i = 0; i < sums.length; i++) {
                int drawn = random.nextInt(sums.length);
                sum += sums[drawn];
                count += counts[drawn];
            }
            replicates[r] = sum / count;
        }
        return replicates;
    }

    static Interval percentileInterval(double[] sortedReplicates, double level) {
        double tail = (1 - level) / 2;
        return new Interval(quantile(sortedReplicates, tail), quantile(sortedReplicates, 1 - tail), level);
    }

    /** The accelerated interval; {@code withoutOne} is the statistic with each unit left out in turn. */
    static Interval bcaInterval(double[] sortedReplicates, double estimate, double[] withoutOne, double level) {
        double below = 0;
        for (double replicate : sortedReplicates) {
            below += replicate < estimate ? 1 : replicate == estimate ? 0.5 : 0;
        }
        double bias = inverseNormal(below / sortedReplicates.length);
        double acceleration = acceleration(withoutOne);
        double tail = (1 - level) / 2;
        return new Interval(
                adjustedQuantile(sortedReplicates, bias, acceleration, tail),
                adjustedQuantile(sortedReplicates, bias, acceleration, 1 - tail),
                level);
    }

    private static double acceleration(double[] withoutOne) {
        double mean = Arrays.stream(withoutOne).average().orElse(Double.NaN);
        double squares = 0;
        double cubes = 0;
        for (double value : withoutOne) {
            double influence = mean - value;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        return cubes / (6 * Math.pow(squares, 1.5));
    }

    private static double adjustedQuantile(double[] replicates, double bias, double acceleration, double tail) {
        double shifted = bias + inverseNormal(tail);
        double adjusted = bias + shifted / (1 - acceleration * shifted);
        return Double.isFinite(adjusted)
                ? quantile(replicates, new NormalDistribution().cumulativeProbability(adjusted))
                : Double.NaN;
    }

    private static double inverseNormal(double p) {
        return new NormalDistribution().inverseCumulativeProbability(p);
    }

    /** Linear between order statistics, numpy's default. */
    static double quantile(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static double standardDeviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
