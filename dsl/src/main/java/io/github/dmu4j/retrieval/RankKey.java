package io.github.dmu4j.retrieval;

import java.util.Arrays;

/**
 * Score and gallery index in one long whose ascending order is the ranking order: higher score first, equal scores by
 * smaller index. Sorting primitive longs is several times faster than sorting boxed indices with a comparator.
 */
final class RankKey {
    private static final int DIGIT_BITS = 11;
    private static final int RADIX_PAYS_FROM = 1000;

    private RankKey() {}

    /** @param score not NaN; -0.0 counts as 0.0 */
    static long of(float score, int index) {
        int descending = ~sortable(Float.floatToRawIntBits(score + 0.0f));
        return ((long) descending << 32) | index;
    }

    static int index(long key) {
        return (int) key;
    }

    static float score(long key) {
        return Float.intBitsToFloat(sortable(~(int) (key >> 32)));
    }

    /**
     * Sorts the first {@code size} keys, provided that keys of equal score already stand in index order: a stable radix
     * sort of the score's 32 bits, 11 at a time, several times faster than comparing for a full ranking.
     */
    static void sort(long[] keys, int size) {
        if (size < RADIX_PAYS_FROM) {
            Arrays.sort(keys, 0, size);
            return;
        }
        int[] starts = new int[1 << DIGIT_BITS];
        long[] from = keys;
        long[] to = new long[size];
        for (int shift = 32; shift < 64; shift += DIGIT_BITS) {
            Arrays.fill(starts, 0);
            for (int i = 0; i < size; i++) {
                starts[digit(from[i], shift)]++;
            }
            int start = 0;
            for (int digit = 0; digit < starts.length; digit++) {
                int count = starts[digit];
                starts[digit] = start;
                start += count;
            }
            for (int i = 0; i < size; i++) {
                to[starts[digit(from[i], shift)]++] = from[i];
            }
            long[] swap = from;
            from = to;
            to = swap;
        }
        System.arraycopy(from, 0, keys, 0, size); // three passes end in the other array
    }

    /** The sign bit is flipped, so that negative keys come first. */
    private static int digit(long key, int shift) {
        return (int) ((key ^ Long.MIN_VALUE) >>> shift) & ((1 << DIGIT_BITS) - 1);
    }

    /** IEEE 754 bits to an int of the same order, and back: negative floats have their magnitude bits inverted. */
    private static int sortable(int bits) {
        return bits ^ ((bits >> 31) & 0x7fffffff);
    }
}
