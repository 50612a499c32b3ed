package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.landmark.Gldv2Query;
import io.github.dmu4j.data.landmark.Gldv2Retrieval;
import io.github.dmu4j.data.landmark.KaggleSubmission;
import io.github.dmu4j.retrieval.Means;
import io.github.dmu4j.retrieval.Measurement;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.RankedResults;
import io.github.dmu4j.retrieval.RelevanceJudgments;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The retrieval protocol of Google Landmarks v2: mAP@100 of the queries against the index, from vectors by exact search with
 * cosine similarity, or from a file of predictions. Equal scores rank by gallery order. Public or private queries, as the task
 * was read. Immutable.
 *
 * <p>Source: DELF, {@code google_landmarks_dataset/metrics.py}; Weyand, Araujo, Cao, Sim, "Google Landmarks Dataset v2", CVPR
 * 2020. Deviations: a query without a relevant image (in a trial with a part of the index), whose AP is undefined, is left out
 * and counted.
 */
public final class Gldv2Protocol {
    private static final Metric METRIC = Metric.mAPAt(KaggleSubmission.MOST);

    private final Gldv2Retrieval task;
    private final int[][] relevant;
    private final int galleryImages;

    private Gldv2Protocol(Gldv2Retrieval task, int[][] relevant, int galleryImages) {
        this.task = task;
        this.relevant = relevant;
        this.galleryImages = galleryImages;
    }

    /** The protocol of a task. @throws DmuException if it has no queries or no gallery */
    public static Gldv2Protocol of(Gldv2Retrieval task) {
        List<Gldv2Query> truth = task.groundTruth();
        int images = task.gallery().size();
        if (truth.isEmpty() || images == 0) {
            throw new DmuException(task.name() + " has " + truth.size() + " queries and " + images
                    + " gallery images; both are needed: read a larger part of it");
        }
        return new Gldv2Protocol(
                task,
                truth.stream()
                        .map(query -> query.relevant().stream()
                                .mapToInt(Integer::intValue)
                                .toArray())
                        .toArray(int[][]::new),
                images);
    }

    /**
     * As {@link #measure(FloatMatrix, FloatRows)}; sets that know identifiers must have those of the images, in their order.
     *
     * @throws DmuException if they have others, too
     */
    public Gldv2Score measure(EmbeddingSet queries, EmbeddingSet gallery) {
        return measure(
                ImageVectors.of(queries, task.queries(), "queries"),
                ImageVectors.of(gallery, task.gallery(), "gallery"));
    }

    /**
     * Searches and measures.
     *
     * @param queries shape (m, d), in the order of {@link Gldv2Retrieval#queries()}, by the model that searches
     * @param gallery shape (n, d), in the order of {@link Gldv2Retrieval#gallery()}, by the same or a compatible model; may lie in a
     *     file ({@link io.github.dmu4j.base.MappedNpy})
     * @throws DmuException if the numbers of rows are others, the dimensions differ, or a row is zero or not finite
     */
    public Gldv2Score measure(FloatMatrix queries, FloatRows gallery) {
        ImageVectors.checked(queries, relevant.length, "queries");
        ImageVectors.requireCount(gallery, galleryImages, "gallery");
        ImageVectors.requireOneSpace(queries, "queries", gallery, "gallery");
        return score(Measurement.of(
                        SimilaritySearch.fastest(),
                        Similarity.COSINE,
                        queries,
                        gallery,
                        RelevanceJudgments.ofRelevant(galleryImages, relevant),
                        SelfMatches.NONE,
                        List.of(METRIC),
                        Cancellation.ON_INTERRUPT)
                .perQuery(METRIC));
    }

    /**
     * Scores predictions as they are. A query without a line, or with an empty one, counts 0; a prediction that occurs again or
     * is not in the gallery takes its rank and is never right; lines of queries that are not in the task are passed over.
     *
     * @throws DmuException if there is no line for any query of the task
     */
    public Gldv2Score measure(KaggleSubmission submission) {
        Set<String> queries = task.groundTruth().stream().map(Gldv2Query::id).collect(Collectors.toSet());
        if (IntStream.range(0, submission.size()).noneMatch(line -> queries.contains(submission.query(line)))) {
            throw new DmuException(task.name() + " asked with predictions for " + submission.size()
                    + " queries, of which none is in the task; is this the file of the other half, or of another set?");
        }
        // Row -1, which stands for a foreign image, becomes one more gallery item that is relevant to nobody.
        int foreign = galleryImages;
        int[][] rankings = submission.rankings(task);
        for (int[] ranking : rankings) {
            for (int i = 0; i < ranking.length; i++) {
                ranking[i] = ranking[i] < 0 ? foreign : ranking[i];
            }
        }
        return score(METRIC.perQuery(
                RankedResults.ofPredictions(rankings, RelevanceJudgments.ofRelevant(galleryImages + 1, relevant))));
    }

    private Gldv2Score score(double[] perQuery) {
        return new Gldv2Score(
                task.name(),
                Means.ofPresent(perQuery),
                Arrays.stream(perQuery).boxed().toList());
    }

    @Override
    public String toString() {
        return METRIC.name() + " of " + task.summary();
    }
}
