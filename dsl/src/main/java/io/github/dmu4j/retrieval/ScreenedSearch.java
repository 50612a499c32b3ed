package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.Arrays;

/**
 * Exact search in two steps: all pairs are scored in float32, as fast as the processor can, and the few that may be among the k
 * nearest are scored again as {@link ExactSearch} does. The answer is the reference's bit for bit, indices, order and
 * scores, because what is left out is proved to be worse than k others ({@link ScreenedCandidates}, {@link ScreeningError}).
 *
 * <p>Where that proof has no room the reference's own way is taken: for a search whose k is not small against the gallery, with
 * rows or queries that float32 products cannot hold, and for single queries with thousands of near ties at the k-th place.
 *
 * <p>The gallery is read once for up to some thousand queries; threads take pieces of it. Beside the result a search needs the
 * candidates of these queries, about 128 MB or those of 64 queries where these take more, and does not hold the gallery.
 * Thread-safe; holds no threads between calls.
 */
public final class ScreenedSearch implements SimilaritySearch {
    /** Below this share of the gallery, screening leaves little to score again. */
    private static final int GALLERY_PER_NEIGHBOUR = 32;

    private final int threads;
    private final ScreeningKernel kernel;
    private final ScoreKernel exactKernel;
    private final ExactSearch exact;

    /** With the scalar reference for what is scored exactly. */
    public ScreenedSearch(int threads, ScreeningKernel kernel) {
        this(threads, kernel, new ScalarKernel());
    }

    /**
     * @param threads at least 1; the calling thread is one of them
     * @param exactKernel scores as {@link Similarity#between}, to the last bit
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public ScreenedSearch(int threads, ScreeningKernel kernel, ScoreKernel exactKernel) {
        this.threads = threads;
        this.kernel = kernel;
        this.exactKernel = exactKernel;
        this.exact = new ExactSearch(threads, exactKernel);
    }

    @Override
    public String name() {
        return "exact, " + kernel.name();
    }

    @Override
    public Neighbours search(
            Similarity similarity,
            FloatMatrix queries,
            FloatRows gallery,
            int k,
            SelfMatches self,
            Cancellation cancellation) {
        ExactSearch.requireSearchable(queries, gallery, k);
        self.requireFit(queries.rows(), gallery.rows());
        if ((long) k * GALLERY_PER_NEIGHBOUR > gallery.rows() || gallery.columns() > ScreeningError.MOST_COLUMNS) {
            return exact.search(similarity, queries, gallery, k, self, cancellation);
        }
        var prepared = similarity.prepare(queries, "query");
        int[][] indices = new int[queries.rows()][];
        float[][] scores = new float[queries.rows()][];
        int perReading = ScreenedReading.queries(k, gallery, threads);
        for (int from = 0; from < queries.rows(); from += perReading) {
            int to = Math.min(queries.rows(), from + perReading);
            var reading = new ScreenedReading(
                    similarity,
                    prepared.slice(from, to),
                    gallery,
                    k,
                    self.slice(from, to),
                    threads,
                    kernel,
                    exactKernel);
            if (!reading.screen(threads, cancellation)) {
                return exact.search(similarity, queries, gallery, k, self, cancellation);
            }
            reading.rank(threads, cancellation, indices, scores, from);
        }
        int[] open = open(indices);
        if (open.length > 0) {
            int[] excluded = Arrays.stream(open).map(self::excludedFor).toArray();
            Neighbours rest =
                    exact.search(similarity, queries.select(open), gallery, k, SelfMatches.of(excluded), cancellation);
            for (int i = 0; i < open.length; i++) {
                indices[open[i]] = rest.indices(i);
                scores[open[i]] = rest.scores(i);
            }
        }
        return Neighbours.of(indices, scores, k);
    }

    /** The queries that have no result yet. */
    private static int[] open(int[][] indices) {
        int[] open = new int[indices.length];
        int count = 0;
        for (int q = 0; q < indices.length; q++) {
            if (indices[q] == null) {
                open[count++] = q;
            }
        }
        return Arrays.copyOf(open, count);
    }
}
