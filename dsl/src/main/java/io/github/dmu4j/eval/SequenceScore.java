package io.github.dmu4j.eval;

import io.github.dmu4j.retrieval.Metric;
import java.util.Arrays;

/**
 * One metric of one query generation over one gallery.
 *
 * @param query the generation that embeds the queries, from 1
 * @param gallery the generation that embedded the gallery, at most {@code query}
 * @param state what became of that gallery since; {@link GalleryState#REEMBEDDED} exactly if both generations are one
 * @param value mean over the queries that have a relevant item; NaN if none has
 * @param queries how many queries the mean is over
 * @param skipped queries without a relevant item
 * @param perQuery one value per query, NaN where skipped; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // equality is written out below
public record SequenceScore(
        int query,
        int gallery,
        GalleryState state,
        Metric metric,
        double value,
        int queries,
        int skipped,
        double[] perQuery) {
    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceScore that
                && query == that.query
                && gallery == that.gallery
                && state == that.state
                && metric.equals(that.metric)
                && Arrays.equals(perQuery, that.perQuery);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * (31 * query + gallery) + state.hashCode()) + metric.hashCode())
                + Arrays.hashCode(perQuery);
    }

    /** For example {@code v3-to-v1 evolved}; without the state where it is one generation. */
    public String pairing() {
        return "v" + query + "-to-v" + gallery + (state == GalleryState.REEMBEDDED ? "" : " " + state.id());
    }

    @Override
    public String toString() {
        return pairing() + " " + metric.name() + " " + value + " over " + queries + " queries";
    }
}
