package io.github.dmu4j.jupyter.eval;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One snippet's run on a thread of its own, which inherits what the calling thread has to give (inheritable thread
 * locals) and can be stopped without harm to anyone else.
 *
 * <p>A stop is an interrupt, repeated, and then by force, repeated too, because code may catch what stops it. When force
 * begins depends on whose code runs: a snippet's own loop has {@value #GRACE_MILLIS} ms; a library's has {@value
 * #LIBRARY_GRACE_MILLIS} ms, in which a training run can write its checkpoint. A second stop ends that patience. A thread that
 * does not end within {@value #ABANDON_MILLIS} ms of force is left behind. If it hangs in native code, it costs no time, and on
 * JDK 17 it dies as soon as it comes back. What cannot be ended is a library's loop: on JDK 17 one that catches Throwable in
 * every turn, on JDK 20 and later every one that does not look for interrupts.
 */
final class SnippetThread {
    /** Whether this JVM has {@code Thread.stop}. */
    static final boolean CAN_KILL = Runtime.version().feature() < 20;

    static final long GRACE_MILLIS = 60;
    static final long LIBRARY_GRACE_MILLIS = 30_000;
    static final long ABANDON_MILLIS = 1_500;
    private static final long POLL_MILLIS = 15;
    private static final int WORKER_TURNS = 10;

    private final Thread thread;
    private final Consumer<Boolean> stopChecks;
    private final Object monitor = new Object();

    private volatile @Nullable Object value;
    private volatile @Nullable Throwable thrown;
    private volatile boolean ended;
    private volatile int stopsWanted;
    private volatile boolean forced;
    private volatile StackTraceElement @Nullable [] stoppedAt;

    /** @param stopChecks switches the checks on that make a snippet's code stop itself; does nothing where there are none */
    SnippetThread(
            Method snippet,
            String name,
            ClassLoader context,
            @Nullable Stopwatch stopwatch,
            Consumer<Boolean> stopChecks) {
        this.stopChecks = stopChecks;
        thread = new Runner(() -> run(snippet, stopwatch), name);
        thread.setContextClassLoader(context);
        thread.setDaemon(true);
    }

    /** Known by its class, so that code can tell that it is a cell's. */
    private static final class Runner extends Thread {
        Runner(Runnable work, String name) {
            super(work, name);
        }
    }

    /** True if a snippet itself calls; not for threads that it started. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof Runner;
    }

    private void run(Method snippet, @Nullable Stopwatch stopwatch) {
        try {
            value = stopwatch == null ? snippet.invoke(null) : stopwatch.timed(snippet);
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        } catch (Throwable e) { // a stop may hit the lines above
            thrown = e;
        } finally {
            synchronized (monitor) {
                ended = true;
                monitor.notifyAll();
            }
        }
    }

    /** Asks for a stop, from any thread. */
    void stopSoon() {
        synchronized (monitor) {
            stopsWanted++;
            monitor.notifyAll();
        }
    }

    /** Starts the snippet and waits for its end. An interrupt of the waiting thread is a wish to stop. */
    void runToItsEnd() {
        StopPoint.forgetTheDead();
        thread.start();
        boolean interrupted = false;
        while (!awaitEndOrStop()) {
            if (Thread.interrupted()) {
                interrupted = true;
                stopSoon();
            }
        }
        if (!ended) {
            stopByAndBy();
            if (forced) {
                stopWorkers();
            }
            if (ended) {
                StopPoint.pardon(thread);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** False: woken by an interrupt of this thread. */
    private boolean awaitEndOrStop() {
        synchronized (monitor) {
            while (!ended && stopsWanted == 0) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    private void stopByAndBy() {
        stoppedAt = thread.getStackTrace();
        long begin = System.nanoTime();
        long forcedSince = -1;
        thread.interrupt();
        while (!endsWithin(POLL_MILLIS)) {
            long waited = (System.nanoTime() - begin) / 1_000_000;
            if (forcedSince < 0) {
                boolean patience = stopsWanted == 1 && isInLibrary(thread.getStackTrace());
                if (waited >= (patience ? LIBRARY_GRACE_MILLIS : GRACE_MILLIS)) {
                    forcedSince = waited;
                    forced = true;
                } else {
                    continue;
                }
            }
            if (waited - forcedSince > ABANDON_MILLIS) {
                return;
            }
            force();
        }
    }

    private boolean endsWithin(long millis) {
        synchronized (monitor) {
            long until = System.nanoTime() + millis * 1_000_000;
            for (long left = millis; !ended && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
                try {
                    monitor.wait(left);
                } catch (InterruptedException e) {
                    stopsWanted++; // an interrupt of the waiting thread is a second stop
                }
            }
            return ended;
        }
    }

    private void force() {
        thread.interrupt();
        kill(thread);
    }

    @SuppressWarnings({"removal", "deprecation", "ThreadStop"}) // the only way to end a loop before JDK 20
    private void kill(Thread doomed) {
        if (CAN_KILL) {
            StopPoint.doom(doomed);
            doomed.stop();
        } else {
            stopChecks.accept(true);
        }
    }

    /** A parallel stream's loops run on the common pool's threads, which outlive the snippet that waited for them. */
    private void stopWorkers() {
        Set<Thread> stopped = new HashSet<>();
        try {
            stopWorkers(stopped);
        } finally {
            stopped.forEach(StopPoint::pardon); // they work for others next
        }
    }

    private void stopWorkers(Set<Thread> stopped) {
        for (int turn = 0; turn < WORKER_TURNS; turn++) {
            List<Thread> busy = Thread.getAllStackTraces().entrySet().stream()
                    .filter(entry -> entry.getKey() instanceof ForkJoinWorkerThread worker
                            && worker.getPool() == ForkJoinPool.commonPool()
                            && Arrays.stream(entry.getValue())
                                    .anyMatch(frame -> CellExecution.isSnippetClass(frame.getClassName())))
                    .map(Map.Entry::getKey)
                    .toList();
            if (busy.isEmpty()) {
                return;
            }
            stopped.addAll(busy);
            busy.forEach(this::kill);
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** True if the innermost code that is not the JDK's is a library's, which may want to end in good order. */
    private static boolean isInLibrary(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            if (CellExecution.isSnippetClass(frame.getClassName())) {
                return false;
            }
            if (!isJdk(frame) && !frame.getClassName().equals(StopPoint.class.getName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    @Nullable
    Object value() {
        return value;
    }

    @Nullable
    Throwable thrown() {
        return thrown;
    }

    StackTraceElement @Nullable [] stoppedAt() {
        return stoppedAt;
    }

    /** True if the snippet ended by a stop, or was left behind. What a library throws when it is interrupted is its own affair. */
    boolean wasStopped() {
        Throwable failure = thrown;
        return !ended || (failure != null && stopsWanted > 0 && (forced || isSignOfInterrupt(failure)));
    }

    /** True if the snippet goes on, though it was stopped by all means. */
    boolean isLeftBehind() {
        return !ended;
    }

    /** The exceptions by which the JDK says that a thread was interrupted while it waited, also as a cause. */
    private static boolean isSignOfInterrupt(Throwable failure) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause(), depth++) {
            if (t instanceof InterruptedException
                    || t instanceof java.io.InterruptedIOException
                    || t instanceof java.nio.channels.ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }
}
