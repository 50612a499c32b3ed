package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.RunCancelled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Numbered jobs on several threads, which take the next one each. The calling thread works too, and alone asks for cancellation
 * (its interrupt flag may be the signal). The threads end with the call.
 */
final class SearchThreads {
    /** A job may end early, its result unused, when {@code stop} is true; it asks now and then. */
    interface Job {
        void run(int number, BooleanSupplier stop);
    }

    private SearchThreads() {}

    /**
     * Runs jobs 0 to {@code jobs - 1}.
     *
     * @param what is done, for the message of a cancellation
     * @throws RunCancelled if cancelled
     * @throws DmuException what a job threw; one of them, if several did
     */
    static void run(int threads, int jobs, Job job, Cancellation cancellation, String what) {
        var next = new AtomicInteger();
        var stopped = new AtomicBoolean();
        List<FutureTask<Void>> others = new ArrayList<>();
        for (int w = 1; w < Math.min(threads, jobs); w++) {
            var other = new FutureTask<Void>(() -> takeJobs(next, jobs, job, stopped::get), null);
            others.add(other);
            var thread = new Thread(other, "dmu4j-search-" + w);
            thread.setDaemon(true);
            thread.start();
        }
        boolean finished = false;
        try {
            takeJobs(next, jobs, job, () -> isCancelled(cancellation, what));
            finished = true;
        } finally {
            stopped.set(!finished);
            awaitAll(others);
        }
    }

    private static void takeJobs(AtomicInteger next, int jobs, Job job, BooleanSupplier stop) {
        for (int number = next.getAndIncrement(); number < jobs; number = next.getAndIncrement()) {
            job.run(number, stop);
        }
    }

    /** Never true: it throws. */
    private static boolean isCancelled(Cancellation cancellation, String what) {
        if (cancellation.isRequested()) {
            throw new RunCancelled(what + " stopped on request; nothing was kept: call it again");
        }
        return false;
    }

    /** Waits even when interrupted, as the workers end within one block; the interrupt flag is kept for the caller. */
    private static void awaitAll(List<FutureTask<Void>> others) {
        boolean interrupted = false;
        Throwable failure = null;
        for (FutureTask<Void> other : others) {
            boolean ended = false;
            while (!ended) {
                try {
                    other.get();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = e.getCause();
                    ended = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof DmuException ofTheGallery) {
            throw ofTheGallery;
        }
        if (failure != null) {
            throw new IllegalStateException("a search thread failed: " + failure, failure);
        }
    }
}
