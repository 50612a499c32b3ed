package io.github.dmu4j.retrieval;

import java.util.Locale;

/**
 * A confidence interval, ends included.
 *
 * @param low its lower end
 * @param high its upper end
 * @param level of confidence, for example 0.95
 */
public record Interval(double low, double high, double level) {
    /** Whether a value lies inside; an interval of a difference that excludes 0 is "significant" at its level. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** {@code 95 % interval [-0.035, 0.019]}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f %% interval [%.3f, %.3f]", 100 * level, low, high);
    }
}
