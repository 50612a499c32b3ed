package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the launcher belongs to: the tutorials and the tools that execute them are not in the jar. */
public final class Project {
    private static final String ROOT = "dmu.root";

    private Project() {}

    /**
     * Its folder, absolute.
     *
     * @throws DmuException if this JVM was not started by the launcher
     */
    public static Path root() {
        String root = System.getProperty(ROOT, "");
        if (root.isEmpty() || !Files.isDirectory(Path.of(root))) {
            throw new DmuException("this command needs the checkout of dmu4j: start it with ./dmu there");
        }
        return Path.of(root).toAbsolutePath().normalize();
    }
}
