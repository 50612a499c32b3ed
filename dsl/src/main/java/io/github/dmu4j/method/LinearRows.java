package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;

/** R z of every row z of a matrix, worked out when it is read; of each row alone, so that the blocks in which it is read do not matter. */
final class LinearRows implements FloatRows {
    private final FloatRows base;
    private final RightFactor factor;
    private final int columns;

    /** @param map R, shape (d_n, d_o) */
    LinearRows(FloatRows base, FloatMatrix map) {
        this.base = base;
        this.factor = RightFactor.applying(map);
        this.columns = map.rows();
    }

    @Override
    public int rows() {
        return base.rows();
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void read(int from, int count, float[] target) {
        float[] mapped = factor.of(base.slice(from, from + count)).values();
        System.arraycopy(mapped, 0, target, 0, mapped.length);
    }

    @Override
    public FloatMatrix select(int[] indices) {
        return factor.of(base.select(indices));
    }
}
