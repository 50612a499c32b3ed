package io.github.dmu4j.retrieval;

/**
 * The inner loops of {@link ScreenedSearch}: float32 sums, in an order that suits the processor. Implementations are stateless:
 * several threads call at once.
 *
 * <p>Accuracy that is relied on: each product or square is added with at most one rounding to float32 per addition and one per
 * product, {@code columns} additions in all, in any order. Fused multiply-add is welcome; fewer digits than float32 are not.
 */
public interface ScreeningKernel {
    /** A short name for provenance. */
    String name();

    /** Queries in a panel. */
    int width();

    /** The kernel that suits so many queries, at least 1, of this one's kind. */
    default ScreeningKernel forQueries(int queries) {
        return this;
    }

    /** Writes the float32 values of {@code count} float16 bit patterns, exactly; infinities and NaN stay what they are. */
    void widen(short[] halves, int count, float[] target);

    /** Writes the sum of squares of each row of the block to the beginning of {@code target}. */
    void squaredNorms(RowBlock block, float[] target);

    /**
     * Scores each row r of the block with each query l of the panel: {@code product * scales[r] + offsets[r]}. Says in {@link
     * Hits#rows()} whether any score of the row is at least {@code thresholds[l]}; if so, the row's scores are in {@link
     * Hits#scores()} from index {@code r * width()}.
     *
     * @param panel the queries' values: column j of query l at {@code j * width() + l}
     * @param thresholds {@code width()} of them; infinite for a query that is not there
     */
    void screen(RowBlock block, float[] panel, float[] thresholds, Hits hits);
}
