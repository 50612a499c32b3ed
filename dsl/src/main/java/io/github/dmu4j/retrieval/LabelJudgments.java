package io.github.dmu4j.retrieval;

import java.util.Arrays;

/** Relevant = same label. Counts come from a sorted copy of the gallery's labels. */
final class LabelJudgments implements RelevanceJudgments {
    private final int[] queryLabels;
    private final int[] galleryLabels;
    private final int[] countPerQuery;

    LabelJudgments(int[] queryLabels, int[] galleryLabels) {
        this.queryLabels = queryLabels.clone();
        this.galleryLabels = galleryLabels.clone();
        int[] sorted = galleryLabels.clone();
        Arrays.sort(sorted);
        this.countPerQuery = Arrays.stream(queryLabels)
                .map(label -> firstAtLeast(sorted, (long) label + 1) - firstAtLeast(sorted, label))
                .toArray();
    }

    private static int firstAtLeast(int[] sorted, long label) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < label) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public int queries() {
        return queryLabels.length;
    }

    @Override
    public int gallerySize() {
        return galleryLabels.length;
    }

    @Override
    public int grade(int query, int item) {
        return queryLabels[query] == galleryLabels[item] ? 1 : 0;
    }

    @Override
    public int relevantCount(int query, int excluded) {
        boolean excludesOneOfThem = excluded >= 0 && galleryLabels[excluded] == queryLabels[query];
        return countPerQuery[query] - (excludesOneOfThem ? 1 : 0);
    }

    @Override
    public int[] relevantGrades(int query, int excluded) {
        int[] ones = new int[relevantCount(query, excluded)];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public boolean hasJunk() {
        return false;
    }
}
