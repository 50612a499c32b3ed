package io.github.dmu4j.retrieval;

record Cmc(int depth) implements Metric {
    @Override
    public String name() {
        return "CMC@" + depth;
    }

    /** First match found, the rest of the list does not matter: the hit rate. */
    @Override
    public double[] perQuery(RankedResults results) {
        results.requireDepthFor(this);
        return new HitRate(depth).perQuery(results);
    }
}
