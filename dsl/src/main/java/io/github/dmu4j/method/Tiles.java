package io.github.dmu4j.method;

/** The factors of a product, laid out as a {@link TileKernel} reads them; zeros where a tile reaches beyond the matrix. */
final class Tiles {
    private Tiles() {}

    /** The left factor: blocks of rows, in each of which the values of a column lie together. */
    static final class Left {
        private final int block;
        private final int inner;
        private final int blocks;
        private final float[] values;

        Left(TileKernel kernel, int rows, int inner) {
            block = kernel.rows();
            blocks = (rows + block - 1) / block;
            this.inner = inner;
            values = new float[Math.multiplyExact(Math.multiplyExact(blocks, block), inner)];
        }

        float[] values() {
            return values;
        }

        /** Length of the sums. */
        int inner() {
            return inner;
        }

        /** Where a block begins. */
        int at(int number) {
            return number * block * inner;
        }

        /** Where a value is. */
        int index(int row, int j) {
            return at(row / block) + j * block + row % block;
        }

        /** Sets values {@code j} to {@code j + n} of a row to every {@code step}-th value of {@code source}. */
        void set(int row, int j, int n, float[] source, int from, int step) {
            int to = index(row, j);
            for (int k = 0; k < n; k++) {
                values[to + k * block] = source[from + k * step];
            }
        }

        /** Copies a row to {@code target} from {@code to} on. */
        void copyRow(int row, float[] target, int to) {
            int from = index(row, 0);
            for (int j = 0; j < inner; j++) {
                target[to + j] = values[from + j * block];
            }
        }
    }

    /** The right factor: panels of columns, in each of which the values of a row lie together. */
    static final class Right {
        private final int width;
        private final int inner;
        private final int panels;
        private final float[] values;

        Right(TileKernel kernel, int inner, int columns) {
            width = kernel.columns();
            panels = (columns + width - 1) / width;
            this.inner = inner;
            values = new float[Math.multiplyExact(Math.multiplyExact(panels, width), inner)];
        }

        float[] values() {
            return values;
        }

        int panels() {
            return panels;
        }

        /** Columns with those of zeros. */
        int columns() {
            return panels * width;
        }

        /** Where a panel begins. */
        int at(int panel) {
            return panel * width * inner;
        }

        /** Where a value is. */
        int index(int j, int column) {
            return at(column / width) + j * width + column % width;
        }

        /** Sets row j to the first values of {@code row}, one for each column of the matrix. */
        void setRow(int j, float[] row, int from, int columns) {
            for (int column = 0; column < columns; column += width) {
                System.arraycopy(row, from + column, values, index(j, column), Math.min(width, columns - column));
            }
        }

        /** Sets a column to values {@code from} to {@code from + inner} of {@code source}. */
        void setColumn(int column, float[] source, int from) {
            int to = index(0, column);
            for (int j = 0; j < inner; j++, to += width) {
                values[to] = source[from + j];
            }
        }

        /** Copies a column to {@code target} from {@code to} on. */
        void copyColumn(int column, float[] target, int to) {
            int from = index(0, column);
            for (int j = 0; j < inner; j++, from += width) {
                target[to + j] = values[from];
            }
        }
    }

    /**
     * Some blocks of rows of {@code left} times all of {@code right}.
     *
     * @param out row-major, its rows {@code right.columns()} apart
     */
    static void multiply(
            TileKernel kernel, Left left, int firstBlock, int blocks, Right right, float[] out, int outAt) {
        for (int panel = 0; panel < right.panels(); panel++) {
            multiply(kernel, left, firstBlock, blocks, right, panel, out, outAt + panel * kernel.columns());
        }
    }

    /**
     * The same of one panel of {@code right}.
     *
     * @param outAt where the first value of the panel belongs
     */
    static void multiply(
            TileKernel kernel, Left left, int firstBlock, int blocks, Right right, int panel, float[] out, int outAt) {
        int stride = right.columns();
        for (int b = 0; b < blocks; b++) {
            kernel.multiply(
                    left.values,
                    left.at(firstBlock + b),
                    right.values,
                    right.at(panel),
                    left.inner,
                    out,
                    outAt + b * kernel.rows() * stride,
                    stride);
        }
    }
}
