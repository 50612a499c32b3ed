package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.function.BooleanSupplier;

/**
 * Exact search by scoring every pair, in blocks that fit the processor's caches. The reference that faster searches are
 * tested against; with another {@link ScoreKernel} also their frame.
 *
 * <p>Threads take groups of queries and read the whole gallery for each, a block of rows at a time; each query's ranking is made by
 * one thread alone, so the result does not depend on their number. Beside the result a thread needs the candidates of its group,
 * 32 MB or those of 32 queries where these take more. Thread-safe; holds no threads between calls.
 */
public final class ExactSearch implements SimilaritySearch {
    private static final int GALLERY_BLOCK = 256;
    /** More queries for each reading of the gallery gain nothing, and their scores of one block leave the cache. */
    private static final int LARGEST_GROUP = 1024;

    private static final int GROUP_AT_ANY_DEPTH = 32;
    private static final int CANDIDATES_PER_GROUP = 1 << 22;

    private final int threads;
    private final ScoreKernel kernel;

    /** The scalar reference on all processors. */
    public ExactSearch() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /** The scalar reference on {@code threads} threads, at least 1; the calling thread is one of them. */
    public ExactSearch(int threads) {
        this(threads, new ScalarKernel());
    }

    /**
     * @param threads at least 1; the calling thread is one of them
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public ExactSearch(int threads, ScoreKernel kernel) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " search threads asked, at least 1 is needed");
        }
        this.threads = threads;
        this.kernel = kernel;
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
        requireSearchable(queries, gallery, k);
        self.requireFit(queries.rows(), gallery.rows());
        var task = new Task(
                similarity,
                similarity.prepare(queries, "query"),
                gallery,
                k,
                self,
                groupSize(queries.rows(), TopCandidates.capacity(k, gallery.rows())));
        SearchThreads.run(
                threads,
                task.groups(),
                task::rankGroup,
                cancellation,
                "search of " + gallery.rows() + " items for " + queries.rows() + " queries");
        return Neighbours.of(task.indices, task.scores, k);
    }

    private int groupSize(int queries, int candidates) {
        int byMemory = Math.max(GROUP_AT_ANY_DEPTH, CANDIDATES_PER_GROUP / candidates);
        int perThread = (queries + threads - 1) / threads;
        return Math.max(1, Math.min(perThread, Math.min(byMemory, LARGEST_GROUP)));
    }

    /** @throws DmuException if k is outside 1..n or the dimensions differ */
    static void requireSearchable(FloatMatrix queries, FloatRows gallery, int k) {
        if (k < 1 || k > gallery.rows()) {
            throw new DmuException(k + " neighbours asked, but the gallery has " + gallery.rows()
                    + " items; allowed are 1.." + gallery.rows() + ": lower k, or use rankAll for the full ranking");
        }
        if (queries.rows() > 0 && queries.columns() != gallery.columns()) {
            throw new DmuException("queries have dimension " + queries.columns() + " but the gallery has "
                    + gallery.columns() + "; both must be equal: adapt one side to the other's space first");
        }
    }

    /** One search: the inputs and the rows of the result, each written by one thread. */
    private final class Task {
        final Similarity similarity;
        final FloatMatrix queries;
        final FloatRows gallery;
        final int k;
        final SelfMatches self;
        final int groupSize;
        final int[][] indices;
        final float[][] scores;

        Task(Similarity similarity, FloatMatrix queries, FloatRows gallery, int k, SelfMatches self, int groupSize) {
            this.similarity = similarity;
            this.queries = queries;
            this.gallery = gallery;
            this.k = k;
            this.self = self;
            this.groupSize = groupSize;
            this.indices = new int[queries.rows()][];
            this.scores = new float[queries.rows()][];
        }

        int groups() {
            return (queries.rows() + groupSize - 1) / groupSize;
        }

        /** Left off when told to stop, which is asked before each block of the gallery. */
        void rankGroup(int group, BooleanSupplier stop) {
            int from = group * groupSize;
            int count = Math.min(groupSize, queries.rows() - from);
            var top = new TopCandidates[count];
            for (int i = 0; i < count; i++) {
                top[i] = new TopCandidates(k, gallery.rows());
            }
            float[] buffer = new float[GALLERY_BLOCK * gallery.columns()];
            float[] blockScores = new float[count * GALLERY_BLOCK];
            for (int row = 0; row < gallery.rows(); row += GALLERY_BLOCK) {
                if (stop.getAsBoolean()) {
                    return;
                }
                FloatMatrix block = block(row, Math.min(GALLERY_BLOCK, gallery.rows() - row), buffer);
                kernel.score(similarity, queries, from, count, block, 0, block.rows(), blockScores);
                for (int i = 0; i < count; i++) {
                    collect(top[i], blockScores, i * block.rows(), row, block.rows(), self.excludedFor(from + i));
                }
            }
            for (int i = 0; i < count; i++) {
                unpack(top[i].drain(), from + i);
            }
        }

        /** Prepared rows of the gallery, in the buffer unless they are fewer than it holds. */
        private FloatMatrix block(int row, int rows, float[] buffer) {
            float[] values = rows == GALLERY_BLOCK ? buffer : new float[rows * gallery.columns()];
            gallery.read(row, rows, values);
            similarity.prepare(values, rows, gallery.columns(), row, "gallery");
            return FloatMatrix.wrap(rows, gallery.columns(), values);
        }

        private void collect(TopCandidates top, float[] blockScores, int offset, int row, int rows, int excluded) {
            for (int j = 0; j < rows; j++) {
                if (row + j != excluded) {
                    top.offer(blockScores[offset + j], row + j);
                }
            }
        }

        private void unpack(long[] keys, int query) {
            int[] rowIndices = new int[keys.length];
            float[] rowScores = new float[keys.length];
            for (int r = 0; r < keys.length; r++) {
                rowIndices[r] = RankKey.index(keys[r]);
                rowScores[r] = RankKey.score(keys[r]);
            }
            indices[query] = rowIndices;
            scores[query] = rowScores;
        }
    }
}
