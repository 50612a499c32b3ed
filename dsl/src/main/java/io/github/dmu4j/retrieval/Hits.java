package io.github.dmu4j.retrieval;

/** What a {@link ScreeningKernel} found in one block of rows for one panel of queries; used again for the next. */
public final class Hits {
    private final boolean[] rows;
    private final float[] scores;

    /** For blocks of up to {@code rows} rows and panels of {@code width} queries. */
    public Hits(int rows, int width) {
        this.rows = new boolean[rows];
        this.scores = new float[rows * width];
    }

    /** Per row whether it is close enough to a query of the panel. Not a copy. */
    public boolean[] rows() {
        return rows;
    }

    /** Per row one value for each query of the panel; only of rows that have a hit. Not a copy. */
    public float[] scores() {
        return scores;
    }
}
