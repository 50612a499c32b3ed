package io.github.dmu4j.jupyter.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/** Which request each thread works for. */
final class Origins {
    @SuppressWarnings("ThreadLocalUsage") // one per kernel; a static one would mix up the kernels of tests
    private final InheritableThreadLocal<@Nullable Origin> ofThread = new InheritableThreadLocal<>();

    private volatile Origin latest = Origin.none();

    /** From now on this thread, and threads it starts, work for {@code origin}. */
    void begin(Origin origin) {
        ofThread.set(origin);
        latest = origin;
    }

    /**
     * Of this thread. Workers of the common pool (parallel streams) serve whichever cell runs, not the one that happened
     * to start them; threads that no cell has started belong to the latest cell.
     */
    Origin current() {
        Origin inherited = ofThread.get();
        boolean shared = Thread.currentThread() instanceof ForkJoinWorkerThread worker
                && worker.getPool() == ForkJoinPool.commonPool();
        return inherited == null || shared ? latest : inherited;
    }
}
