package io.github.dmu4j.jupyter.magic;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryCache;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one resolution fetches: each jar gives a line, and {@link #close()}, from any thread, ends all of it.
 *
 * <p>A transfer that is about to begin or moves on is cancelled by its listener. One that stalls sits in a read that is deaf to
 * interrupts and waits for half an hour: it ends when its connection is closed. Maven's HTTP transport keeps its connections
 * in the session's cache, as something that can be closed; so the cache is ours.
 */
final class Downloads implements AutoCloseable {
    private final Consumer<String> lines;
    private final Memory memory = new Memory();
    private volatile boolean closed;

    /** @param lines hears a line for each jar that is fetched */
    Downloads(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Has a session's transfers go through here; before its first one. */
    void watch(DefaultRepositorySystemSession session) {
        session.setTransferListener(new Listener());
        session.setCache(memory);
    }

    @Override
    public void close() {
        closed = true; // first, so that what is cut off does not begin again
        memory.closeConnections();
    }

    private final class Listener extends AbstractTransferListener {
        @Override
        public void transferInitiated(TransferEvent event) throws TransferCancelledException {
            cancelIfClosed();
        }

        @Override
        public void transferProgressed(TransferEvent event) throws TransferCancelledException {
            cancelIfClosed();
        }

        private void cancelIfClosed() throws TransferCancelledException {
            if (closed) {
                throw new TransferCancelledException("stopped");
            }
        }

        @Override
        public void transferSucceeded(TransferEvent event) {
            String name = event.getResource().getResourceName();
            if (name.endsWith(".jar")) {
                lines.accept("fetched " + name.substring(name.lastIndexOf('/') + 1) + " ("
                        + size(event.getTransferredBytes()) + ") from "
                        + event.getResource().getRepositoryId());
            }
        }

        private static String size(long bytes) {
            return bytes < 1_000_000
                    ? Math.max(1, Math.round(bytes / 1e3)) + " kB"
                    : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        }
    }

    /** What the resolver remembers for as long as a session lasts. */
    private static final class Memory implements RepositoryCache {
        private final Map<Object, Object> entries = new ConcurrentHashMap<>();

        @Override
        public void put(RepositorySystemSession session, Object key, @Nullable Object data) {
            if (data == null) {
                entries.remove(key);
            } else {
                entries.put(key, data);
            }
        }

        @Override
        public @Nullable Object get(RepositorySystemSession session, Object key) {
            return entries.get(key);
        }

        void closeConnections() {
            for (Object entry : entries.values()) {
                if (entry instanceof Closeable connections) {
                    try {
                        connections.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }
    }
}
