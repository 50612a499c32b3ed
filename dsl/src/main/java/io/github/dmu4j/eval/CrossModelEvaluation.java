package io.github.dmu4j.eval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.retrieval.Measurement;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.RelevanceJudgments;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures every pairing of query model and gallery model on the same queries, by exact search with cosine similarity; equal
 * scores rank by gallery order, a query never finds itself.
 */
public final class CrossModelEvaluation {
    private final SimilaritySearch search;
    private final List<Metric> metrics;
    private final Cancellation cancellation;

    /** @param metrics at least one */
    public CrossModelEvaluation(List<Metric> metrics, Cancellation cancellation) {
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs at least one metric, for example mAP()");
        }
        this.search = SimilaritySearch.fastest();
        this.metrics = List.copyOf(metrics);
        this.cancellation = cancellation;
    }

    /** All pairings that {@code vectors} allow, times all metrics. */
    public List<PairingScore> measure(CrossModelVectors vectors) {
        RelevanceJudgments judgments = vectors.judgments();
        List<PairingScore> scores = new ArrayList<>();
        vectors.sides()
                .forEach((pairing, side) ->
                        scores.addAll(measure(pairing, side.queries(), side.gallery(), judgments, vectors.self())));
        return scores;
    }

    /** One pairing times all metrics. */
    public List<PairingScore> measure(
            Pairing pairing, FloatMatrix queries, FloatMatrix gallery, RelevanceJudgments judgments, SelfMatches self) {
        Measurement measured =
                Measurement.of(search, Similarity.COSINE, queries, gallery, judgments, self, metrics, cancellation);
        List<PairingScore> scores = new ArrayList<>();
        for (Metric metric : metrics) {
            int skipped = measured.skipped(metric);
            scores.add(new PairingScore(
                    pairing,
                    metric,
                    measured.mean(metric),
                    queries.rows() - skipped,
                    skipped,
                    measured.perQuery(metric)));
        }
        return scores;
    }
}
