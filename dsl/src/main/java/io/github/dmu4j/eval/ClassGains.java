package io.github.dmu4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which classes gain and which lose by an upgrade: per-query values of two pairings, averaged over the queries of a class. */
public final class ClassGains {
    private ClassGains() {}

    /**
     * One class.
     *
     * @param label the class
     * @param before mean of the first pairing
     * @param after mean of the second pairing
     * @param queries how many queries the means are over
     */
    public record Gain(int label, double before, double after, int queries) {
        /** After minus before; positive is a gain. */
        public double difference() {
            return after - before;
        }
    }

    /**
     * All classes that have a query with a relevant item, by ascending label. A query that has no value in one of the pairings is
     * left out of both.
     */
    public static List<Gain> of(int[] queryLabels, double[] before, double[] after) {
        Map<Integer, double[]> sums = new TreeMap<>();
        for (int q = 0; q < queryLabels.length; q++) {
            if (!Double.isNaN(before[q]) && !Double.isNaN(after[q])) {
                double[] sum = sums.computeIfAbsent(queryLabels[q], label -> new double[3]);
                sum[0] += before[q];
                sum[1] += after[q];
                sum[2]++;
            }
        }
        List<Gain> gains = new ArrayList<>();
        sums.forEach((label, sum) -> gains.add(new Gain(label, sum[0] / sum[2], sum[1] / sum[2], (int) sum[2])));
        return gains;
    }
}
