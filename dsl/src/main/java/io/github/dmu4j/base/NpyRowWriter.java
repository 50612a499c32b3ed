package io.github.dmu4j.base;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * Writes a matrix row by row to a .npy file of any size. The rows go to a part file beside the target ({@link #partOf});
 * {@link #finish()} completes its header, fsyncs and renames it. Closing without finishing keeps the part file, which
 * {@link #resume} continues at a row that was {@linkplain #flush() flushed}. Not thread-safe; one writer per target (locked).
 */
public final class NpyRowWriter implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path target;
    /** Not written through a FileChannel, which an interrupt of the writing thread would close. */
    private final RandomAccessFile bytes;

    private final int columns;
    private final FloatType type;
    private final byte[] chunk = new byte[CHUNK];
    private long rows;

    private NpyRowWriter(Path target, RandomAccessFile bytes, int columns, FloatType type, long rows) {
        this.target = target;
        this.bytes = bytes;
        this.columns = columns;
        this.type = type;
        this.rows = rows;
    }

    /** The part file of a target. */
    public static Path partOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".part");
    }

    /**
     * Begins a new file, creating the folder; the part file of an earlier attempt is overwritten.
     *
     * @throws DmuException if the folder cannot be written to, or another writer is at work on this target
     */
    public static NpyRowWriter create(Path target, int columns, FloatType type) {
        Path absolute = target.toAbsolutePath();
        Path part = partOf(absolute);
        try {
            Path folder = absolute.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            RandomAccessFile bytes = openLocked(part);
            try {
                bytes.setLength(0);
                bytes.write(NpyHeader.bytes(type.description(), 0, columns));
                return new NpyRowWriter(absolute, bytes, columns, type, 0);
            } catch (IOException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    /**
     * Continues a part file after its first {@code rows} rows; what was written after them is dropped.
     *
     * @throws DmuException if there is no such part file, it has another type or dimension, or fewer rows
     */
    public static NpyRowWriter resume(Path target, int columns, FloatType type, long rows) {
        Path absolute = target.toAbsolutePath();
        Path part = partOf(absolute);
        byte[] header = NpyHeader.bytes(type.description(), 0, columns);
        long length = header.length + rows * columns * type.bytes();
        if (!Files.isRegularFile(part)) {
            throw new DmuException("cannot resume at row " + rows + ": there is no " + part + ". Begin again");
        }
        try {
            RandomAccessFile bytes = openLocked(part);
            try {
                byte[] found = new byte[(int) Math.min(header.length, bytes.length())];
                bytes.readFully(found);
                // finish() may have completed the header before it was stopped
                boolean same = Arrays.equals(found, header)
                        || Arrays.equals(found, NpyHeader.bytes(type.description(), rows, columns));
                if (!same || bytes.length() < length) {
                    throw new DmuException("cannot resume " + part + " at row " + rows
                            + ": it has another type or fewer" + " rows. Delete it to begin again");
                }
                bytes.setLength(length);
                bytes.seek(length);
                return new NpyRowWriter(absolute, bytes, columns, type, rows);
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    /** Rows written so far. */
    public long rows() {
        return rows;
    }

    /**
     * Appends rows.
     *
     * @throws IllegalArgumentException if they have another dimension
     * @throws DmuException if the disk is full, or a value does not fit into float16; what was not flushed is then unsure:
     *     close, and {@link #resume}
     */
    public void append(FloatMatrix block) {
        if (block.columns() != columns && block.rows() > 0) {
            throw new IllegalArgumentException("rows of " + block.columns() + " values for a file of " + columns);
        }
        float[] values = block.values();
        int perChunk = CHUNK / type.bytes();
        try {
            for (int i = 0; i < values.length; i += Math.min(perChunk, values.length - i)) {
                int n = Math.min(perChunk, values.length - i);
                NpyElement.encode(values, i, n, type, ByteBuffer.wrap(chunk));
                bytes.write(chunk, 0, n * type.bytes());
            }
        } catch (IOException e) {
            throw unwritable(partOf(target), e);
        }
        rows += block.rows();
    }

    /** Forces all rows so far to the disk: from here {@link #resume} can go on. */
    public void flush() {
        try {
            bytes.getFD().sync();
        } catch (IOException e) {
            throw unwritable(partOf(target), e);
        }
    }

    /** Completes the header, so that the part file is what the target will be, byte for byte. More rows may follow. */
    public void complete() {
        try {
            long end = bytes.getFilePointer();
            bytes.seek(0);
            bytes.write(NpyHeader.bytes(type.description(), rows, columns));
            bytes.seek(end);
            bytes.getFD().sync();
        } catch (IOException e) {
            throw unwritable(partOf(target), e);
        }
    }

    /** Completes the header, forces the file to the disk, renames it to the target (replacing one) and closes. */
    public void finish() {
        complete();
        Path part = partOf(target);
        try {
            bytes.close();
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw unwritable(part, e);
        }
    }

    /** Closes; unless finished, the part file stays for {@link #resume}. */
    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw unwritable(partOf(target), e);
        }
    }

    private static RandomAccessFile openLocked(Path part) throws IOException {
        RandomAccessFile bytes = new RandomAccessFile(part.toFile(), "rw");
        try {
            FileLock lock = bytes.getChannel().tryLock();
            if (lock != null) {
                return bytes; // the lock goes with the file
            }
        } catch (OverlappingFileLockException e) {
            // another thread of this process: the same answer as for another process
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
        bytes.close();
        throw new DmuException(
                "cannot write " + part + ": another upgrade is writing it. Wait for it, or choose another name");
    }

    private static DmuException unwritable(Path part, IOException e) {
        return new DmuException(
                "cannot write " + part + ": " + e.getMessage()
                        + ". Free some space or choose a folder that you may write to",
                e);
    }
}
