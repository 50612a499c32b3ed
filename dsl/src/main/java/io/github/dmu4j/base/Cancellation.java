package io.github.dmu4j.base;

/**
 * The question that every long loop asks between two steps: shall I stop? Native calls cannot be interrupted, so loops
 * ask; nothing is stopped from outside.
 */
@FunctionalInterface
public interface Cancellation {
    /** Never cancelled, whatever the thread's interrupt flag says. */
    Cancellation NEVER = () -> false;

    /** Cancelled when the asking thread is interrupted; the flag stays set, so that callers further up see it too. */
    Cancellation ON_INTERRUPT = () -> Thread.currentThread().isInterrupted();

    /** Whether the work should stop at the next safe point. */
    boolean isRequested();
}
