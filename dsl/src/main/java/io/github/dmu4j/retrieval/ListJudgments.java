package io.github.dmu4j.retrieval;

import java.util.Arrays;

/** Explicit relevant (graded) and junk lists, sorted by item for binary search. */
final class ListJudgments implements RelevanceJudgments {
    private final int gallerySize;
    /** Per query: item in the high half, grade (or JUNK) in the low half, ascending. */
    private final long[][] judged;

    private final boolean hasJunk;

    private ListJudgments(int gallerySize, long[][] judged, boolean hasJunk) {
        this.gallerySize = gallerySize;
        this.judged = judged;
        this.hasJunk = hasJunk;
    }

    /** Grade 1 for the relevant ones. */
    static ListJudgments of(int gallerySize, int[][] relevant, int[][] junk) {
        long[][] judged = new long[relevant.length][];
        boolean hasJunk = false;
        for (int q = 0; q < judged.length; q++) {
            int[] ignored = junk[q];
            hasJunk |= ignored.length > 0;
            judged[q] = new long[relevant[q].length + ignored.length];
            for (int i = 0; i < judged[q].length; i++) {
                boolean isRelevant = i < relevant[q].length;
                int item = isRelevant ? relevant[q][i] : ignored[i - relevant[q].length];
                judged[q][i] = pack(item, isRelevant ? 1 : JUNK);
            }
            sortAndCheck(judged[q], gallerySize, q);
        }
        return new ListJudgments(gallerySize, judged, hasJunk);
    }

    static ListJudgments graded(int gallerySize, int[][] items, int[][] grades) {
        if (items.length != grades.length) {
            throw new IllegalArgumentException(
                    "items for " + items.length + " queries but grades for " + grades.length);
        }
        long[][] judged = new long[items.length][];
        for (int q = 0; q < judged.length; q++) {
            if (items[q].length != grades[q].length) {
                throw new IllegalArgumentException(
                        "query " + q + " has " + items[q].length + " items but " + grades[q].length + " grades");
            }
            judged[q] = new long[items[q].length];
            for (int i = 0; i < judged[q].length; i++) {
                if (grades[q][i] < 1) {
                    throw new IllegalArgumentException("query " + q + " gives item " + items[q][i] + " grade "
                            + grades[q][i] + "; relevant grades are 1 or more: leave out what is not relevant");
                }
                judged[q][i] = pack(items[q][i], grades[q][i]);
            }
            sortAndCheck(judged[q], gallerySize, q);
        }
        return new ListJudgments(gallerySize, judged, false);
    }

    private static long pack(int item, int grade) {
        return ((long) item << 32) | (grade & 0xffffffffL);
    }

    private static void sortAndCheck(long[] row, int gallerySize, int query) {
        Arrays.sort(row);
        for (int i = 0; i < row.length; i++) {
            int item = (int) (row[i] >> 32);
            if (item < 0 || item >= gallerySize) {
                throw new IllegalArgumentException("query " + query + " judges item " + item
                        + "; the gallery has indices 0.." + (gallerySize - 1));
            }
            if (i > 0 && item == (int) (row[i - 1] >> 32)) {
                throw new IllegalArgumentException("query " + query + " judges item " + item + " twice");
            }
        }
    }

    @Override
    public int queries() {
        return judged.length;
    }

    @Override
    public int gallerySize() {
        return gallerySize;
    }

    @Override
    public int grade(int query, int item) {
        long[] row = judged[query];
        int at = Arrays.binarySearch(row, (long) item << 32);
        int first = at >= 0 ? at : -at - 1;
        return first < row.length && (int) (row[first] >> 32) == item ? (int) row[first] : 0;
    }

    @Override
    public int[] relevantGrades(int query, int excluded) {
        return Arrays.stream(judged[query])
                .filter(entry -> (int) entry != JUNK && (int) (entry >> 32) != excluded)
                .mapToInt(entry -> (int) entry)
                .toArray();
    }

    @Override
    public boolean hasJunk() {
        return hasJunk;
    }
}
