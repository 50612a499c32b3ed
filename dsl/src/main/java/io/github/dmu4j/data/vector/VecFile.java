package io.github.dmu4j.data.vector;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.ReadableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Rows of the form that the TEXMEX benchmarks (SIFT1M, GIST1M, SIFT1B) come in: each a little-endian 32-bit dimension and that
 * many components. All rows have one dimension, so that the length of the file tells their number.
 *
 * <p>Source: Jegou, Douze, Schmid, "Product quantization for nearest neighbor search", 2011; its data sets' page. Deviations:
 * none.
 *
 * @param dimension of every row
 * @param width bytes of one component
 */
record VecFile(ReadableFile file, int dimension, int width) {
    private static final int CHUNK = 1 << 20;

    /** Opens a file and checks its length against the first row. */
    static VecFile open(Path path, int width, String kind) {
        ReadableFile file = ReadableFile.open(path, "a file of rows in the form " + kind);
        int dimension = ByteBuffer.wrap(file.read(0, Integer.BYTES, "the dimension of row 0"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (dimension < 1 || dimension > (file.length() - Integer.BYTES) / width) {
            throw new DmuException(path + " has " + file.length() + " bytes and says that row 0 has dimension "
                    + dimension + "; allowed are 1 to " + (file.length() - Integer.BYTES) / width
                    + ": it is truncated, or not " + kind);
        }
        VecFile rows = new VecFile(file, dimension, width);
        if (file.length() % rows.rowBytes() != 0) {
            throw new DmuException(
                    path + " has " + file.length() + " bytes; allowed are multiples of " + rows.rowBytes()
                            + ", a row of dimension " + dimension + " with its head: it is truncated, or not " + kind);
        }
        return rows;
    }

    long rowBytes() {
        return Integer.BYTES + (long) dimension * width;
    }

    long rows() {
        return file.length() / rowBytes();
    }

    /** The most that {@link #forEach} takes at once. */
    long blockBytes() {
        return Math.max(CHUNK, rowBytes());
    }

    /** Gives each of {@code count} rows from {@code from} on to a reader, as a buffer at its first component. */
    void forEach(long from, int count, RowReader reader) {
        if (from < 0 || count < 0 || from > rows() - count) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + (from + count) + " of " + rows());
        }
        int atOnce = (int) Math.max(1, CHUNK / rowBytes());
        for (int done = 0; done < count; done += atOnce) {
            int part = Math.min(atOnce, count - done);
            ByteBuffer block = ByteBuffer.wrap(file.read((from + done) * rowBytes(), part * rowBytes(), "rows"))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < part; i++) {
                block.position((int) (i * rowBytes()));
                int found = block.getInt();
                if (found != dimension) {
                    throw new DmuException(file.path() + " at byte " + (from + done + i) * rowBytes() + ": row "
                            + (from + done + i) + " says that it has dimension " + found + ", row 0 has " + dimension
                            + "; rows of one dimension are read: the file is damaged or not of this kind");
                }
                reader.read(done + i, block);
            }
        }
    }

    /** What is done with a row. */
    interface RowReader {
        /** The buffer stands at the first component. */
        void read(int row, ByteBuffer components);
    }
}
