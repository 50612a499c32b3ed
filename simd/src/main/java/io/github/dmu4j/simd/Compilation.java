package io.github.dmu4j.simd;

/**
 * Has the JVM compile a loop before it is needed. Until then each vector is an object and each operation a call, a thousand times
 * slower: work that began at once would keep all its threads busy with that, and the compiler waiting.
 */
final class Compilation {
    /** The JVM compiles a method with its optimising compiler after some hundred calls of some thousand loops in all. */
    private static final int CALLS = 700;

    private static final long MOST_NANOS = 5_000_000_000L;
    /** For a call: compiled, it takes about one. */
    private static final long COMPILED_NANOS = 20_000;

    private Compilation() {}

    /**
     * Calls until a call is as quick as compiled code, or for five seconds.
     *
     * @param call a few thousand products
     */
    static void await(Runnable call) {
        boolean interrupted = false;
        boolean compiled = false;
        long end = System.nanoTime() + MOST_NANOS;
        for (int calls = 1; !compiled; calls++) {
            long start = System.nanoTime();
            call.run();
            long now = System.nanoTime();
            if (calls > CALLS) {
                compiled = now - start < COMPILED_NANOS || now > end;
                interrupted |= !compiled && sleepsThrough();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A moment for the compiler. @return whether there was an interrupt, which the work itself will see to */
    private static boolean sleepsThrough() {
        try {
            Thread.sleep(2);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
