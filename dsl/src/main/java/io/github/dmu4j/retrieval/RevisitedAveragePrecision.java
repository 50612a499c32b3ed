package io.github.dmu4j.retrieval;

import java.util.Locale;

/**
 * Area under the precision/recall curve by trapezoids: with the j-th positive (from 0) at position r_j, the mean over j
 * of (p0 + p1)/2 with p1 = (j+1)/(r_j+1) and p0 = j/r_j, or 1 at position 0.
 */
record RevisitedAveragePrecision(Protocol protocol) implements Metric {
    @Override
    public String name() {
        return "revisitedMAP-" + protocol.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int depth() {
        return RankedResults.FULL;
    }

    @Override
    public double[] perQuery(RankedResults results) {
        RankedResults ranked = results.under(protocol);
        return PerQuery.over(ranked, this, (q, relevant) -> {
            double sum = 0;
            int found = 0;
            for (int i = 0; i < ranked.length(q); i++) {
                if (ranked.isRelevant(q, i)) {
                    double before = i == 0 ? 1 : (double) found / i;
                    found++;
                    sum += before + found / (i + 1.0);
                }
            }
            return sum / (2 * relevant);
        });
    }
}
