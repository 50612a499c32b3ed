package io.github.dmu4j.method;

import io.github.dmu4j.base.DmuException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every measure does to its raw scores. */
final class Scores {
    private Scores() {}

    /** The labels, or the error that says that {@code measure} needs them. */
    static int[] required(int @Nullable [] labels, String measure) {
        if (labels == null) {
            throw new DmuException(
                    "measure " + measure + " needs labels and found none; entropy(), maxProbability(),"
                            + " probabilityMargin(), margin() and distanceRatio() work without: choose one of them, or give labels");
        }
        return labels;
    }

    /** In place: NaN becomes the median of the other scores (mean of the middle two), 0.5 if there are none. */
    static double[] fillWithMedian(double[] scores) {
        double[] known =
                Arrays.stream(scores).filter(s -> !Double.isNaN(s)).sorted().toArray();
        if (known.length < scores.length) {
            double median = known.length == 0 ? 0.5 : (known[(known.length - 1) / 2] + known[known.length / 2]) / 2;
            Arrays.setAll(scores, i -> Double.isNaN(scores[i]) ? median : scores[i]);
        }
        return scores;
    }

    /** (rank - 0.5) / n with ranks from 1, the mean rank for ties: in (0, 1), mean 0.5. NaN is not allowed. */
    static double[] rankNormalised(double[] scores) {
        int n = scores.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[a], scores[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[n];
        for (int from = 0; from < n; ) {
            int to = from + 1;
            while (to < n && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            double meanRank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (meanRank - 0.5) / n;
            }
            from = to;
        }
        return ranks;
    }
}
