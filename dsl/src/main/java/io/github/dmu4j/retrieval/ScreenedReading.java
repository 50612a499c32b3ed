package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** One reading of the gallery in a {@link ScreenedSearch}: some queries, their candidates, and their ranking. Used once. */
final class ScreenedReading {
    /** Candidates of all pieces, 8 bytes each, that are made room for at a time. */
    private static final int CANDIDATES = 1 << 24;
    /** Values of the queries: for more they would leave the processor's caches between two blocks of rows. */
    private static final int QUERY_VALUES = 1 << 21;

    private static final int FEWEST_QUERIES = 64;
    private static final int MOST_QUERIES = 8192;
    /** So that threads end at about the same time, and later pieces begin with what earlier ones found. */
    private static final int PIECES_PER_THREAD = 4;

    private static final int QUERIES_RANKED_AT_A_TIME = 16;

    private final Similarity similarity;
    private final FloatMatrix queries;
    private final FloatRows gallery;
    private final int k;
    private final SelfMatches self;
    private final ScreeningKernel kernel;
    private final ScoreKernel exactKernel;

    private final int blockRows;
    private final int blocks;
    private final int pieces;
    private final float[][] panels;
    private final double[] queryNorms;
    /** Per query a true score that k items of finished pieces reach. */
    private final double[] floors;
    /** Per piece the candidates of each query. */
    private final ScreenedCandidates[][] found;

    private final AtomicBoolean unfit = new AtomicBoolean();

    /** @param queries prepared */
    ScreenedReading(
            Similarity similarity,
            FloatMatrix queries,
            FloatRows gallery,
            int k,
            SelfMatches self,
            int threads,
            ScreeningKernel kernel,
            ScoreKernel exactKernel) {
        this.similarity = similarity;
        this.queries = queries;
        this.gallery = gallery;
        this.k = k;
        this.self = self;
        this.kernel = kernel.forQueries(queries.rows());
        this.exactKernel = exactKernel;
        this.blockRows = RowBlock.rowsFor(gallery.columns());
        this.blocks = (gallery.rows() + blockRows - 1) / blockRows;
        this.pieces = Math.min(blocks, pieces(threads));
        this.panels = panels(queries, this.kernel.width());
        this.queryNorms = new double[queries.rows()];
        Arrays.setAll(queryNorms, queries::rowNorm);
        this.floors = new double[queries.rows()];
        Arrays.fill(floors, Double.NEGATIVE_INFINITY);
        this.found = new ScreenedCandidates[pieces][];
    }

    private static int pieces(int threads) {
        return threads == 1 ? 1 : PIECES_PER_THREAD * threads;
    }

    /** How many queries share a reading of the gallery. */
    static int queries(int k, FloatRows gallery, int threads) {
        int byCandidates = CANDIDATES / pieces(threads) / ScreenedCandidates.capacity(k, gallery.rows());
        int byValues = QUERY_VALUES / Math.max(1, gallery.columns());
        return Math.max(FEWEST_QUERIES, Math.min(MOST_QUERIES, Math.min(byCandidates, byValues)));
    }

    /** Per panel, column j of query l at {@code j * width + l}; zeros where there is no query. */
    private static float[][] panels(FloatMatrix queries, int width) {
        int columns = queries.columns();
        float[][] panels = new float[(queries.rows() + width - 1) / width][columns * width];
        for (int q = 0; q < queries.rows(); q++) {
            float[] panel = panels[q / width];
            for (int j = 0; j < columns; j++) {
                panel[j * width + q % width] = queries.values()[q * columns + j];
            }
        }
        return panels;
    }

    /**
     * Finds the candidates.
     *
     * @return false if a query or a row cannot be scored in float32; the reading is then of no use
     */
    boolean screen(int threads, Cancellation cancellation) {
        for (double norm : queryNorms) {
            if (norm > ScreeningError.LARGEST_QUERY_NORM) {
                return false;
            }
        }
        SearchThreads.run(threads, pieces, this::screenPiece, cancellation, what());
        return !unfit.get();
    }

    private String what() {
        return "search of " + gallery.rows() + " items for " + queries.rows() + " queries";
    }

    private void screenPiece(int piece, BooleanSupplier stop) {
        var candidates = newCandidates();
        var thresholds = new float[panels.length][kernel.width()];
        var block = new RowBlock(gallery);
        var hits = new Hits(blockRows, kernel.width());
        double largestNorm = Double.NEGATIVE_INFINITY;
        int end = blockBoundary(piece + 1);
        for (int b = blockBoundary(piece); b < end; b++) {
            if (stop.getAsBoolean() || unfit.get()) {
                return;
            }
            int row = b * blockRows;
            if (!block.load(gallery, row, Math.min(blockRows, gallery.rows() - row), similarity, kernel)) {
                unfit.set(true);
                return;
            }
            if (block.largestNorm() > largestNorm) {
                largestNorm = block.largestNorm();
                allow(largestNorm, candidates, thresholds);
            }
            for (int p = 0; p < panels.length; p++) {
                kernel.screen(block, panels[p], thresholds[p], hits);
                collect(hits, row, block.rows(), p, candidates, thresholds[p]);
            }
        }
        for (var ofQuery : candidates) {
            ofQuery.shrink();
        }
        publish(piece, candidates);
    }

    private int blockBoundary(int piece) {
        return (int) ((long) blocks * piece / pieces);
    }

    private ScreenedCandidates[] newCandidates() {
        var candidates = new ScreenedCandidates[queries.rows()];
        synchronized (floors) {
            for (int q = 0; q < candidates.length; q++) {
                candidates[q] = new ScreenedCandidates(k, gallery.rows(), floors[q]);
            }
        }
        return candidates;
    }

    private void publish(int piece, ScreenedCandidates[] candidates) {
        found[piece] = candidates;
        synchronized (floors) {
            for (int q = 0; q < candidates.length; q++) {
                floors[q] = Math.max(floors[q], candidates[q].floor());
            }
        }
    }

    /** Rows up to a norm are to come: scores are off by more. */
    private void allow(double norm, ScreenedCandidates[] candidates, float[][] thresholds) {
        int width = kernel.width();
        for (int p = 0; p < panels.length; p++) {
            Arrays.fill(thresholds[p], Float.POSITIVE_INFINITY);
            for (int q = p * width; q < Math.min(candidates.length, (p + 1) * width); q++) {
                candidates[q].allow(ScreeningError.bound(similarity, gallery.columns(), queryNorms[q], norm));
                thresholds[p][q - p * width] = candidates[q].threshold();
            }
        }
    }

    private void collect(
            Hits hits, int firstRow, int rows, int panel, ScreenedCandidates[] candidates, float[] thresholds) {
        int width = kernel.width();
        for (int r = 0; r < rows; r++) {
            if (!hits.rows()[r]) {
                continue;
            }
            for (int lane = 0; lane < width; lane++) {
                float score = hits.scores()[r * width + lane];
                if (score >= thresholds[lane]) {
                    int query = panel * width + lane;
                    if (firstRow + r != self.excludedFor(query) && candidates[query].offer(score, firstRow + r)) {
                        thresholds[lane] = candidates[query].threshold();
                    }
                }
            }
        }
    }

    /** Scores the candidates as the reference does and ranks them, from index {@code first} on; leaves out incomplete ones. */
    void rank(int threads, Cancellation cancellation, int[][] indices, float[][] scores, int first) {
        int jobs = (queries.rows() + QUERIES_RANKED_AT_A_TIME - 1) / QUERIES_RANKED_AT_A_TIME;
        SearchThreads.run(
                threads,
                jobs,
                (job, stop) -> {
                    int from = job * QUERIES_RANKED_AT_A_TIME;
                    int to = Math.min(queries.rows(), from + QUERIES_RANKED_AT_A_TIME);
                    for (int q = from; q < to && !stop.getAsBoolean(); q++) {
                        rankQuery(q, indices, scores, first + q);
                    }
                },
                cancellation,
                what());
    }

    private void rankQuery(int query, int[][] indices, float[][] scores, int target) {
        var candidates = new ScreenedCandidates(k, gallery.rows(), Double.NEGATIVE_INFINITY);
        for (var piece : found) {
            candidates.addAll(piece[query]);
        }
        candidates.shrink();
        if (candidates.hasOverflowed()) {
            return;
        }
        int[] items = candidates.indices();
        float[] exactScores = exactScores(query, items);
        long[] keys = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            keys[i] = RankKey.of(exactScores[i], items[i]);
        }
        RankKey.sort(keys, keys.length);
        int count = Math.min(k, keys.length);
        indices[target] = new int[count];
        scores[target] = new float[count];
        for (int i = 0; i < count; i++) {
            indices[target][i] = RankKey.index(keys[i]);
            scores[target][i] = RankKey.score(keys[i]);
        }
    }

    private float[] exactScores(int query, int[] items) {
        int columns = gallery.columns();
        float[] row = new float[columns];
        float[] rows = new float[items.length * columns];
        for (int i = 0; i < items.length; i++) {
            gallery.read(items[i], 1, row);
            System.arraycopy(row, 0, rows, i * columns, columns);
        }
        similarity.prepare(rows, items.length, columns, 0, "gallery");
        float[] scores = new float[items.length];
        exactKernel.score(
                similarity, queries, query, 1, FloatMatrix.wrap(items.length, columns, rows), 0, items.length, scores);
        return scores;
    }
}
