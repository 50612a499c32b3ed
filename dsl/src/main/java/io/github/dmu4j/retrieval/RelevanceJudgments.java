package io.github.dmu4j.retrieval;

/**
 * What is relevant to each query. Junk items are neither right nor wrong: every metric treats them as absent from the
 * gallery. Open to other sources: implement the five methods.
 */
public interface RelevanceJudgments {
    /** The {@link #grade} of an item that counts neither way and is removed from rankings. */
    int JUNK = -1;

    /** Number of queries. */
    int queries();

    /** Number of gallery items. */
    int gallerySize();

    /** 0 not relevant, 1 or more relevant (larger is better, for nDCG), or {@link #JUNK}. */
    int grade(int query, int item);

    /**
     * Grades of all items relevant to a query, in no particular order; its length is the number of relevant items.
     *
     * @param excluded a gallery index left out (the query itself), or -1
     */
    int[] relevantGrades(int query, int excluded);

    /** Number of items relevant to a query, |R_q|, less the excluded one. */
    default int relevantCount(int query, int excluded) {
        return relevantGrades(query, excluded).length;
    }

    /** Whether any item is junk: then a cut ranking may lose ranks to junk, and metrics need the full one. */
    boolean hasJunk();

    /** Relevant = same label; no junk. The arrays are copied. */
    static RelevanceJudgments byLabel(int[] queryLabels, int[] galleryLabels) {
        return new LabelJudgments(queryLabels, galleryLabels);
    }

    /**
     * Explicit lists of relevant items, all of grade 1.
     *
     * @param relevant for each query gallery indices, in any order
     * @throws IllegalArgumentException if an index is outside the gallery or repeated within a query
     */
    static RelevanceJudgments ofRelevant(int gallerySize, int[][] relevant) {
        return ListJudgments.of(gallerySize, relevant, new int[relevant.length][0]);
    }

    /**
     * Explicit lists with grades.
     *
     * @param items for each query gallery indices, in any order
     * @param grades the same shape, each at least 1
     * @throws IllegalArgumentException if an index is outside the gallery or repeated, or a grade is below 1
     */
    static RelevanceJudgments graded(int gallerySize, int[][] items, int[][] grades) {
        return ListJudgments.graded(gallerySize, items, grades);
    }

    /**
     * The three lists of the revisited Oxford and Paris sets. Seen through this interface they are the {@link
     * Protocol#MEDIUM} protocol, the one that papers report; {@link Metric#revisitedMAP} chooses another.
     *
     * @throws IllegalArgumentException if the numbers of queries differ, or an item is in two lists of a query
     */
    static RelevanceJudgments revisited(int gallerySize, int[][] easy, int[][] hard, int[][] junk) {
        return new RevisitedJudgments(gallerySize, easy, hard, junk);
    }
}
