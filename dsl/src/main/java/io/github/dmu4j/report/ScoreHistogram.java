package io.github.dmu4j.report;

/**
 * The discriminativeness of every old gallery item, to be shown as a histogram.
 *
 * @param title what the scores are (selection by entropy, ...)
 * @param scores one in [0, 1] an item; 1 = the old embedding separates its class well; NaN is left out; copied
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record ScoreHistogram(String title, double[] scores) {
    /** Copies the scores. */
    public ScoreHistogram {
        scores = scores.clone();
    }
}
