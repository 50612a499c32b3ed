package io.github.dmu4j.base;

import java.util.Locale;

/** Says in words that something is too large for the memory, before the machine says it with an OutOfMemoryError. */
public final class HeapRoom {
    private HeapRoom() {}

    /**
     * Refuses what would take more than half of the heap that the JVM may use ({@code -Xmx}).
     *
     * @param bytes what is about to be allocated, together with what belongs to it already
     * @param what for the message, for example {@code "the pairs of meta/pairs.txt"}
     * @param otherwise what to do instead of a larger heap, for example {@code "read it by rows"}
     * @throws DmuException if it does not fit
     */
    public static void require(long bytes, String what, String otherwise) {
        long room = Runtime.getRuntime().maxMemory() / 2;
        if (bytes > room) {
            throw new DmuException(String.format(
                    Locale.ROOT,
                    "%s would take %,d MB of memory; allowed is half of the heap, %,d MB: give Java more (-Xmx), or %s",
                    what,
                    bytes >> 20,
                    room >> 20,
                    otherwise));
        }
    }
}
