package io.github.dmu4j.jupyter.eval;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import org.jspecify.annotations.Nullable;

/**
 * JShell's files, with two habits of JShell's that cost time kept from them.
 *
 * <p>JShell makes an index of all classes, for the completion of names that are not imported, on a thread of its own as soon as
 * it starts; it takes as much processor time as the start itself, and asks here first where the classes are. It waits at the
 * {@link Gate} while the session comes up.
 *
 * <p>Each task of javac, two for a declaration, says anew which classes of multi-release jars are meant, upon which the files
 * forget what lies where on the class path and gather that again. Said twice, it is heard once.
 */
final class ShellFiles extends ForwardingJavaFileManager<StandardJavaFileManager> implements StandardJavaFileManager {
    /** The index is made then, whatever else goes on. */
    private static final int MAX_WAIT_SECONDS = 15;
    /** Which of a multi-release jar's classes are meant. */
    private static final String RELEASE_IN_JARS = "--multi-release";

    /** Open as soon as the session is up. */
    static final class Gate {
        private final CountDownLatch open = new CountDownLatch(1);
        private final Thread session = Thread.currentThread();

        void open() {
            open.countDown();
        }

        /** Waits on JShell's thread; the one that starts the session never does. */
        private void pass() {
            if (Thread.currentThread() != session && Thread.currentThread().isDaemon()) {
                try {
                    if (!open.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                        open();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private final Gate gate;
    private @Nullable String releaseInJars;

    ShellFiles(StandardJavaFileManager files, Gate gate) {
        super(files);
        this.gate = gate;
    }

    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location location) {
        gate.pass();
        return fileManager.getLocationAsPaths(location);
    }

    @Override
    public boolean handleOption(String option, Iterator<String> values) {
        if (!option.equals(RELEASE_IN_JARS)) {
            return fileManager.handleOption(option, values);
        }
        String asked = values.next();
        if (!asked.equals(releaseInJars)
                && fileManager.handleOption(option, List.of(asked).iterator())) {
            releaseInJars = asked;
        }
        return asked.equals(releaseInJars);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public void setLocationFromPaths(Location location, Collection<? extends Path> paths) throws IOException {
        fileManager.setLocationFromPaths(location, paths);
    }

    @Override
    public Iterable<? extends File> getLocation(Location location) {
        return fileManager.getLocation(location);
    }

    @Override
    public Path asPath(FileObject file) {
        return fileManager.asPath(file);
    }
}
