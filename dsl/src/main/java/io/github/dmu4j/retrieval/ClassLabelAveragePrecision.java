package io.github.dmu4j.retrieval;

/** Sum over distinct scores, descending, of (recall gained at this score) * (precision down to this score). */
record ClassLabelAveragePrecision() implements Metric {
    @Override
    public String name() {
        return "classLabelMAP";
    }

    @Override
    public int depth() {
        return RankedResults.FULL;
    }

    @Override
    public double[] perQuery(RankedResults results) {
        return PerQuery.over(results, this, (q, relevant) -> {
            double sum = 0;
            int hits = 0;
            int hitsBeforeGroup = 0;
            for (int i = 0; i < results.length(q); i++) {
                hits += results.isRelevant(q, i) ? 1 : 0;
                boolean endsGroup = i + 1 == results.length(q) || results.score(q, i + 1) != results.score(q, i);
                if (endsGroup) {
                    sum += (hits - hitsBeforeGroup) * (hits / (i + 1.0));
                    hitsBeforeGroup = hits;
                }
            }
            return sum / relevant;
        });
    }
}
