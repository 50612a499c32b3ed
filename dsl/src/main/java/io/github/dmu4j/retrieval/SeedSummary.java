package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;
import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A figure over training seeds: what says how far a result would repeat with another run. Three seeds or more; with
 * fewer, say so wherever the interval is shown.
 *
 * @param seeds number of runs
 * @param mean over the runs
 * @param standardDeviation with denominator n - 1; NaN for a single run
 */
public record SeedSummary(int seeds, double mean, double standardDeviation) {
    /**
     * From one value per run.
     *
     * @throws DmuException if there is none or one is NaN
     */
    public static SeedSummary of(double... valuePerSeed) {
        if (valuePerSeed.length == 0 || Arrays.stream(valuePerSeed).anyMatch(Double::isNaN)) {
            throw new DmuException("a summary over seeds of " + Arrays.toString(valuePerSeed)
                    + " asked; every run must have a value: leave out or repeat the runs that have none");
        }
        int n = valuePerSeed.length;
        double mean = Arrays.stream(valuePerSeed).average().orElse(Double.NaN);
        double squares = Arrays.stream(valuePerSeed)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new SeedSummary(n, mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1)));
    }

    /**
     * The difference a - b of two methods, paired by seed: its mean and spread, and {@link #interval} as the paired t
     * interval.
     *
     * @throws IllegalArgumentException if the numbers of runs differ
     */
    public static SeedSummary ofDifferences(double[] a, double[] b) {
        return of(PairedTests.differences(a, b));
    }

    /** Student's t interval of the mean at this level, for example 0.95; NaN ends for a single run. */
    public Interval interval(double level) {
        if (seeds < 2) {
            return new Interval(Double.NaN, Double.NaN, level);
        }
        double t = new TDistribution(null, seeds - 1.0).inverseCumulativeProbability(0.5 + level / 2);
        double halfWidth = t * standardDeviation / Math.sqrt(seeds);
        return new Interval(mean - halfWidth, mean + halfWidth, level);
    }
}
