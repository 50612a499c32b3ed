package io.github.dmu4j.data.pickle;

import io.github.dmu4j.base.DmuException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a pickle from first to last, with its two guards: no length goes beyond the file's end, and what is built stays
 * within a budget.
 */
final class PickleInput implements AutoCloseable {
    private static final long LARGEST_BUDGET = 256L << 20;

    private final Path file;
    private final long size;
    private final InputStream in;
    private final long budget;
    private long position;
    private long instruction;
    private long built;

    /** With the budget that {@link Pickle} speaks of. */
    PickleInput(Path file) {
        this(file, Math.min(LARGEST_BUDGET, Runtime.getRuntime().maxMemory() / 4));
    }

    /** @param budget bytes of objects that may be built */
    PickleInput(Path file, long budget) {
        this.file = file;
        this.budget = budget;
        if (!Files.isRegularFile(file)) {
            throw new DmuException("no file " + file + ": a pickle is needed; check the path");
        }
        try {
            size = Files.size(file);
            in = new BufferedInputStream(Files.newInputStream(file), (int) Math.max(1, Math.min(1 << 16, size)));
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    Path file() {
        return file;
    }

    long position() {
        return position;
    }

    /** The next instruction; errors name its place from now on. */
    int instruction() {
        instruction = position;
        return next();
    }

    int next() {
        require(1);
        try {
            int value = in.read();
            if (value < 0) {
                throw cutOff(1);
            }
            position++;
            return value;
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    /** An unsigned little-endian number of up to 8 bytes; one beyond 2^63 - 1 comes back negative. */
    long unsigned(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << (8 * i);
        }
        return value;
    }

    byte[] take(long length) {
        require(length);
        charge(length);
        if (length > Integer.MAX_VALUE - 8) {
            throw tooLong(length);
        }
        try {
            byte[] bytes = in.readNBytes((int) length);
            if (bytes.length < length) {
                throw cutOff(length);
            }
            position += length;
            return bytes;
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    void skip(long length) {
        require(length);
        if (length > Integer.MAX_VALUE - 8) {
            throw tooLong(length);
        }
        try {
            in.skipNBytes(length);
            position += length;
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    /** Bytes up to the next line feed, which is consumed. */
    byte[] line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = next(); c != '\n'; c = next()) {
            charge(2); // what grows by doubling has two copies for a moment
            line.write(c);
        }
        return line.toByteArray();
    }

    /** A line that is short in every honest file. */
    String shortLine() {
        StringBuilder line = new StringBuilder();
        for (int c = next(); c != '\n'; c = next()) {
            if (line.length() == 1024) {
                throw error("has a number or name of over 1024 characters", "the file is damaged: copy it again");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    /** The length of the next line, passed over. */
    int skipLine() {
        long from = position;
        while (next() != '\n') {
            if (position - from > Integer.MAX_VALUE - 8) {
                throw tooLong(position - from);
            }
        }
        return (int) (position - from - 1);
    }

    /** Refuses a length that the rest of the file cannot hold. */
    void require(long length) {
        if (length < 0 || length > size - position) {
            throw cutOff(length);
        }
    }

    /** Counts memory that is about to be used. */
    void charge(long bytes) {
        built += bytes;
        if (built > budget) {
            throw error(
                    "has built objects of more than " + (budget >> 20) + " MB",
                    "at most a quarter of the heap, and 256 MB, is allowed: if the file can be trusted, raise the heap (-Xmx) or"
                            + " convert it to JSON or .npy in Python");
        }
    }

    DmuException error(String found, String next) {
        return new DmuException("cannot read " + file + " as a pickle of data: the instruction at byte " + instruction
                + " " + found + "; " + next);
    }

    private DmuException cutOff(long length) {
        return error(
                "needs " + (length < 0 ? "over 2^63" : length) + " bytes from byte " + position + ", the file has "
                        + Math.max(0, size - position) + " left",
                "it is cut off or damaged: copy it again");
    }

    private DmuException tooLong(long length) {
        return error("has a string of " + length + " bytes", "up to 2^31 - 9 are read");
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }
}
