package io.github.dmu4j.base;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A matrix in a .npy file of any size, read in blocks of rows: the memory used is that of the block asked for. Threads may
 * share an instance; their reads take turns. Float16/32/64 and integers, in C order.
 */
public final class NpyRows implements AutoCloseable {
    /** Bytes read at once: bounds the memory beside the block itself. */
    private static final int CHUNK = 1 << 20;

    private final Path file;
    /** Not a FileChannel, which an interrupt of the reading thread would close. */
    private final RandomAccessFile bytes;

    private final NpyHeader header;
    private final int columns;

    private NpyRows(Path file, RandomAccessFile bytes, NpyHeader header) {
        this.file = file;
        this.bytes = bytes;
        this.header = header;
        this.columns = Math.toIntExact(header.shape().get(1));
    }

    /**
     * Opens a matrix.
     *
     * @throws DmuException if the file is missing, damaged, cut off, in Fortran order, or not a matrix of numbers
     */
    public static NpyRows open(Path file) {
        NpyHeader header = header(file);
        try {
            RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r");
            try {
                Npy.requireLength(header, bytes.length(), file.toString());
                return new NpyRows(file, bytes, header);
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    /** The header of a matrix whose rows lie one after the other. @throws DmuException if the file has none */
    static NpyHeader header(Path file) {
        NpyHeader header = Npy.header(file);
        if (header.shape().size() != 2
                || header.shape().get(1) > Integer.MAX_VALUE
                || header.element().isText()) {
            throw new DmuException(file + " is not a matrix of numbers: shape " + header.shapeText()
                    + "; rows are read from an array of shape (items, dimension)");
        }
        if (header.fortranOrder() && header.shape().get(0) > 1 && header.shape().get(1) > 1) {
            throw new DmuException(file + " is in Fortran order (columns first); rows are streamed from C order only."
                    + " In Python: numpy.save(name, numpy.ascontiguousarray(array))");
        }
        return header;
    }

    /** Number of rows; may be beyond the range of int. */
    public long rows() {
        return header.shape().get(0);
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** FLOAT16 if the file holds float16, otherwise FLOAT32: what to write so that nothing readable is lost. */
    public FloatType type() {
        return header.element().isFloating() && header.element().size() == 2 ? FloatType.FLOAT16 : FloatType.FLOAT32;
    }

    /**
     * Rows {@code from} to {@code from + count}.
     *
     * @throws IndexOutOfBoundsException if they are not all there
     */
    public FloatMatrix read(long from, int count) {
        if (from < 0 || count < 0 || from > rows() - count) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + (from + count) + " of " + rows());
        }
        int total = Math.multiplyExact(count, columns);
        float[] values = new float[total];
        int size = header.element().size();
        int perChunk = CHUNK / size;
        byte[] chunk = new byte[(int) Math.min(CHUNK, (long) total * size)];
        long position = header.dataOffset() + from * columns * size;
        for (int i = 0; i < total; i += Math.min(perChunk, total - i)) {
            int n = Math.min(perChunk, total - i);
            readFully(chunk, n * size, position + (long) i * size);
            header.element().decode(ByteBuffer.wrap(chunk), values, i, n);
        }
        return FloatMatrix.wrap(count, columns, values);
    }

    /** The whole matrix, if an array in memory can hold it. */
    public FloatMatrix readAll() {
        if (rows() * columns > Integer.MAX_VALUE - 8) {
            throw new DmuException(file + " has " + rows() + " x " + columns
                    + " values, too many for one array in memory; stream it: Gallery.npy(path)");
        }
        return read(0, (int) rows());
    }

    private void readFully(byte[] chunk, int length, long position) {
        try {
            synchronized (bytes) {
                bytes.seek(position);
                bytes.readFully(chunk, 0, length);
            }
        } catch (EOFException e) {
            throw new DmuException("cannot read " + file + ": it became shorter while it was read. Copy it again", e);
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }
}
