package io.github.dmu4j.retrieval;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which gallery item, if any, is the query itself and is left out of that query's ranking. Always by index, never by
 * "distance zero": a cross-model pairing has no zero distances, and duplicates are legitimate answers.
 */
public final class SelfMatches {
    /** No query is in the gallery. */
    public static final SelfMatches NONE = new SelfMatches(null);

    private static final int NOBODY = -1;

    private final int @Nullable [] excluded;

    private SelfMatches(int @Nullable [] excluded) {
        this.excluded = excluded;
    }

    /** One gallery index to leave out per query, or -1 for none; copied. */
    public static SelfMatches of(int[] excluded) {
        return new SelfMatches(excluded.clone());
    }

    /** The usual leave-one-out protocol: the gallery is the query set, in the same order, {@code n} items. */
    public static SelfMatches sameOrder(int n) {
        int[] excluded = new int[n];
        Arrays.setAll(excluded, i -> i);
        return new SelfMatches(excluded);
    }

    /** The gallery index to leave out for this query, or -1. */
    public int excludedFor(int query) {
        return excluded == null ? NOBODY : excluded[query];
    }

    /** The matches of queries {@code from} (inclusive) to {@code to} (exclusive), renumbered from 0. */
    public SelfMatches slice(int from, int to) {
        return excluded == null ? this : new SelfMatches(Arrays.copyOfRange(excluded, from, to));
    }

    /** Refuses, as a programming error, unless there is one entry per query and each is -1 or a gallery index */
    void requireFit(int queries, int gallerySize) {
        if (excluded == null) {
            return;
        }
        if (excluded.length != queries) {
            throw new IllegalArgumentException(
                    "self-matches for " + excluded.length + " queries given, but there are " + queries + " queries");
        }
        for (int q = 0; q < queries; q++) {
            if (excluded[q] < NOBODY || excluded[q] >= gallerySize) {
                throw new IllegalArgumentException("query " + q + " excludes gallery index " + excluded[q]
                        + "; allowed are -1 (none) and 0.." + (gallerySize - 1));
            }
        }
    }
}
