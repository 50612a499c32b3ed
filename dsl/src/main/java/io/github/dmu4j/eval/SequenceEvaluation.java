package io.github.dmu4j.eval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.retrieval.Measurement;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures every generation of a sequence as the query model, over its own gallery and over that of every earlier generation, kept
 * as it was and evolved: the two readings of C[t][k] = M(queries of model t, gallery of model k).
 *
 * <p>The gallery of generation k evolves by the adapters k to t - 1 in turn, so that column 1 of the evolved triangle is the
 * gallery that a system with this history stores. The adapters of later columns have moved native vectors of generation k, while
 * they were trained on evolved ones: what would happen to items that were added under model k and never embedded again.
 *
 * <p>Exact search with cosine similarity; equal scores rank by gallery order, a query never finds itself. A kept gallery of
 * another dimension cannot be searched and has no score.
 */
public final class SequenceEvaluation {
    private final SimilaritySearch search;
    private final List<Metric> metrics;
    private final Cancellation cancellation;

    /** @param metrics at least one */
    public SequenceEvaluation(List<Metric> metrics, Cancellation cancellation) {
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs at least one metric, for example mAP()");
        }
        this.search = SimilaritySearch.fastest();
        this.metrics = List.copyOf(metrics);
        this.cancellation = cancellation;
    }

    /** All combinations that {@code vectors} allow, times all metrics; one evolved gallery is in memory at a time. */
    public SequenceScores measure(SequenceVectors vectors) {
        List<SequenceScore> scores = new ArrayList<>();
        for (int k = 0; k < vectors.generations(); k++) {
            FloatMatrix kept = vectors.galleries().get(k);
            FloatMatrix evolved = kept;
            scores.addAll(measure(vectors, k, k, GalleryState.REEMBEDDED, kept));
            for (int t = k + 1; t < vectors.generations(); t++) {
                if (vectors.queries().get(t).columns() == kept.columns()) {
                    scores.addAll(measure(vectors, t, k, GalleryState.KEPT, kept));
                }
                if (!vectors.adapters().isEmpty()) {
                    evolved = vectors.adapters().get(t - 1).adapt(evolved);
                    scores.addAll(measure(vectors, t, k, GalleryState.EVOLVED, evolved));
                }
            }
        }
        return new SequenceScores(vectors.generations(), scores);
    }

    private List<SequenceScore> measure(
            SequenceVectors vectors, int query, int gallery, GalleryState state, FloatMatrix stored) {
        Measurement measured = Measurement.of(
                search,
                Similarity.COSINE,
                vectors.queries().get(query),
                stored,
                vectors.judgments(),
                vectors.self(),
                metrics,
                cancellation);
        return metrics.stream()
                .map(metric -> new SequenceScore(
                        query + 1,
                        gallery + 1,
                        state,
                        metric,
                        measured.mean(metric),
                        vectors.queryLabels().length - measured.skipped(metric),
                        measured.skipped(metric),
                        measured.perQuery(metric)))
                .toList();
    }
}
