package io.github.dmu4j.base;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/** Files that are either whole or not there: written to a temporary name beside the target, fsynced, renamed. */
public final class AtomicFiles {
    private static final AtomicLong WRITES = new AtomicLong();

    private AtomicFiles() {}

    /** What writes the content. */
    @FunctionalInterface
    public interface Writer {
        /** Writes all of it; the stream is buffered, flushed and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code target} whole or not at all, creating its folder. An existing file is replaced.
     *
     * @throws DmuException if the folder cannot be written to or the disk is full; the old file, if any, is untouched
     */
    public static void write(Path target, Writer content) {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        // The process and a count: neither two programs nor two threads ever write to one temporary file.
        Path temporary = absolute.resolveSibling("." + absolute.getFileName() + ".tmp-"
                + ProcessHandle.current().pid() + "-" + WRITES.incrementAndGet());
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            // not a FileChannel: that would fail in an interrupted thread, which is how a run is told to stop and save
            try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
                OutputStream out = new BufferedOutputStream(file, 1 << 16);
                content.writeTo(out);
                out.flush();
                file.getFD().sync();
            }
            try {
                Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException | UncheckedIOException e) {
            deleteQuietly(temporary, e);
            throw new DmuException(
                    "cannot write " + absolute + ": " + reason(e)
                            + "; nothing was left half-written. Free some space or choose a folder that you may write to",
                    e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(temporary, e);
            throw e;
        }
    }

    /** {@link #write} for text in UTF-8. */
    public static void writeString(Path target, String text) {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A file system's exception often has nothing but the path as its message; its class then says what happened. */
    private static String reason(Exception e) {
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return file.getClass().getSimpleName() + " " + file.getFile();
        }
        return String.valueOf(e.getMessage());
    }

    private static void deleteQuietly(Path temporary, Throwable because) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
