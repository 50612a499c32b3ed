package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;

/**
 * Some consecutive rows of a gallery as they are stored, with what makes scores of their inner products: {@code product * scale +
 * offset}, the cosine, the inner product, or half of what remains of minus the squared distance without the query's own square.
 * Filled again for each block.
 */
public final class RowBlock {
    /** Values of a block, with which a panel of queries still fits into a second-level cache of 512 KB. */
    private static final int VALUES = 48 * 1024;

    private static final int FEWEST_ROWS = 24;
    private static final int MOST_ROWS = 1008;
    /** Outside these, float32 products may overflow, or lose digits below its smallest normal number. */
    private static final float LARGEST_SQUARE = 0x1p120f;

    private static final float SMALLEST_SQUARE_OF_A_DIRECTION = 1e-20f;

    private final int columns;
    private final int capacity;
    private final float[] buffer;
    private final short[] halves;
    private final float[] squares;
    private final float[] scales;
    private final float[] offsets;

    private float[] values;
    private int from;
    private int rows;
    private double largestNorm;

    /** An empty block for rows of this gallery. */
    public RowBlock(FloatRows gallery) {
        this.columns = gallery.columns();
        this.capacity = rowsFor(columns);
        boolean onHeap = gallery instanceof FloatMatrix;
        this.buffer = new float[onHeap ? 0 : capacity * columns];
        this.halves = new short[onHeap ? 0 : capacity * columns];
        this.squares = new float[capacity];
        this.scales = new float[capacity];
        this.offsets = new float[capacity];
        this.values = buffer;
    }

    /** Rows in a full block: a multiple of the rows that a kernel takes at a time, 2, 3, 4, 6, 8 or 12. */
    public static int rowsFor(int columns) {
        int fitting = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, VALUES / Math.max(1, columns)));
        return fitting - fitting % FEWEST_ROWS;
    }

    /**
     * Reads rows, without a copy if they are on the heap.
     *
     * @param gallery the one that this block was made for
     * @param row the first
     * @param count at most {@link #rowsFor} rows
     * @return false if a row cannot be scored in float32: not finite, huge, or without a direction under {@link Similarity#COSINE}
     */
    public boolean load(FloatRows gallery, int row, int count, Similarity similarity, ScreeningKernel kernel) {
        rows = count;
        if (gallery instanceof FloatMatrix heap) {
            values = heap.values();
            from = row * columns;
        } else if (gallery.readHalves(row, count, halves)) {
            kernel.widen(halves, count * columns, buffer);
        } else {
            gallery.read(row, count, buffer);
        }
        kernel.squaredNorms(this, squares);
        float smallest = Float.POSITIVE_INFINITY;
        float largest = 0;
        for (int r = 0; r < rows; r++) {
            if (!(squares[r] <= LARGEST_SQUARE)) {
                return false;
            }
            smallest = Math.min(smallest, squares[r]);
            largest = Math.max(largest, squares[r]);
            scales[r] = similarity == Similarity.COSINE ? (float) (1 / Math.sqrt(squares[r])) : 1;
            offsets[r] = similarity == Similarity.EUCLIDEAN ? -squares[r] / 2 : 0;
        }
        largestNorm = Math.sqrt(largest);
        return similarity != Similarity.COSINE || smallest >= SMALLEST_SQUARE_OF_A_DIRECTION;
    }

    /** The largest norm of the rows as they are stored, computed in float32. */
    double largestNorm() {
        return largestNorm;
    }

    /** An array that holds the rows one after the other. Not a copy: do not write to it. */
    public float[] values() {
        return values;
    }

    /** Index in {@link #values()} of the first row's first value. */
    public int from() {
        return from;
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** One factor per row. Not a copy. */
    public float[] scales() {
        return scales;
    }

    /** One summand per row. Not a copy. */
    public float[] offsets() {
        return offsets;
    }
}
