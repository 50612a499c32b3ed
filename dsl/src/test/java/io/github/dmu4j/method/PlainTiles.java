package io.github.dmu4j.method;

/** The sums that {@link TileKernel} asks for, in plain loops. */
final class PlainTiles implements TileKernel {
    private final int rows;
    private final int columns;

    PlainTiles(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public String name() {
        return "plain loops";
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
    public void multiply(
            float[] left, int leftAt, float[] right, int rightAt, int inner, float[] out, int outAt, int stride) {
        for (int r = 0; r < rows; r++) {
            for (int l = 0; l < columns; l++) {
                float sum = 0;
                for (int j = 0; j < inner; j++) {
                    sum = Math.fma(left[leftAt + j * rows + r], right[rightAt + j * columns + l], sum);
                }
                out[outAt + r * stride + l] = sum;
            }
        }
    }
}
