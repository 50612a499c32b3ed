package io.github.dmu4j.jupyter.magic;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code %timeit} measures with; public because cells call it.
 *
 * <p>Loops are chosen as IPython does: 1, 10, 100 ... until they take 0.2 s. That is the code's warm-up, too.
 */
public final class LoopTimer {
    private static final long ENOUGH_NANOS = 200_000_000;
    private static final int MAX_POWER = 9;

    private static volatile long sink;
    private static final int RARELY = 0xFFFFF;
    private static int turns;

    @SuppressWarnings("UnusedVariable") // written so that values have to be there; nobody reads it
    private static volatile WeakReference<@Nullable Object> objectSink = new WeakReference<>(null);

    private LoopTimer() {}

    /**
     * Times code over some runs.
     *
     * @param loops in each run; 0: as many as take 0.2 s
     */
    public static Timing measure(long loops, int runs, TimedLoop code) throws Throwable {
        long chosen = loops > 0 ? loops : enough(code);
        double[] perLoop = new double[runs];
        for (int run = 0; run < runs; run++) {
            perLoop[run] = (double) code.nanosOf(chosen) / chosen;
        }
        return new Timing(perLoop, chosen);
    }

    private static long enough(TimedLoop code) throws Throwable {
        long loops = 1;
        for (int power = 0; code.nanosOf(loops) < ENOUGH_NANOS && power < MAX_POWER; power++) {
            loops *= 10;
        }
        return loops;
    }

    /** Keeps the compiler from leaving out the code that gave the value. */
    public static void use(@Nullable Object value) {
        if ((turns++ & RARELY) == 0) { // an object that may be kept has to be made
            objectSink = new WeakReference<>(value);
        }
    }

    /** As for objects. */
    public static void use(boolean value) {
        use(value ? 1L : 0L);
    }

    /** As for objects; also for smaller numbers and characters. */
    public static void use(long value) {
        if (value == sink - Long.MAX_VALUE) {
            sink = 0;
        }
    }

    /** As for objects; also for {@code float}. */
    public static void use(double value) {
        use(Double.doubleToRawLongBits(value));
    }

    /** What was measured. */
    public static final class Timing {
        private final double[] nanosPerLoop;
        private final long loops;

        Timing(double[] nanosPerLoop, long loops) {
            this.nanosPerLoop = nanosPerLoop.clone();
            this.loops = loops;
        }

        /** Loops of each run. */
        public long loops() {
            return loops;
        }

        /** Nanoseconds of one loop, run by run. */
        public double[] nanosPerLoop() {
            return nanosPerLoop.clone();
        }

        /** Mean nanoseconds of one loop. */
        public double mean() {
            return Arrays.stream(nanosPerLoop).average().orElseThrow();
        }

        /** Standard deviation over the runs, of the population, as IPython gives it. */
        public double deviation() {
            double mean = mean();
            return Math.sqrt(Arrays.stream(nanosPerLoop)
                    .map(nanos -> (nanos - mean) * (nanos - mean))
                    .average()
                    .orElseThrow());
        }

        /** In one line, for example {@code 1.23 µs ± 0.05 µs per loop (mean ± std. dev. of 7 runs, 100,000 loops each)}. */
        @Override
        public String toString() {
            int runs = nanosPerLoop.length;
            return String.format(
                    Locale.ROOT,
                    "%s ± %s per loop (mean ± std. dev. of %d run%s, %,d loop%s each)",
                    Durations.text(mean()),
                    Durations.text(deviation()),
                    runs,
                    runs == 1 ? "" : "s",
                    loops,
                    loops == 1 ? "" : "s");
        }
    }
}
