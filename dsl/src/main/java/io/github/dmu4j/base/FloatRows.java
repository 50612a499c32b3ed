package io.github.dmu4j.base;

import java.util.List;
import java.util.Objects;

/**
 * A matrix of float32 that is read a block of rows at a time, and so need not be in memory as a whole. {@link FloatMatrix} is one on
 * the Java heap, {@link MappedNpy} one in a file; {@link #subset}, {@link #unitRows} and {@link #stacked} are views of others.
 * Implementations can be read by several threads at once and do not change.
 */
public interface FloatRows {
    /** Number of rows. */
    int rows();

    /** Number of columns: the dimension of the embeddings. */
    int columns();

    /**
     * Copies rows {@code from} to {@code from + count} to the beginning of {@code target}, row-major; what lies behind them stays.
     *
     * @param target length at least {@code count * columns()}
     * @throws IndexOutOfBoundsException if the rows are not all there, or do not fit into the target
     */
    void read(int from, int count, float[] target);

    /**
     * The same rows as float16 bits, if that is how they are stored: for a reader that widens them faster than {@link #read} does.
     *
     * @param target length at least {@code count * columns()}
     * @return false, and nothing is copied, if the rows are stored in another form
     * @throws IndexOutOfBoundsException as {@link #read}
     */
    default boolean readHalves(int from, int count, short[] target) {
        return false;
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive); a copy. @throws IndexOutOfBoundsException past the ends */
    default FloatMatrix slice(int from, int to) {
        Objects.checkFromToIndex(from, to, rows());
        float[] values = new float[Math.multiplyExact(to - from, columns())];
        read(from, to - from, values);
        return FloatMatrix.wrap(to - from, columns(), values);
    }

    /** The given rows, in the given order, repeats allowed; a copy. @throws IndexOutOfBoundsException for a missing row */
    default FloatMatrix select(int[] indices) {
        int columns = columns();
        float[] selected = new float[Math.multiplyExact(indices.length, columns)];
        float[] row = new float[columns];
        for (int i = 0; i < indices.length; i++) {
            read(indices[i], 1, row);
            System.arraycopy(row, 0, selected, i * columns, columns);
        }
        return FloatMatrix.wrap(indices.length, columns, selected);
    }

    /**
     * All rows on the heap; a copy, unless they are there.
     *
     * @throws DmuException if they are more values than an array can hold
     */
    default FloatMatrix toMatrix() {
        long total = (long) rows() * columns();
        if (total > FloatMatrix.MOST_VALUES) {
            throw new DmuException("vectors of shape " + rows() + " x " + columns() + " are " + total
                    + " values, and one array in memory holds at most " + FloatMatrix.MOST_VALUES
                    + ": read them by blocks of rows, or take fewer");
        }
        float[] values = new float[(int) total];
        forEachBlock((first, block) ->
                System.arraycopy(block.values(), 0, values, first * columns(), block.values().length));
        return FloatMatrix.wrap(rows(), columns(), values);
    }

    /** The given rows, in the given order, repeats allowed, as a view. */
    default FloatRows subset(int[] indices) {
        return new SelectedRows(this, indices);
    }

    /** These rows, each divided by max(its Euclidean norm, 1e-12), as a view: {@link FloatMatrix#normalised} when they are read. */
    default FloatRows unitRows() {
        return new UnitRows(this);
    }

    /** The rows of all matrices, one matrix below the other, as a view; at least one, all of the same width. */
    static FloatRows stacked(List<? extends FloatRows> matrices) {
        return matrices.size() == 1 ? matrices.get(0) : new StackedRows(matrices);
    }

    /** Takes some rows of a matrix. */
    @FunctionalInterface
    interface BlockConsumer {
        /**
         * Rows {@code first} to {@code first + block.rows()}.
         *
         * @param block a copy
         */
        void accept(int first, FloatMatrix block);
    }

    /** Hands over all rows in order, about 1 MB of them at a time. */
    default void forEachBlock(BlockConsumer consumer) {
        int most = Math.max(1, (1 << 18) / Math.max(1, columns()));
        for (int first = 0; first < rows(); ) {
            int count = Math.min(most, rows() - first);
            consumer.accept(first, slice(first, first + count));
            first += count;
        }
    }

    /** Index of the first row with a NaN, an infinity or a zero norm, or -1. */
    default int firstUnusableRow() {
        int[] found = {-1};
        forEachBlock((first, block) -> {
            int bad = found[0] < 0 ? block.firstUnusableRow() : -1;
            found[0] = bad < 0 ? found[0] : first + bad;
        });
        return found[0];
    }
}
