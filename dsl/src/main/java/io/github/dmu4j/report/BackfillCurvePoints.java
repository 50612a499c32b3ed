package io.github.dmu4j.report;

/**
 * Retrieval quality while the old gallery is re-embedded item by item.
 *
 * @param order in which order items are re-embedded (random, poor first, oracle)
 * @param beta share already re-embedded, ascending in [0, 1]; copied
 * @param value the metric at each share; copied
 * @param aubc area under the curve
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record BackfillCurvePoints(String order, double[] beta, double[] value, double aubc) {
    /** Throws if the lengths differ. */
    public BackfillCurvePoints {
        if (beta.length != value.length) {
            throw new IllegalArgumentException(beta.length + " shares but " + value.length + " values in " + order);
        }
        beta = beta.clone();
        value = value.clone();
    }
}
