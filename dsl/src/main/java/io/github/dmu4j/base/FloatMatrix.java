package io.github.dmu4j.base;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A row-major matrix of float32 on the Java heap: the form in which embeddings cross package borders.
 *
 * <p>Equality is by shape and content ({@link Arrays#equals(float[], float[])}: NaN equals NaN, 0.0 and -0.0 differ).
 * Instances are treated as immutable: {@link #values()} hands out the backing array without a copy, for speed, and
 * nobody writes to it.
 */
public final class FloatMatrix implements FloatRows {
    /** What one Java array holds. */
    public static final int MOST_VALUES = Integer.MAX_VALUE - 8;

    /** Values from which on a check of all rows is worth more than one thread. */
    private static final int WORTH_THREADS = 1 << 18;

    private final int rows;
    private final int columns;
    private final float[] values;

    private FloatMatrix(int rows, int columns, float[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /**
     * A matrix over {@code values}, without a copy; the caller gives the array away.
     *
     * @param values row-major, length {@code rows * columns}
     * @throws IllegalArgumentException if a size is negative or the length does not fit
     */
    public static FloatMatrix wrap(int rows, int columns, float[] values) {
        if (rows < 0 || columns < 0 || (long) rows * columns != values.length) {
            throw new IllegalArgumentException("a " + rows + " x " + columns + " matrix needs " + (long) rows * columns
                    + " values, found " + values.length);
        }
        return new FloatMatrix(rows, columns, values);
    }

    /** A copy of {@code rows}, which must all have the same length; no rows give a 0 x 0 matrix. */
    public static FloatMatrix ofRows(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] values = new float[Math.multiplyExact(rows.length, columns)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + rows[i].length + " values, row 0 has " + columns);
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return new FloatMatrix(rows.length, columns, values);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /** The backing array, row-major. Not a copy: do not write to it. */
    public float[] values() {
        return values;
    }

    /** One value. @throws IndexOutOfBoundsException if there is no such row or column */
    public float get(int row, int column) {
        return values[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)];
    }

    /** A copy of one row. @throws IndexOutOfBoundsException if there is no such row */
    public float[] row(int row) {
        Objects.checkIndex(row, rows); // copyOfRange would invent a row of zeros just past the end
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    @Override
    public void read(int from, int count, float[] target) {
        Objects.checkFromIndexSize(from, count, rows);
        System.arraycopy(values, from * columns, target, 0, count * columns);
    }

    @Override
    public FloatMatrix select(int[] indices) {
        float[] selected = new float[Math.multiplyExact(indices.length, columns)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, Objects.checkIndex(indices[i], rows) * columns, selected, i * columns, columns);
        }
        return new FloatMatrix(indices.length, columns, selected);
    }

    @Override
    public FloatMatrix slice(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        return new FloatMatrix(to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
    }

    @Override
    public FloatMatrix toMatrix() {
        return this;
    }

    /** The rows of all matrices, one matrix below the other; a copy, but for a single one. At least one, all of the same width. */
    public static FloatMatrix stacked(List<FloatMatrix> matrices) {
        if (matrices.size() == 1) {
            return matrices.get(0);
        }
        int columns = matrices.get(0).columns;
        int rows = matrices.stream().mapToInt(FloatMatrix::rows).reduce(0, Math::addExact);
        float[] values = new float[Math.multiplyExact(rows, columns)];
        int at = 0;
        for (FloatMatrix matrix : matrices) {
            if (matrix.columns != columns) {
                throw new IllegalArgumentException(
                        "matrices of " + columns + " and " + matrix.columns + " columns cannot be stacked");
            }
            System.arraycopy(matrix.values, 0, values, at, matrix.values.length);
            at += matrix.values.length;
        }
        return new FloatMatrix(rows, columns, values);
    }

    /** Every row divided by max(its Euclidean norm, 1e-12); a copy. A zero row stays zero. */
    public FloatMatrix normalised() {
        float[] scaled = values.clone();
        UnitRows.normalise(scaled, rows, columns);
        return new FloatMatrix(rows, columns, scaled);
    }

    /**
     * The inner product of a row and a row of another matrix (or this), added up in double: the cosine, if both have unit norm.
     *
     * @throws IllegalArgumentException if the widths differ
     */
    public double dot(int row, FloatMatrix other, int otherRow) {
        if (other.columns != columns) {
            throw new IllegalArgumentException(
                    "rows of " + columns + " and " + other.columns + " have no inner product");
        }
        double sum = 0;
        for (int c = 0; c < columns; c++) {
            sum += (double) get(row, c) * other.get(otherRow, c);
        }
        return sum;
    }

    /** Euclidean norm of one row, accumulated in double. */
    public double rowNorm(int row) {
        double sum = 0;
        for (int j = row * columns; j < (row + 1) * columns; j++) {
            sum += (double) values[j] * values[j];
        }
        return Math.sqrt(sum);
    }

    @Override
    public int firstUnusableRow() {
        IntStream all = IntStream.range(0, rows);
        return (values.length < WORTH_THREADS ? all : all.parallel())
                .filter(i -> !(rowNorm(i) > 0) || Double.isInfinite(rowNorm(i)))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatMatrix that
                && rows == that.rows
                && columns == that.columns
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + columns) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "FloatMatrix " + rows + " x " + columns;
    }
}
