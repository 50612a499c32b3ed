package io.github.dmu4j.retrieval;

record Recall(int depth) implements Metric {
    @Override
    public String name() {
        return "recall@" + depth;
    }

    @Override
    public double[] perQuery(RankedResults results) {
        return PerQuery.over(results, this, (q, relevant) -> {
            int hits = 0;
            for (int i = 0; i < Math.min(depth, results.length(q)); i++) {
                hits += results.isRelevant(q, i) ? 1 : 0;
            }
            return (double) hits / relevant;
        });
    }
}
