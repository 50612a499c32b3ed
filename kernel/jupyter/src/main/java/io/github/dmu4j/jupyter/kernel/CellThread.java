package io.github.dmu4j.jupyter.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that runs users' code. It touches no socket, so that an interrupt, which may hit it anywhere, can break
 * none.
 */
final class CellThread {
    private final Origins origins;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(null, work, "cell", 0, false);
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Thread working;

    CellThread(Origins origins) {
        this.origins = origins;
    }

    /** Runs on the cell thread, for a request; waits, whatever happens. */
    <T> T run(Origin origin, Callable<T> work) throws ExecutionException {
        Future<T> result = executor.submit(() -> {
            origins.begin(origin);
            working = Thread.currentThread();
            try {
                return work.call();
            } finally {
                working = null;
                Thread.interrupted(); // one that came too late must not hit the next cell
            }
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Interrupts what runs, if something does. */
    void interrupt() {
        Thread thread = working;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
