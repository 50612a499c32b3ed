package io.github.dmu4j.jupyter.magic;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that runs a magic, where an interrupt may hit it: while it waits for a process or the network, not while it runs
 * Java in the session (which has its own ways to stop) or changes the session (the compiler would close its jars).
 */
final class Interrupts {
    private @Nullable Thread open;
    private boolean missed;

    /** Interrupts the magic that runs, if one does; from any thread. */
    synchronized void interrupt() {
        if (open != null) {
            open.interrupt();
        } else {
            missed = true;
        }
    }

    /** Runs a magic on this thread. */
    <T> T open(Callable<T> magic) throws Exception {
        Thread before = replace(Thread.currentThread());
        try {
            return magic.call();
        } finally {
            replace(before);
            Thread.interrupted(); // one that came too late must not hit what follows
        }
    }

    /** Runs part of a magic that must not be hit; an interrupt that comes meanwhile does so afterwards. */
    <T> T shielded(Supplier<T> work) {
        Thread before = replace(null);
        takeMissed();
        boolean hit = before != null && Thread.interrupted();
        try {
            return work.get();
        } finally {
            boolean late = takeMissed();
            replace(before);
            if (before != null && (hit || late)) {
                before.interrupt();
            }
        }
    }

    /** True if this thread runs a magic and can be hit. */
    synchronized boolean isOpenHere() {
        return open == Thread.currentThread();
    }

    private synchronized @Nullable Thread replace(@Nullable Thread now) {
        Thread before = open;
        open = now;
        return before;
    }

    private synchronized boolean takeMissed() {
        boolean taken = missed;
        missed = false;
        return taken;
    }
}
