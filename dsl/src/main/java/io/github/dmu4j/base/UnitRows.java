package io.github.dmu4j.base;

/** See {@link FloatRows#unitRows}. */
final class UnitRows implements FloatRows {
    private final FloatRows base;

    UnitRows(FloatRows base) {
        this.base = base;
    }

    @Override
    public int rows() {
        return base.rows();
    }

    @Override
    public int columns() {
        return base.columns();
    }

    @Override
    public void read(int from, int count, float[] target) {
        base.read(from, count, target);
        normalise(target, count, columns());
    }

    @Override
    public FloatMatrix select(int[] indices) {
        return base.select(indices).normalised();
    }

    /** Divides each of the first {@code rows} rows by max(its Euclidean norm, 1e-12), in place. */
    static void normalise(float[] values, int rows, int columns) {
        for (int from = 0; from < rows * columns; from += columns) {
            double squares = 0;
            for (int j = from; j < from + columns; j++) {
                squares += (double) values[j] * values[j];
            }
            double norm = Math.max(Math.sqrt(squares), 1e-12);
            for (int j = from; j < from + columns; j++) {
                values[j] = (float) (values[j] / norm);
            }
        }
    }

    @Override
    public String toString() {
        return "unit rows of " + base;
    }
}
