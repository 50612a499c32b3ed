package io.github.dmu4j.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A matrix in a .npy file, mapped into the address space: takes no heap, is read by any number of threads at once, and what was
 * read before comes from the system's cache. For a gallery that is searched where it lies; {@link NpyRows} streams a file once.
 * Float16/32/64 and integers, in C order, of any size.
 *
 * <p>The mapping goes when this object does (at a garbage collection). Nobody may shorten the file before: the JVM then fails with
 * an {@link InternalError}.
 */
public final class MappedNpy implements FloatRows {
    private final Path file;
    private final NpyElement element;
    private final int rows;
    private final int columns;
    /** A mapping holds less than 2 GB; each of these has whole rows. */
    private final MappedByteBuffer[] segments;

    private final int rowsPerSegment;

    private MappedNpy(Path file, NpyHeader header, FileChannel channel) throws IOException {
        this.file = file;
        this.element = header.element();
        this.rows = Math.toIntExact(header.shape().get(0));
        this.columns = Math.toIntExact(header.shape().get(1));
        long rowBytes = Math.max(1, (long) columns * element.size());
        this.rowsPerSegment = (int) Math.max(1, Integer.MAX_VALUE / rowBytes);
        this.segments = new MappedByteBuffer[Math.toIntExact((rows + rowsPerSegment - 1L) / rowsPerSegment)];
        for (int i = 0; i < segments.length; i++) {
            int first = i * rowsPerSegment;
            long bytes = Math.min(rowsPerSegment, rows - first) * (long) columns * element.size();
            segments[i] = channel.map(
                    FileChannel.MapMode.READ_ONLY,
                    header.dataOffset() + (long) first * columns * element.size(),
                    bytes);
        }
    }

    /**
     * Maps a matrix.
     *
     * @throws DmuException if the file is missing, damaged, cut off, in Fortran order, or not a matrix of numbers; if it has over
     *     2^31 - 1 rows, or rows of 2 GB
     */
    public static MappedNpy open(Path file) {
        NpyHeader header = NpyRows.header(file);
        if (header.shape().get(0) > Integer.MAX_VALUE
                || header.shape().get(1) * header.element().size() > Integer.MAX_VALUE) {
            throw new DmuException(file + " has shape " + header.shapeText() + "; mapped are at most "
                    + Integer.MAX_VALUE + " rows of less than 2 GB: split it, or stream it with NpyRows.open(path)");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Npy.requireLength(header, channel.size(), file.toString());
            return new MappedNpy(file, header, channel);
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
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
        requireRows(from, count, target.length);
        bySegment(from, count, (bytes, at, length) -> element.decode(bytes, target, at, length));
    }

    @Override
    public boolean readHalves(int from, int count, short[] target) {
        requireRows(from, count, target.length);
        if (!element.isFloating() || element.size() != Short.BYTES) {
            return false;
        }
        bySegment(
                from,
                count,
                (bytes, at, length) ->
                        bytes.order(element.order()).asShortBuffer().get(target, at, length));
        return true;
    }

    private void requireRows(int from, int count, int room) {
        Objects.checkFromIndexSize(from, count, rows);
        Objects.checkFromIndexSize(0, Math.multiplyExact(count, columns), room);
    }

    /** Takes {@code length} elements from the buffer's position to index {@code at} of the target. */
    private interface Copy {
        void copy(ByteBuffer bytes, int at, int length);
    }

    private void bySegment(int from, int count, Copy copy) {
        for (int done = 0; done < count; ) {
            int row = from + done;
            int inSegment = row % rowsPerSegment;
            int here = Math.min(count - done, rowsPerSegment - inSegment);
            ByteBuffer bytes = segments[row / rowsPerSegment].duplicate();
            bytes.position(inSegment * columns * element.size());
            copy.copy(bytes, done * columns, here * columns);
            done += here;
        }
    }

    @Override
    public String toString() {
        return "MappedNpy " + rows + " x " + columns + " in " + file;
    }
}
