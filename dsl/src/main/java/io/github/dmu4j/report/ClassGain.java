package io.github.dmu4j.report;

/**
 * What the upgrade does to the queries of one class.
 *
 * @param className the class as shown to the reader
 * @param oldToOld the metric before, over the queries of this class
 * @param newToAdapted the metric after the upgrade, same queries
 * @param queries how many queries the class has
 */
public record ClassGain(String className, double oldToOld, double newToAdapted, int queries) {
    /** Positive: better after the upgrade. */
    public double gain() {
        return newToAdapted - oldToOld;
    }
}
