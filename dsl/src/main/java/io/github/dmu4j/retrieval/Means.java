package io.github.dmu4j.retrieval;

/** Means over per-query values, where NaN stands for a query that has none. */
public final class Means {
    private Means() {}

    /** The mean of the values that are not NaN; NaN if there is none. */
    public static double ofPresent(double[] values) {
        double sum = 0;
        int present = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                present++;
            }
        }
        return present == 0 ? Double.NaN : sum / present;
    }

    /** The standard deviation of the values that are not NaN, with denominator n; NaN if there is none. */
    static double deviationOfPresent(double[] values) {
        double mean = ofPresent(values);
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = (values[i] - mean) * (values[i] - mean);
        }
        return Math.sqrt(ofPresent(squares));
    }

    /** How many values are NaN. */
    public static int skipped(double[] values) {
        int skipped = 0;
        for (double value : values) {
            skipped += Double.isNaN(value) ? 1 : 0;
        }
        return skipped;
    }

    /**
     * The mean per class of the query, over its queries that have a value: what the class-label protocol prints as
     * per-class result.
     *
     * @param classes one class per value, in 0..count-1
     * @return one mean per class; NaN for a class without a value
     */
    public static double[] perClass(double[] values, int[] classes, int count) {
        double[] sums = new double[count];
        int[] present = new int[count];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                sums[classes[i]] += values[i];
                present[classes[i]]++;
            }
        }
        for (int c = 0; c < count; c++) {
            sums[c] = present[c] == 0 ? Double.NaN : sums[c] / present[c];
        }
        return sums;
    }
}
