package io.github.dmu4j.jupyter.eval;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a cell's code can be stopped on JDK 17 to 19: {@link StopPointWeaver} has every loop and every method of it call
 * {@link #check()}. Public for those calls, which come from classes of another loader; of no use to anyone else.
 */
public final class StopPoint {
    private static final Set<Thread> DOOMED = ConcurrentHashMap.newKeySet();
    /** Asked in every turn of every loop, so it must be cheap to ask. */
    private static volatile boolean anyDoomed;

    private StopPoint() {}

    /**
     * Returns at once on threads that may go on.
     *
     * @throws ThreadDeath on others, each time that one comes by: code that catches it does not get far
     */
    public static void check() {
        if (anyDoomed && DOOMED.contains(Thread.currentThread())) {
            throw new ThreadDeath();
        }
    }

    /** Stops a thread at its next check, and at all that follow. */
    static void doom(Thread thread) {
        DOOMED.add(thread);
        anyDoomed = true;
    }

    static void pardon(Thread thread) {
        DOOMED.remove(thread);
        anyDoomed = !DOOMED.isEmpty();
    }

    /** Those that were left behind and have ended since need not be looked for any more. */
    static void forgetTheDead() {
        if (anyDoomed) {
            DOOMED.removeIf(thread -> !thread.isAlive());
            anyDoomed = !DOOMED.isEmpty();
        }
    }
}
