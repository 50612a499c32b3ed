package io.github.dmu4j.base;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of any size, read at any place. Every read is checked against the length the file had when it was opened <em>before</em>
 * memory is allocated for it, so that a length that a damaged file claims costs nothing. Threads may share an instance; their
 * reads take turns. The file stays open while this object is reachable ({@link RandomAccessFile} closes itself then).
 */
public final class ReadableFile {
    private final Path path;
    /** Not a FileChannel, which an interrupt of the reading thread would close. */
    private final RandomAccessFile bytes;

    private final long length;

    private ReadableFile(Path path, RandomAccessFile bytes, long length) {
        this.path = path;
        this.bytes = bytes;
        this.length = length;
    }

    /**
     * Opens a file.
     *
     * @param needed what it should be, for the message, for example {@code "the records of a training set (train.rec)"}
     * @throws DmuException if it is missing, a folder, or cannot be read
     */
    public static ReadableFile open(Path path, String needed) {
        if (!Files.isRegularFile(path)) {
            throw new DmuException(
                    "no file " + path + (Files.isDirectory(path) ? " (it is a folder)" : "") + ": needed is " + needed);
        }
        try {
            RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "r");
            return new ReadableFile(path, bytes, bytes.length());
        } catch (IOException e) {
            throw DmuException.unreadable(path, e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Its length in bytes when it was opened. */
    public long length() {
        return length;
    }

    /**
     * Some bytes, in an array of their own.
     *
     * @param what what they are, for the message, for example {@code "the header of record 7"}
     * @throws DmuException if the file ends before them; nothing is allocated then
     */
    public byte[] read(long position, long count, String what) {
        require(position, count, what);
        if (count > Integer.MAX_VALUE - 8) {
            throw new DmuException(path + ": " + what + " of " + count + " bytes is more than an array can hold");
        }
        byte[] target = new byte[(int) count];
        read(position, target, 0, target.length, what);
        return target;
    }

    /** As {@link #read(long, long, String)}, into an array that is there already. */
    public void read(long position, byte[] target, int offset, int count, String what) {
        require(position, count, what);
        try {
            synchronized (bytes) {
                bytes.seek(position);
                bytes.readFully(target, offset, count);
            }
        } catch (EOFException e) {
            throw new DmuException("cannot read " + path + ": it became shorter while it was read. Copy it again", e);
        } catch (IOException e) {
            throw DmuException.unreadable(path, e);
        }
    }

    /** Refuses a range that the file does not hold. */
    public void require(long position, long count, String what) {
        if (position < 0 || count < 0 || position > length || count > length - position) {
            throw new DmuException(
                    path + " has " + length + " bytes, but " + what + " needs " + count + " bytes from byte " + position
                            + " on: the file is truncated or damaged; copy or download it again");
        }
    }

    @Override
    public String toString() {
        return path + " (" + length + " bytes)";
    }
}
