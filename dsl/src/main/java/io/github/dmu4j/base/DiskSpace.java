package io.github.dmu4j.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** Whether a file will fit, asked before hours of work. */
public final class DiskSpace {
    private DiskSpace() {}

    /**
     * Bytes that are free for {@code target}, a file or folder that need not exist; empty where there is nothing to ask yet, and
     * creating the folder will say what is wrong.
     *
     * @throws DmuException if the file system does not answer
     */
    public static OptionalLong free(Path target) {
        Path folder = target.toAbsolutePath();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            throw new DmuException("cannot ask how much space is free for " + target + ": " + e.getMessage(), e);
        }
    }

    /**
     * Refuses to begin if the disk of {@code target} has less than {@code bytes} free.
     *
     * @param otherwise what to do instead, for example {@code "store float16"}
     * @throws DmuException if they do not fit
     */
    public static void require(Path target, long bytes, String otherwise) {
        OptionalLong free = free(target);
        if (free.isPresent() && free.getAsLong() < bytes) {
            throw new DmuException(String.format(
                    Locale.ROOT,
                    "%s needs %,d MiB, but its disk has %,d MiB free. Choose another disk, free some space, or %s",
                    target,
                    bytes >> 20,
                    free.getAsLong() >> 20,
                    otherwise));
        }
    }
}
