package io.github.dmu4j.jupyter.magic;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Times as IPython writes them: three digits and the unit that fits, minutes from 60 s on. */
final class Durations {
    private static final String[] UNITS = {"ns", "µs", "ms", "s"};
    private static final double MINUTE = 60e9;

    private Durations() {}

    static String text(double nanos) {
        if (nanos >= MINUTE) {
            long seconds = Math.round(nanos / 1e9);
            return seconds >= 3600
                    ? String.format(Locale.ROOT, "%dh %dmin %ds", seconds / 3600, seconds / 60 % 60, seconds % 60)
                    : String.format(Locale.ROOT, "%dmin %ds", seconds / 60, seconds % 60);
        }
        int unit = 0;
        double value = nanos;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_UP));
        return rounded.stripTrailingZeros().toPlainString() + " " + UNITS[unit];
    }
}
