package io.github.dmu4j.retrieval;

import java.util.Arrays;

/** nDCG@k with gain 2^grade - 1 and discount log2(rank + 1). */
record NormalisedGain(int depth) implements Metric {
    @Override
    public String name() {
        return "nDCG@" + depth;
    }

    @Override
    public double[] perQuery(RankedResults results) {
        return PerQuery.over(results, this, (q, relevant) -> {
            double gain = 0;
            for (int i = 0; i < Math.min(depth, results.length(q)); i++) {
                gain += discounted(results.grade(q, i), i + 1);
            }
            int[] ideal = results.relevantGrades(q);
            Arrays.sort(ideal);
            double best = 0;
            for (int i = 0; i < Math.min(depth, ideal.length); i++) {
                best += discounted(ideal[ideal.length - 1 - i], i + 1);
            }
            return gain / best;
        });
    }

    private static double discounted(int grade, int rank) {
        return (Math.pow(2, grade) - 1) * Math.log(2) / Math.log(rank + 1.0);
    }
}
