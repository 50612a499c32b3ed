package io.github.dmu4j;

import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.retrieval.Bootstrap;
import io.github.dmu4j.retrieval.Interval;
import java.util.stream.IntStream;

/**
 * 95 % intervals of a mean over queries. Queries are drawn; whole classes where queries and gallery are one collection, since
 * their values hang together.
 */
final class QueryIntervals {
    private final Bootstrap bootstrap;
    private final int[] labels;
    private final boolean byClass;

    private QueryIntervals(Bootstrap bootstrap, int[] labels, boolean byClass) {
        this.bootstrap = bootstrap;
        this.labels = labels;
        this.byClass = byClass;
    }

    static QueryIntervals of(RetrievalImages images, long seed) {
        return new QueryIntervals(Bootstrap.standard(seed), images.queries().labels(), images.sameCollection());
    }

    /** Of the present values; NaN ends if fewer than two things could be drawn. */
    Interval mean(double[] perQuery) {
        long drawn = IntStream.range(0, perQuery.length)
                .filter(q -> !Double.isNaN(perQuery[q]))
                .map(q -> byClass ? labels[q] : q)
                .distinct()
                .count();
        if (drawn < 2) {
            return new Interval(Double.NaN, Double.NaN, 0.95);
        }
        return byClass
                ? bootstrap.clusterMean(perQuery, labels).percentile()
                : bootstrap.mean(perQuery).percentile();
    }

    /** Of the paired difference. */
    Interval difference(double[] after, double[] before) {
        double[] differences = new double[after.length];
        for (int q = 0; q < differences.length; q++) {
            differences[q] = after[q] - before[q];
        }
        return mean(differences);
    }
}
