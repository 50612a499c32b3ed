package io.github.dmu4j.eval.protocol;

import java.util.Locale;

/** Rates as papers print them. */
final class Percent {
    private Percent() {}

    /** Hundredths with two decimals; a dash for NaN. */
    static String of(double rate) {
        return Double.isNaN(rate) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * rate);
    }
}
