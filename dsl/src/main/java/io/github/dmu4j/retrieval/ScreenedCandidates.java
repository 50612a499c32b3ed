package io.github.dmu4j.retrieval;

import java.util.Arrays;

/**
 * The gallery items that may be among a query's k nearest, from scores that are only known up to an error. If at least k items
 * have a computed score of t or more, k items have a true score of t - error or more, and an item whose computed score is below t - 2
 * error has a true score below those: it cannot be one of the k nearest, not even by a tie.
 */
final class ScreenedCandidates {
    private static final int SLACK = 64;
    private static final int ALWAYS_ALLOWED = 4096;

    private final int k;
    private final int mostKept;
    private long[] keys;
    private int size;
    private double error;
    /** A true score that k items of the gallery reach, seen here or elsewhere. */
    private double floor;

    private boolean overflowed;

    /**
     * @param floor a true score that k items are known to reach; minus infinity if none is known
     * @param candidates how many items there are at most
     */
    ScreenedCandidates(int k, int candidates, double floor) {
        this.k = k;
        this.mostKept = (int) Math.min(candidates, Math.max(8L * k, ALWAYS_ALLOWED));
        this.keys = new long[capacity(k, candidates)];
        this.floor = floor;
    }

    /** How many keys are kept unless there are many near ties: what a query costs, 8 bytes each. */
    static int capacity(int k, int candidates) {
        return (int) Math.min(candidates, 2L * k + SLACK);
    }

    /** From now on scores are only known up to this error, which is not less than before. */
    void allow(double larger) {
        error = larger;
    }

    /** What a computed score must reach to be offered. Rounded down, so that no candidate is lost. */
    float threshold() {
        return overflowed ? Float.POSITIVE_INFINITY : Math.nextDown((float) (floor - error));
    }

    /** Takes an item; true if {@link #threshold()} may have risen. */
    boolean offer(float score, int index) {
        keys[size++] = RankKey.of(score, index);
        if (size < keys.length) {
            return false;
        }
        shrink();
        if (size > keys.length - keys.length / 4) {
            overflowed |= size > mostKept;
            keys = Arrays.copyOf(keys, overflowed ? size + 1 : 2 * keys.length);
        }
        return true;
    }

    /** Takes over what another collection of the same query has kept. */
    void addAll(ScreenedCandidates other) {
        error = Math.max(error, other.error);
        floor = Math.max(floor, other.floor);
        overflowed |= other.overflowed;
        keys = Arrays.copyOf(keys, size + other.size + 1);
        System.arraycopy(other.keys, 0, keys, size, other.size);
        size += other.size;
    }

    /** Drops what cannot be among the k nearest. */
    void shrink() {
        if (size >= k) {
            selectBest(k);
            floor = Math.max(floor, RankKey.score(keys[k - 1]) - error);
        }
        float threshold = threshold();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (RankKey.score(keys[i]) >= threshold) {
                keys[kept++] = keys[i];
            }
        }
        size = kept;
    }

    /** Whether there were too many near ties to keep: the candidates are then not complete. */
    boolean hasOverflowed() {
        return overflowed;
    }

    double floor() {
        return floor;
    }

    /** The kept items' gallery indices, ascending. */
    int[] indices() {
        int[] indices = new int[size];
        for (int i = 0; i < size; i++) {
            indices[i] = RankKey.index(keys[i]);
        }
        Arrays.sort(indices);
        return indices;
    }

    /** Moves the {@code count} smallest keys to the front, the largest of them last: Hoare's quickselect, middle of three. */
    private void selectBest(int count) {
        int target = count - 1;
        int left = 0;
        int right = size - 1;
        while (left < right) {
            long pivot = middle(keys[left], keys[(left + right) >>> 1], keys[right]);
            int i = left;
            int j = right;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swap = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = swap;
                }
            }
            if (target <= j) {
                right = j;
            } else if (target >= i) {
                left = i;
            } else {
                return;
            }
        }
    }

    private static long middle(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
