package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.data.EmbeddingSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of several metrics for one pairing of query and gallery vectors, from one search. Ranks a block of queries
 * at a time, so that memory stays bounded: about 64 MB, or the rankings of 64 queries where those take more.
 */
public final class Measurement {
    /** Ranks held at once: index and score, 8 bytes each. */
    private static final long RANKS_PER_BLOCK = 8L << 20;

    private final Map<Metric, double[]> perQuery;

    private Measurement(Map<Metric, double[]> perQuery) {
        this.perQuery = perQuery;
    }

    /**
     * Searches and measures.
     *
     * @param queries shape (m, d)
     * @param gallery shape (n, d), n at least 1; may lie in a file
     * @param judgments for these m queries and n items
     * @param metrics at least one; the deepest decides how far the gallery is ranked
     * @throws DmuException if the sizes do not fit together, or as {@link SimilaritySearch#search}
     */
    public static Measurement of(
            SimilaritySearch search,
            Similarity similarity,
            FloatMatrix queries,
            FloatRows gallery,
            RelevanceJudgments judgments,
            SelfMatches self,
            List<Metric> metrics,
            Cancellation cancellation) {
        if (judgments.queries() != queries.rows() || judgments.gallerySize() != gallery.rows()) {
            throw new DmuException("judgments are for " + judgments.queries() + " queries and "
                    + judgments.gallerySize() + " gallery items, found " + queries.rows() + " query and "
                    + gallery.rows() + " gallery vectors; both must be equal, in the same order");
        }
        self.requireFit(queries.rows(), gallery.rows());
        Map<Metric, double[]> perQuery = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            perQuery.put(metric, new double[queries.rows()]);
        }
        int deepest = metrics.stream().mapToInt(Metric::depth).max().orElse(1);
        int k = judgments.hasJunk() ? gallery.rows() : Math.min(deepest, gallery.rows());
        int block = (int) Math.max(64, Math.min(queries.rows(), RANKS_PER_BLOCK / Math.max(1, k)));
        for (int from = 0; from < queries.rows(); from += block) {
            int to = Math.min(from + block, queries.rows());
            SelfMatches blockSelf = self.slice(from, to);
            Neighbours found = search.search(similarity, queries.slice(from, to), gallery, k, blockSelf, cancellation);
            RankedResults ranked = RankedResults.ofBlock(found, judgments, blockSelf, from);
            for (Map.Entry<Metric, double[]> entry : perQuery.entrySet()) {
                double[] values = entry.getKey().perQuery(ranked);
                System.arraycopy(values, 0, entry.getValue(), from, values.length);
            }
        }
        return new Measurement(perQuery);
    }

    /**
     * Measures labelled vectors by exact search with cosine similarity: relevant is what has the same label. Both sets may be of
     * different models, which is what a compatibility experiment asks about; that their labels mean the same is the caller's to
     * see to.
     *
     * @param metrics at least one
     * @throws DmuException if a set has no labels, or the dimensions differ
     */
    public static Measurement of(EmbeddingSet queries, EmbeddingSet gallery, Metric... metrics) {
        return of(
                new ExactSearch(),
                Similarity.COSINE,
                queries.vectors(),
                gallery.vectors(),
                RelevanceJudgments.byLabel(labels(queries, "queries"), labels(gallery, "gallery")),
                SelfMatches.NONE,
                List.of(metrics),
                Cancellation.ON_INTERRUPT);
    }

    private static int[] labels(EmbeddingSet set, String what) {
        return set.labels()
                .orElseThrow(() -> new DmuException(
                        "the " + what + " have no labels, which say what is relevant: give them with withLabels(...)"));
    }

    /** The metrics, in the order in which they were asked for. */
    public List<Metric> metrics() {
        return List.copyOf(perQuery.keySet());
    }

    /** One value per query; NaN where the query has no relevant item; a copy. */
    public double[] perQuery(Metric metric) {
        return valuesOf(metric).clone();
    }

    /** The mean over the queries that have a value; NaN if none has. */
    public double mean(Metric metric) {
        return Means.ofPresent(valuesOf(metric));
    }

    /** How many queries have no relevant item and are left out of the mean. */
    public int skipped(Metric metric) {
        return Means.skipped(valuesOf(metric));
    }

    private double[] valuesOf(Metric metric) {
        double[] values = perQuery.get(metric);
        if (values == null) {
            throw new DmuException(metric.name() + " asked, but only "
                    + perQuery.keySet().stream().map(Metric::name).toList() + " were measured; add it to the metrics");
        }
        return values;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Measurement");
        perQuery.forEach((metric, values) ->
                text.append(' ').append(metric.name()).append('=').append(Means.ofPresent(values)));
        return text.toString();
    }
}
