package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Exact search by scoring every pair, in blocks that fit the processor's caches. The reference that faster searches are
 * tested against; with another {@link ScoreKernel} also their frame.
 *
 * <p>Threads take blocks of queries; each query's ranking is made by one thread alone, so the result does not depend on
 * their number. Thread-safe; holds no threads between calls.
 */
public final class ExactSearch implements SimilaritySearch {
    private static final int QUERY_BLOCK = 32;
    private static final int GALLERY_BLOCK = 256;

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
            FloatMatrix gallery,
            int k,
            SelfMatches self,
            Cancellation cancellation) {
        requireSearchable(queries, gallery, k);
        self.requireFit(queries.rows(), gallery.rows());
        var task = new Task(
                similarity, similarity.prepare(queries, "query"), similarity.prepare(gallery, "gallery"), k, self);
        int blocks = (queries.rows() + QUERY_BLOCK - 1) / QUERY_BLOCK;
        inParallel(Math.min(threads, blocks), blocks, task, cancellation);
        return Neighbours.of(task.indices, task.scores, k);
    }

    private static void requireSearchable(FloatMatrix queries, FloatMatrix gallery, int k) {
        if (k < 1 || k > gallery.rows()) {
            throw new DmuException(k + " neighbours asked, but the gallery has " + gallery.rows()
                    + " items; allowed are 1.." + gallery.rows() + ": lower k, or use rankAll for the full ranking");
        }
        if (queries.rows() > 0 && queries.columns() != gallery.columns()) {
            throw new DmuException("queries have dimension " + queries.columns() + " but the gallery has "
                    + gallery.columns() + "; both must be equal: adapt one side to the other's space first");
        }
    }

    /** Runs all blocks; the caller works too, and alone asks for cancellation (its interrupt flag may be the signal). */
    private static void inParallel(int workers, int blocks, Task task, Cancellation cancellation) {
        var next = new AtomicInteger();
        var stopped = new AtomicBoolean();
        List<FutureTask<Void>> others = new ArrayList<>();
        for (int w = 1; w < workers; w++) {
            var other = new FutureTask<Void>(
                    () -> {
                        for (int b = next.getAndIncrement(); b < blocks && !stopped.get(); b = next.getAndIncrement()) {
                            task.rankBlock(b);
                        }
                    },
                    null);
            others.add(other);
            var thread = new Thread(other, "dmu4j-search-" + w);
            thread.setDaemon(true);
            thread.start();
        }
        boolean finished = false;
        try {
            for (int b = next.getAndIncrement(); b < blocks; b = next.getAndIncrement()) {
                if (cancellation.isRequested()) {
                    throw new RunCancelled("search stopped on request after about " + b + " of " + blocks
                            + " blocks of queries; nothing was kept: call it again");
                }
                task.rankBlock(b);
            }
            finished = true;
        } finally {
            stopped.set(!finished);
            awaitAll(others);
        }
    }

    /** Waits even when interrupted, as the workers end within one block; the interrupt flag is kept for the caller. */
    private static void awaitAll(List<FutureTask<Void>> others) {
        boolean interrupted = false;
        for (FutureTask<Void> other : others) {
            boolean ended = false;
            while (!ended) {
                try {
                    other.get();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a search thread failed: " + e.getCause(), e.getCause());
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One search: the prepared inputs and the rows of the result, each written by one thread. */
    private final class Task {
        final Similarity similarity;
        final FloatMatrix queries;
        final FloatMatrix gallery;
        final int k;
        final SelfMatches self;
        final int[][] indices;
        final float[][] scores;

        Task(Similarity similarity, FloatMatrix queries, FloatMatrix gallery, int k, SelfMatches self) {
            this.similarity = similarity;
            this.queries = queries;
            this.gallery = gallery;
            this.k = k;
            this.self = self;
            this.indices = new int[queries.rows()][];
            this.scores = new float[queries.rows()][];
        }

        void rankBlock(int block) {
            int from = block * QUERY_BLOCK;
            int count = Math.min(QUERY_BLOCK, queries.rows() - from);
            var top = new TopCandidates[count];
            for (int i = 0; i < count; i++) {
                top[i] = new TopCandidates(k, gallery.rows());
            }
            float[] blockScores = new float[count * GALLERY_BLOCK];
            for (int row = 0; row < gallery.rows(); row += GALLERY_BLOCK) {
                int rows = Math.min(GALLERY_BLOCK, gallery.rows() - row);
                kernel.score(similarity, queries, from, count, gallery, row, rows, blockScores);
                for (int i = 0; i < count; i++) {
                    collect(top[i], blockScores, i * rows, row, rows, self.excludedFor(from + i));
                }
            }
            for (int i = 0; i < count; i++) {
                unpack(top[i].drain(), from + i);
            }
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
