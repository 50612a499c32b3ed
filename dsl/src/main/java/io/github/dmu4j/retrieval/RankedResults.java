package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Rankings joined with judgments: what every metric reads. Positions count from 0; the query itself and junk items are
 * gone, as if they had never been in the gallery.
 */
public final class RankedResults {
    /** Depth of a ranking that holds all there is. */
    public static final int FULL = Integer.MAX_VALUE;

    /** Stands for a second mention of an item in a prediction list: takes its rank, is never relevant. */
    private static final int REPEATED = -1;

    private final Neighbours neighbours;
    private final RelevanceJudgments judgments;
    private final SelfMatches self;
    private final int firstQuery;
    private final int depth;
    private final int[][] items;
    private final float[][] scores;

    private RankedResults(
            Neighbours neighbours, RelevanceJudgments judgments, SelfMatches self, int firstQuery, int depth) {
        this.neighbours = neighbours;
        this.judgments = judgments;
        this.self = self;
        this.firstQuery = firstQuery;
        this.depth = depth;
        this.items = new int[neighbours.queries()][];
        this.scores = new float[neighbours.queries()][];
        for (int q = 0; q < items.length; q++) {
            takeWithoutJunk(q);
        }
    }

    private void takeWithoutJunk(int q) {
        items[q] = neighbours.indices(q);
        scores[q] = neighbours.scores(q);
        if (!judgments.hasJunk()) {
            return;
        }
        int[] kept = new int[items[q].length];
        float[] keptScores = new float[kept.length];
        int size = 0;
        for (int i = 0; i < kept.length; i++) {
            if (grade(q, i) != RelevanceJudgments.JUNK) {
                kept[size] = items[q][i];
                keptScores[size++] = scores[q][i];
            }
        }
        items[q] = Arrays.copyOf(kept, size);
        scores[q] = Arrays.copyOf(keptScores, size);
    }

    /**
     * Joins a search result with judgments.
     *
     * @param self the matches that the search left out: they are not counted as relevant either
     * @throws DmuException if the numbers of queries differ
     */
    public static RankedResults of(Neighbours neighbours, RelevanceJudgments judgments, SelfMatches self) {
        if (neighbours.queries() != judgments.queries()) {
            throw new DmuException("rankings for " + neighbours.queries() + " queries but judgments for "
                    + judgments.queries() + "; give the judgments of these queries, in the same order");
        }
        self.requireFit(neighbours.queries(), judgments.gallerySize());
        return ofBlock(neighbours, judgments, self, 0);
    }

    /** As {@link #of}, for a block of queries that starts at {@code firstQuery} of the judgments. */
    static RankedResults ofBlock(Neighbours neighbours, RelevanceJudgments judgments, SelfMatches self, int first) {
        int depth = neighbours.depth() >= judgments.gallerySize() ? FULL : neighbours.depth();
        return new RankedResults(neighbours, judgments, self, first, depth);
    }

    /**
     * Lists from a prediction file: as long as they are, nothing missing counts as cut off. The only way in which a
     * ranking may name an item twice; the second time never counts as a hit but takes its rank.
     *
     * @param predictions per query gallery indices, best first; may be empty
     * @throws DmuException if an index is outside the gallery, or the numbers of queries differ
     */
    public static RankedResults ofPredictions(int[][] predictions, RelevanceJudgments judgments) {
        int[][] items = new int[predictions.length][];
        float[][] scores = new float[predictions.length][];
        for (int q = 0; q < items.length; q++) {
            items[q] = predictions[q].clone();
            scores[q] = new float[items[q].length];
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < items[q].length; i++) {
                if (items[q][i] < 0 || items[q][i] >= judgments.gallerySize()) {
                    throw new DmuException("query " + q + " predicts item " + items[q][i]
                            + "; the gallery has indices 0.." + (judgments.gallerySize() - 1)
                            + ": map the file's names to gallery indices first");
                }
                items[q][i] = seen.add(items[q][i]) ? items[q][i] : REPEATED;
                scores[q][i] = -i;
            }
        }
        return of(Neighbours.of(items, scores, FULL), judgments, SelfMatches.NONE);
    }

    /** Number of queries. */
    public int queries() {
        return items.length;
    }

    /** Length of one query's ranking. */
    public int length(int query) {
        return items[query].length;
    }

    /** The gallery index at a position; -1 for a repeated prediction. */
    public int item(int query, int position) {
        return items[query][position];
    }

    /** The score at a position. */
    public float score(int query, int position) {
        return scores[query][position];
    }

    /** The grade of the item at a position: 0 not relevant, 1 or more relevant. */
    public int grade(int query, int position) {
        int item = items[query][position];
        return item == REPEATED ? 0 : judgments.grade(firstQuery + query, item);
    }

    /** Whether the item at a position is relevant. */
    public boolean isRelevant(int query, int position) {
        return grade(query, position) > 0;
    }

    /** |R_q|: relevant items in the gallery, less the query itself; found or not. */
    public int relevantCount(int query) {
        return judgments.relevantCount(firstQuery + query, self.excludedFor(query));
    }

    /** Grades of all relevant items, found or not, in no particular order. */
    public int[] relevantGrades(int query) {
        return judgments.relevantGrades(firstQuery + query, self.excludedFor(query));
    }

    /** The gallery's size, the query itself and junk included. */
    public int gallerySize() {
        return judgments.gallerySize();
    }

    /**
     * The same rankings under a protocol of the revisited sets.
     *
     * @throws DmuException if the judgments have no easy, hard and junk lists
     */
    public RankedResults under(Protocol protocol) {
        if (judgments instanceof RevisitedJudgments revisited) {
            return new RankedResults(neighbours, revisited.under(protocol), self, firstQuery, depth);
        }
        throw new DmuException(protocol + " protocol asked, but the judgments have no easy, hard and junk lists;"
                + " make them with RelevanceJudgments.revisited, or use mAP()");
    }

    /**
     * For metrics, first thing: refuses a ranking that was cut too early for them.
     *
     * @throws DmuException if these rankings are cut above the metric's {@link Metric#depth()}
     */
    public void requireDepthFor(Metric metric) {
        int needed = judgments.hasJunk() ? FULL : metric.depth();
        if (depth < needed) {
            throw new DmuException(metric.name() + " needs "
                    + (needed == FULL ? "the full ranking" : "the first " + needed + " ranks")
                    + ", but the rankings were cut at " + depth + " of " + gallerySize()
                    + " items; search deeper, or use rankAll");
        }
    }
}
