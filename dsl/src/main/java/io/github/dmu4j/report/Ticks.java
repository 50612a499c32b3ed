package io.github.dmu4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers for an axis. */
final class Ticks {
    private Ticks() {}

    /** Multiples of 1, 2 or 5 times a power of ten within [min, max], about {@code wanted} of them. */
    static double[] between(double min, double max, int wanted) {
        double step = step(min, max, wanted);
        List<Double> ticks = new ArrayList<>();
        long first = (long) Math.ceil(min / step - 1e-9);
        long last = (long) Math.floor(max / step + 1e-9);
        for (long i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** As many decimals as the step needs. */
    static String label(double tick, double min, double max, int wanted) {
        double step = step(min, max, wanted);
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + Math.min(decimals, 9) + "f", tick + 0.0);
    }

    private static double step(double min, double max, int wanted) {
        double rough = (max - min) / Math.max(1, wanted);
        if (!(rough > 0) || Double.isInfinite(rough)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / power;
        return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
    }
}
