package io.github.dmu4j.jupyter.magic;

/** Code that {@code %timeit} times, in a loop that was compiled with it. */
@FunctionalInterface
public interface TimedLoop {
    /** Runs the code so many times; the nanoseconds that took. */
    long nanosOf(long loops) throws Throwable;
}
