package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often the strict definition of compatibility holds, item by item: with x_j in the old gallery, the new model's
 * query x_i is nearer than the old model's to items of its class, and farther from the others. Never met in full in
 * practice; the share is informative. Source: the definition is Shen et al., CVPR 2020; the shares are ours.
 * Deviations: the inequalities are strict, so equal distances count as not satisfied, as in the criterion.
 *
 * @param sameClass share of ordered pairs i != j of one class with d(n_i, o_j) &lt; d(o_i, o_j); NaN without any
 * @param differentClass share of ordered pairs of two classes with d(n_i, o_j) &gt; d(o_i, o_j); NaN without any
 * @param triplets share of (i, same-class j, other-class k) for which both hold; NaN without any
 */
public record PairwiseCompatibility(double sameClass, double differentClass, double triplets) {
    /**
     * Measures on Euclidean distances between L2-normalised rows, so both models need the same dimension.
     *
     * @param newVectors shape (n, d), the new model's vectors
     * @param oldVectors shape (n, d), the old model's vectors of the same items
     * @param labels one class per item
     * @param limit at most so many pairs of each kind, and triplets, are looked at; beyond it a sample with
     *     replacement of this size is taken
     * @param seed of the sample
     * @throws io.github.dmu4j.base.DmuException if a row holds a NaN or is zero
     * @throws IllegalArgumentException if the shapes differ or limit is below 1
     */
    public static PairwiseCompatibility of(
            FloatMatrix newVectors, FloatMatrix oldVectors, int[] labels, int limit, long seed) {
        int n = labels.length;
        if (newVectors.rows() != n || oldVectors.rows() != n || newVectors.columns() != oldVectors.columns()) {
            throw new IllegalArgumentException("new vectors are " + newVectors.rows() + " x " + newVectors.columns()
                    + ", old ones " + oldVectors.rows() + " x " + oldVectors.columns() + ", labels " + n
                    + "; all must agree");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + " pairs asked; at least 1 is needed");
        }
        var items = new Items(
                Similarity.COSINE.prepare(newVectors, "new"), Similarity.COSINE.prepare(oldVectors, "old"), labels);
        return new PairwiseCompatibility(
                items.share(items::same, items::sameHolds, limit, Seeds.random(seed, "same-class pairs")),
                items.share(items::different, items::differentHolds, limit, Seeds.random(seed, "different pairs")),
                items.share(
                        i -> items.same(i) * items.different(i),
                        (i, r) -> items.sameHolds(i, r / items.different(i))
                                && items.differentHolds(i, r % items.different(i)),
                        limit,
                        Seeds.random(seed, "triplets")));
    }

    /** How many cases an anchor item has. */
    private interface Count {
        long of(int anchor);
    }

    /** Whether the anchor's case number {@code rank} satisfies the inequality. */
    private interface Holds {
        boolean test(int anchor, long rank);
    }

    /** The items in class order, so that the members of a class are a range and the others are what lies around it. */
    private static final class Items {
        private final FloatMatrix newVectors;
        private final FloatMatrix oldVectors;
        private final int[] order;
        private final int[] classStart;
        private final int[] classEnd;

        Items(FloatMatrix newVectors, FloatMatrix oldVectors, int[] labels) {
            this.newVectors = newVectors;
            this.oldVectors = oldVectors;
            this.order = IntStream.range(0, labels.length)
                    .boxed()
                    .sorted((a, b) -> Integer.compare(labels[a], labels[b]))
                    .mapToInt(i -> i)
                    .toArray();
            this.classStart = new int[order.length];
            this.classEnd = new int[order.length];
            for (int start = 0, end; start < order.length; start = end) {
                end = start;
                while (end < order.length && labels[order[end]] == labels[order[start]]) {
                    end++;
                }
                for (int i = start; i < end; i++) {
                    classStart[i] = start;
                    classEnd[i] = end;
                }
            }
        }

        long same(int anchor) {
            return classEnd[anchor] - classStart[anchor] - 1L;
        }

        long different(int anchor) {
            return order.length - (long) (classEnd[anchor] - classStart[anchor]);
        }

        boolean sameHolds(int anchor, long rank) {
            int other = classStart[anchor] + (int) rank;
            return nearness(anchor, other < anchor ? other : other + 1) > 0;
        }

        boolean differentHolds(int anchor, long rank) {
            int other = (int) rank;
            return nearness(anchor, other < classStart[anchor] ? other : other - classStart[anchor] + classEnd[anchor])
                    < 0;
        }

        /** Positive when the new query is nearer to the old item than the old query is, negative when farther. */
        private int nearness(int anchor, int other) {
            float newScore = Similarity.EUCLIDEAN.between(newVectors, order[anchor], oldVectors, order[other]);
            float oldScore = Similarity.EUCLIDEAN.between(oldVectors, order[anchor], oldVectors, order[other]);
            return Float.compare(newScore, oldScore);
        }

        /** All cases are numbered, anchor by anchor; either every number is visited or {@code limit} random ones. */
        double share(Count count, Holds holds, int limit, SplittableRandom random) {
            long[] firstOf = new long[order.length + 1];
            for (int i = 0; i < order.length; i++) {
                firstOf[i + 1] = firstOf[i] + count.of(i);
            }
            long cases = firstOf[order.length];
            if (cases == 0) {
                return Double.NaN;
            }
            long visits = Math.min(cases, limit);
            long satisfied = 0;
            for (long v = 0; v < visits; v++) {
                long number = cases > limit ? random.nextLong(cases) : v;
                int anchor = lastAtMost(firstOf, number);
                satisfied += holds.test(anchor, number - firstOf[anchor]) ? 1 : 0;
            }
            return (double) satisfied / visits;
        }

        private static int lastAtMost(long[] firstOf, long number) {
            int low = 0;
            int high = firstOf.length - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (firstOf[middle] <= number) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }
    }
}
