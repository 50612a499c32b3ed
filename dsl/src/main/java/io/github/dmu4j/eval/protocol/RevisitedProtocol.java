package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.landmark.RevisitedQuery;
import io.github.dmu4j.data.landmark.RevisitedSet;
import io.github.dmu4j.retrieval.Measurement;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.Protocol;
import io.github.dmu4j.retrieval.RelevanceJudgments;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The protocol of Revisited Oxford and Paris: the whole gallery is ranked by cosine similarity for each query, and mAP (by
 * trapezoids) and mP@1, 5, 10 are taken under Easy, Medium and Hard; junk counts as if it were not in the gallery. Equal scores
 * rank by gallery order. Not comparable with the mAP of other protocols. Immutable.
 *
 * <p>Whether queries are cropped is up to who embeds them: {@link RevisitedSet#queries()} are, as the official protocol wants;
 * {@link RevisitedSet#uncroppedQueries()} are what OpenCompatible and AdvBCT report.
 *
 * <p>Source: Radenovic, Iscen, Tolias, Avrithis, Chum, "Revisiting Oxford and Paris: Large-Scale Image Retrieval Benchmarking",
 * CVPR 2018, and {@code revisitop/python/evaluate.py}. Deviations: a gallery image that a query lists twice (as easy and as
 * junk, say) is refused; vectors are normalised here, whether they came so or not.
 */
public final class RevisitedProtocol {
    private static final int[] RANKS = {1, 5, 10};

    private final RevisitedSet set;
    private final int galleryImages;
    private final RelevanceJudgments judgments;

    private RevisitedProtocol(RevisitedSet set, int galleryImages, RelevanceJudgments judgments) {
        this.set = set;
        this.galleryImages = galleryImages;
        this.judgments = judgments;
    }

    /** The protocol of a set. @throws DmuException if it has no queries, or one lists a gallery image twice */
    public static RevisitedProtocol of(RevisitedSet set) {
        List<RevisitedQuery> truth = set.groundTruth();
        if (truth.isEmpty()) {
            throw new DmuException(
                    set.name() + " has no queries; there is nothing to measure: get the ground truth again");
        }
        truth.forEach(query -> requireDisjoint(query, set.name()));
        int images = set.gallery().size();
        return new RevisitedProtocol(
                set,
                images,
                RelevanceJudgments.revisited(
                        images,
                        rows(truth, RevisitedQuery::easy),
                        rows(truth, RevisitedQuery::hard),
                        rows(truth, RevisitedQuery::junk)));
    }

    private static void requireDisjoint(RevisitedQuery query, String name) {
        Set<Integer> seen = new HashSet<>();
        for (List<Integer> list : List.of(query.easy(), query.hard(), query.junk())) {
            for (int row : list) {
                if (!seen.add(row)) {
                    throw new DmuException("query " + query.name() + " of " + name + " lists gallery row " + row
                            + " twice; it may be easy, hard or junk, but one of them: get the ground truth again");
                }
            }
        }
    }

    private static int[][] rows(List<RevisitedQuery> truth, Function<RevisitedQuery, List<Integer>> kind) {
        return truth.stream()
                .map(query ->
                        kind.apply(query).stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /**
     * As {@link #measure(FloatMatrix, FloatRows)}; sets that know identifiers must have those of the images, in their order.
     *
     * @throws DmuException if they have others, too
     */
    public RevisitedScore measure(EmbeddingSet queries, EmbeddingSet gallery) {
        return measure(
                ImageVectors.of(queries, set.queries(), "queries"), ImageVectors.of(gallery, set.gallery(), "gallery"));
    }

    /**
     * Ranks and measures.
     *
     * @param queries shape (m, d), in the order of {@link RevisitedSet#queries()}, by the model that searches
     * @param gallery shape (n, d), in the order of {@link RevisitedSet#gallery()}, by the same or a compatible model; may lie in a
     *     file ({@link io.github.dmu4j.base.MappedNpy})
     * @throws DmuException if the numbers of rows are others, the dimensions differ, or a row is zero or not finite
     */
    public RevisitedScore measure(FloatMatrix queries, FloatRows gallery) {
        ImageVectors.checked(queries, judgments.queries(), "queries");
        ImageVectors.requireCount(gallery, galleryImages, "gallery");
        ImageVectors.requireOneSpace(queries, "queries", gallery, "gallery");
        List<Metric> metrics = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            metrics.add(Metric.revisitedMAP(protocol));
            Arrays.stream(RANKS).forEach(k -> metrics.add(Metric.revisitedPrecisionAt(protocol, k)));
        }
        Measurement measured = Measurement.of(
                SimilaritySearch.fastest(),
                Similarity.COSINE,
                queries,
                gallery,
                judgments,
                SelfMatches.NONE,
                metrics,
                Cancellation.ON_INTERRUPT);
        return new RevisitedScore(
                set.name(), row(measured, Protocol.EASY), row(measured, Protocol.MEDIUM), row(measured, Protocol.HARD));
    }

    private static RevisitedScore.Row row(Measurement measured, Protocol protocol) {
        double[] precisions = Arrays.stream(RANKS)
                .mapToDouble(k -> measured.mean(Metric.revisitedPrecisionAt(protocol, k)))
                .toArray();
        Metric map = Metric.revisitedMAP(protocol);
        return new RevisitedScore.Row(
                measured.mean(map),
                precisions[0],
                precisions[1],
                precisions[2],
                Arrays.stream(measured.perQuery(map)).boxed().toList());
    }

    @Override
    public String toString() {
        return "Easy, Medium and Hard of " + set.summary();
    }
}
