package io.github.dmu4j.base;

import java.util.Arrays;
import java.util.Objects;

/** See {@link FloatRows#subset}. */
final class SelectedRows implements FloatRows {
    private final FloatRows base;
    private final int[] indices;

    SelectedRows(FloatRows base, int[] indices) {
        this.base = base;
        this.indices = indices.clone();
        for (int index : indices) {
            Objects.checkIndex(index, base.rows());
        }
    }

    @Override
    public int rows() {
        return indices.length;
    }

    @Override
    public int columns() {
        return base.columns();
    }

    @Override
    public void read(int from, int count, float[] target) {
        Objects.checkFromIndexSize(from, count, indices.length);
        float[] selected =
                base.select(Arrays.copyOfRange(indices, from, from + count)).values();
        System.arraycopy(selected, 0, target, 0, selected.length);
    }

    @Override
    public FloatMatrix select(int[] some) {
        return base.select(Arrays.stream(some).map(i -> indices[i]).toArray());
    }

    @Override
    public String toString() {
        return indices.length + " rows of " + base;
    }
}
