package io.github.dmu4j.report;

/**
 * One curve over epochs: a loss term, or a validation metric of a pairing.
 *
 * @param method the method's name
 * @param seed the root seed of the run
 * @param term the loss term (classification, compatibility, total) or the pairing that was validated (new-to-old, ...)
 * @param epochs epoch numbers, ascending; copied
 * @param values one value an epoch; NaN leaves a gap; copied
 */
@SuppressWarnings("ArrayRecordComponent") // a curve is drawn, never compared
public record TrainingCurve(String method, long seed, String term, int[] epochs, double[] values) {
    /** Throws if the lengths differ. */
    public TrainingCurve {
        if (epochs.length != values.length) {
            throw new IllegalArgumentException(epochs.length + " epochs but " + values.length + " values in " + term);
        }
        epochs = epochs.clone();
        values = values.clone();
    }
}
