package io.github.dmu4j.gallery;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether a file will fit, asked before hours of work. */
final class DiskSpace {
    private DiskSpace() {}

    /** Refuses to begin if the disk of {@code target} has less than {@code bytes} free. */
    static void require(Path target, long bytes) {
        Path folder = target.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null) {
            return; // creating the folder will say what is wrong
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < bytes) {
                throw new DmuException(String.format(
                        Locale.ROOT,
                        "%s needs %,d MiB, but its disk has %,d MiB free. Choose another disk, free some space, or store float16:"
                                + " storedAs(FloatType.FLOAT16)",
                        target,
                        bytes >> 20,
                        free >> 20));
            }
        } catch (IOException e) {
            throw new DmuException("cannot ask how much space is free for " + target + ": " + e.getMessage(), e);
        }
    }
}
