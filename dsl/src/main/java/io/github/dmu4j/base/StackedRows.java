package io.github.dmu4j.base;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** See {@link FloatRows#stacked}. */
final class StackedRows implements FloatRows {
    private final List<FloatRows> parts;
    /** The first row of each part. */
    private final int[] starts;

    private final int rows;
    private final int columns;

    /** @param matrices at least one */
    StackedRows(List<? extends FloatRows> matrices) {
        this.columns = matrices.get(0).columns();
        this.parts = matrices.stream()
                .filter(m -> m.rows() > 0)
                .map(FloatRows.class::cast)
                .toList();
        this.starts = new int[parts.size()];
        int total = 0;
        for (int i = 0; i < starts.length; i++) {
            if (parts.get(i).columns() != columns) {
                throw new IllegalArgumentException(
                        "matrices of " + columns + " and " + parts.get(i).columns() + " columns cannot be stacked");
            }
            starts[i] = total;
            total = Math.addExact(total, parts.get(i).rows());
        }
        this.rows = total;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int from, int count, float[] target) {
        Objects.checkFromIndexSize(from, count, rows);
        for (int done = 0; done < count; ) {
            int part = partOf(from + done);
            int within = from + done - starts[part];
            int here = Math.min(count - done, parts.get(part).rows() - within);
            float[] values = parts.get(part).slice(within, within + here).values();
            System.arraycopy(values, 0, target, done * columns, values.length);
            done += here;
        }
    }

    private int partOf(int row) {
        int found = Arrays.binarySearch(starts, row);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public String toString() {
        return rows + " x " + columns + " in " + parts.size() + " parts";
    }
}
