package io.github.dmu4j.retrieval;

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
}
