package io.github.dmu4j.retrieval;

import java.util.Arrays;

/**
 * For each query its nearest gallery items, closest first: gallery indices and scores. A row is shorter than {@link
 * #depth()} when the gallery, less the query itself, has fewer items.
 *
 * <p>The rows are handed out without a copy, for speed; nobody writes to them.
 */
public final class Neighbours {
    private final int[][] indices;
    private final float[][] scores;
    private final int depth;

    private Neighbours(int[][] indices, float[][] scores, int depth) {
        this.indices = indices;
        this.scores = scores;
        this.depth = depth;
    }

    /**
     * Wraps the rows without a copy; for implementers of {@link SimilaritySearch}.
     *
     * @param indices one row of gallery indices per query, closest first
     * @param scores the same shape, never increasing along a row
     * @param depth the k that was asked for
     * @throws IllegalArgumentException if the shapes differ
     */
    public static Neighbours of(int[][] indices, float[][] scores, int depth) {
        if (indices.length != scores.length) {
            throw new IllegalArgumentException(
                    indices.length + " rows of indices but " + scores.length + " rows of scores");
        }
        for (int q = 0; q < indices.length; q++) {
            if (indices[q].length != scores[q].length) {
                throw new IllegalArgumentException(
                        "query " + q + " has " + indices[q].length + " indices but " + scores[q].length + " scores");
            }
        }
        return new Neighbours(indices, scores, depth);
    }

    /** Number of queries. */
    public int queries() {
        return indices.length;
    }

    /** The k that was asked for. */
    public int depth() {
        return depth;
    }

    /** Gallery indices of one query, closest first. Not a copy. */
    public int[] indices(int query) {
        return indices[query];
    }

    /** Scores of one query, aligned with {@link #indices(int)}. Not a copy. */
    public float[] scores(int query) {
        return scores[query];
    }

    /**
     * annRecall@k, the quality of an approximate search: for each query the share of the exact top k that is also in
     * the top k here, in [0, 1]; NaN where the exact list is empty. The order inside the top k does not count.
     *
     * @param exact the result of an exact search for the same queries, at least k deep
     */
    public double[] annRecall(Neighbours exact, int k) {
        double[] recall = new double[queries()];
        for (int q = 0; q < recall.length; q++) {
            int[] wanted = firstSorted(exact.indices[q], k);
            int[] found = firstSorted(indices[q], k);
            int overlap = 0;
            for (int index : found) {
                overlap += Arrays.binarySearch(wanted, index) >= 0 ? 1 : 0;
            }
            recall[q] = wanted.length == 0 ? Double.NaN : (double) overlap / wanted.length;
        }
        return recall;
    }

    private static int[] firstSorted(int[] row, int k) {
        int[] first = Arrays.copyOf(row, Math.min(k, row.length));
        Arrays.sort(first);
        return first;
    }

    /** Equal when depth, indices and scores are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Neighbours that
                && depth == that.depth
                && Arrays.deepEquals(indices, that.indices)
                && Arrays.deepEquals(scores, that.scores);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * depth + Arrays.deepHashCode(indices)) + Arrays.deepHashCode(scores);
    }

    @Override
    public String toString() {
        return "Neighbours of " + queries() + " queries, depth " + depth;
    }
}
