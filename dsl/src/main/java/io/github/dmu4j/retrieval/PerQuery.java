package io.github.dmu4j.retrieval;

/** The frame that the metrics share: depth check, NaN without a relevant item, one value otherwise. */
@FunctionalInterface
interface PerQuery {
    /** The value of a query that has at least one relevant item. */
    double value(int query, int relevant);

    static double[] over(RankedResults results, Metric metric, PerQuery formula) {
        results.requireDepthFor(metric);
        double[] values = new double[results.queries()];
        for (int q = 0; q < values.length; q++) {
            int relevant = results.relevantCount(q);
            values[q] = relevant == 0 ? Double.NaN : formula.value(q, relevant);
        }
        return values;
    }
}
