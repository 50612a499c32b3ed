package io.github.dmu4j.jupyter.eval;

/** Stands for a library's loop that heeds no interrupt and catches whatever else would end it. */
public final class DeafLoop {
    private static volatile boolean ended;

    private DeafLoop() {}

    /** Runs until {@link #end()} is called. */
    public static void run() {
        while (true) {
            try {
                while (!ended) {
                    Thread.onSpinWait();
                }
                return;
            } catch (Throwable e) {
                Thread.onSpinWait();
            }
        }
    }

    /** Ends it. */
    public static void end() {
        ended = true;
    }
}
