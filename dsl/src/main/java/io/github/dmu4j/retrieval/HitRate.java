package io.github.dmu4j.retrieval;

record HitRate(int depth) implements Metric {
    @Override
    public String name() {
        return "hitRate@" + depth;
    }

    @Override
    public double[] perQuery(RankedResults results) {
        return PerQuery.over(results, this, (q, relevant) -> {
            for (int i = 0; i < Math.min(depth, results.length(q)); i++) {
                if (results.isRelevant(q, i)) {
                    return 1;
                }
            }
            return 0;
        });
    }
}
