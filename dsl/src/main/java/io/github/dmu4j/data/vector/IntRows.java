package io.github.dmu4j.data.vector;

import io.github.dmu4j.base.HeapRoom;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** A matrix of 32-bit whole numbers, for example the true neighbours of queries. Immutable. */
public final class IntRows {
    private final int rows;
    private final int columns;
    private final int[] values;

    private IntRows(int rows, int columns, int[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    static IntRows read(Path path) {
        VecFile file = VecFile.open(path, Integer.BYTES, "ivecs");
        HeapRoom.require(file.file().length() + file.blockBytes(), "the rows of " + path, "read a part of the file");
        int rows = Math.toIntExact(file.rows());
        int[] values = new int[Math.multiplyExact(rows, file.dimension())];
        file.forEach(
                0,
                rows,
                (row, components) -> components.asIntBuffer().get(values, row * file.dimension(), file.dimension()));
        return new IntRows(rows, file.dimension(), values);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Length of each row. */
    public int columns() {
        return columns;
    }

    /** One number. @throws IndexOutOfBoundsException if there is no such row or column */
    public int get(int row, int column) {
        return values[Objects.checkIndex(row, rows) * columns + Objects.checkIndex(column, columns)];
    }

    /** A copy of one row. @throws IndexOutOfBoundsException if there is no such row */
    public int[] row(int row) {
        Objects.checkIndex(row, rows);
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    @Override
    public String toString() {
        return "IntRows " + rows + " x " + columns;
    }
}
