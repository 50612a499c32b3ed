package io.github.dmu4j.eval;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.retrieval.RelevanceJudgments;
import io.github.dmu4j.retrieval.SelfMatches;
import java.util.List;

/**
 * The same queries and the same gallery, seen by every generation of a model. Rows stand in the order of the images, generations
 * from the oldest on: list index 0 is generation 1.
 *
 * @param queryLabels class of each query
 * @param galleryLabels class of each gallery item
 * @param self which gallery item each query is itself
 * @param queries queries by each generation; shape (m, d_t)
 * @param galleries gallery by each generation; shape (n, d_t)
 * @param adapters what moves stored vectors from one generation's space to that of the next; one less than generations, or none
 *     at all if nothing moves them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SequenceVectors(
        int[] queryLabels,
        int[] galleryLabels,
        SelfMatches self,
        List<FloatMatrix> queries,
        List<FloatMatrix> galleries,
        List<GalleryAdapter> adapters) {

    /** Copies the lists; throws if their lengths do not fit. */
    public SequenceVectors {
        queries = List.copyOf(queries);
        galleries = List.copyOf(galleries);
        adapters = List.copyOf(adapters);
        if (queries.isEmpty() || queries.size() != galleries.size()) {
            throw new IllegalArgumentException("queries of " + queries.size() + " generations and galleries of "
                    + galleries.size() + "; at least one of each is needed, and as many of the one as of the other");
        }
        if (!adapters.isEmpty() && adapters.size() != galleries.size() - 1) {
            throw new IllegalArgumentException(adapters.size() + " adapters for " + galleries.size()
                    + " generations; one between every two is needed, or none");
        }
    }

    /** How many generations there are. */
    public int generations() {
        return queries.size();
    }

    /** Relevant is what has the same class. */
    public RelevanceJudgments judgments() {
        return RelevanceJudgments.byLabel(queryLabels, galleryLabels);
    }
}
