package io.github.dmu4j.retrieval;

/** AP@k = 1/min(|R_q|, k) * sum over hits at rank i <= k of (hits up to i) / i. */
record CutAveragePrecision(int depth) implements Metric {
    @Override
    public String name() {
        return depth == RankedResults.FULL ? "mAP" : "mAP@" + depth;
    }

    @Override
    public double[] perQuery(RankedResults results) {
        return PerQuery.over(results, this, (q, relevant) -> {
            double sum = 0;
            int found = 0;
            int most = Math.min(relevant, depth);
            for (int i = 0; i < Math.min(depth, results.length(q)) && found < most; i++) {
                if (results.isRelevant(q, i)) {
                    found++;
                    sum += found / (i + 1.0);
                }
            }
            return sum / most;
        });
    }
}
