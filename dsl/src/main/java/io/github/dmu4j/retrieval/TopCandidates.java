package io.github.dmu4j.retrieval;

import java.util.Arrays;

/**
 * Keeps the k best {@linkplain RankKey keys} of a stream: collects up to capacity, then sorts and drops all but k. With
 * capacity for every candidate (the full ranking) it sorts once, at the end. Reusable after {@link #drain}.
 *
 * <p>Items must be offered in ascending index order: {@link RankKey#sort} relies on it for ties.
 */
final class TopCandidates {
    private static final int SLACK = 256;

    private final int k;
    private final long[] keys;
    private int size;
    private long worstKept = Long.MAX_VALUE;

    TopCandidates(int k, int candidates) {
        this.k = k;
        this.keys = new long[capacity(k, candidates)];
    }

    /** How many keys a collection holds at most: what it costs, 8 bytes each. */
    static int capacity(int k, int candidates) {
        return (int) Math.min(candidates, Math.max(2L * k, (long) k + SLACK));
    }

    void offer(float score, int index) {
        long key = RankKey.of(score, index);
        if (key < worstKept) {
            if (size == keys.length) {
                keepBest();
                if (key >= worstKept) {
                    return;
                }
            }
            keys[size++] = key;
        }
    }

    /** The best keys, ascending; empties the collection. */
    long[] drain() {
        keepBest();
        long[] best = Arrays.copyOf(keys, size);
        size = 0;
        worstKept = Long.MAX_VALUE;
        return best;
    }

    private void keepBest() {
        RankKey.sort(keys, size);
        if (size >= k) {
            size = k;
            worstKept = keys[k - 1];
        }
    }
}
