package io.github.dmu4j.data;

import io.github.dmu4j.base.Seeds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Which rows a trial run takes of a collection that is too large for it: a share, chosen by a hash of what each row is, so that it does
 * not depend on the order of rows, and a larger share holds all of a smaller one.
 */
public final class TrialPart {
    private TrialPart() {}

    /**
     * Rows in ascending order.
     *
     * @param n rows there are
     * @param share in (0, 1]; {@code round(share * n)} rows are taken
     * @param least but no fewer than this, if there are as many
     * @param key what a row is, for example its identifier as a number
     * @throws IllegalArgumentException for a share outside of (0, 1]
     */
    public static int[] rows(int n, double share, int least, IntToLongFunction key) {
        requireShare(share);
        int kept = Math.min(n, Math.max(least, (int) Math.round(share * n)));
        if (kept == n) {
            int[] all = new int[n];
            Arrays.setAll(all, i -> i);
            return all;
        }
        long[] hashes = new long[n];
        Arrays.setAll(hashes, i -> Seeds.derive(0, "trial", key.applyAsLong(i)));
        long[] sorted = hashes.clone();
        Arrays.sort(sorted);
        long bound = sorted[kept - 1];
        int[] rows = new int[kept];
        int found = 0;
        for (int i = 0; i < n && found < kept; i++) { // two equal hashes at the bound: the first row wins
            if (hashes[i] <= bound) {
                rows[found++] = i;
            }
        }
        return rows;
    }

    /**
     * The images of a share of the classes, of at least two.
     *
     * @param share in (0, 1]
     */
    public static LabeledImages ofClasses(LabeledImages images, double share) {
        requireShare(share);
        if (share == 1) {
            return images;
        }
        int[] labels = images.labels();
        ClassIndex classes = ClassIndex.of(labels);
        BitSet kept = new BitSet();
        for (int number : rows(classes.size(), share, 2, i -> classes.classes()[i])) {
            kept.set(number);
        }
        return images.subset(IntStream.range(0, labels.length)
                .filter(i -> kept.get(classes.numbers()[i]))
                .toArray());
    }

    /** Refuses a share that is none. @throws IllegalArgumentException outside of (0, 1] */
    public static void requireShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a trial of " + share + "; a share above 0 and up to 1 is allowed");
        }
    }
}
