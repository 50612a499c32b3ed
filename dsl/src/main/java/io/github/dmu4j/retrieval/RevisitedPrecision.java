package io.github.dmu4j.retrieval;

import java.util.Locale;

/** Precision at min(k, rank of the last positive). */
record RevisitedPrecision(Protocol protocol, int k) implements Metric {
    @Override
    public String name() {
        return "revisitedP-" + protocol.name().toLowerCase(Locale.ROOT) + "@" + k;
    }

    /** Full: the last positive may stand anywhere. */
    @Override
    public int depth() {
        return RankedResults.FULL;
    }

    @Override
    public double[] perQuery(RankedResults results) {
        RankedResults ranked = results.under(protocol);
        return PerQuery.over(ranked, this, (q, relevant) -> {
            int lastRank = 0;
            int hits = 0;
            for (int i = 0; i < ranked.length(q); i++) {
                if (ranked.isRelevant(q, i)) {
                    lastRank = i + 1;
                    hits += i < k ? 1 : 0;
                }
            }
            return (double) hits / Math.min(lastRank, k);
        });
    }
}
