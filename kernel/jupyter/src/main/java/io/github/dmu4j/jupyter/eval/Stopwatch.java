package io.github.dmu4j.jupyter.eval;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Adds up the time that a cell's own code takes, without what compiles and loads it. */
public final class Stopwatch {
    private long wallNanos;
    private long cpuNanos;

    @Nullable
    Object timed(Method snippet) throws InvocationTargetException, IllegalAccessException {
        long cpu = processCpuNanos();
        long wall = System.nanoTime();
        try {
            return snippet.invoke(null);
        } finally {
            wallNanos += System.nanoTime() - wall;
            cpuNanos += processCpuNanos() - cpu;
        }
    }

    /** Time passed while snippets ran. */
    public long wallNanos() {
        return wallNanos;
    }

    /** Time of all processors meanwhile, for all threads of the process; 0 where the JVM cannot tell. */
    public long cpuNanos() {
        return cpuNanos;
    }

    private static long processCpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Math.max(0, system.getProcessCpuTime())
                : 0;
    }
}
