package io.github.dmu4j.report;

/**
 * One measured number: a metric of one pairing of query and gallery model.
 *
 * @param method the upgrade method's name, as shown to the reader; also fixes its colour
 * @param seed the root seed of the run
 * @param scenario which split of the data (extended-class, ...)
 * @param pairing {@link #OLD_TO_OLD}, {@link #NEW_TO_OLD}, {@link #NEW_TO_ADAPTED}, {@link #NEW_TO_NEW}, {@link
 *     #INDEPENDENT}, or another name, which is shown after these
 * @param metric the metric's name (mAP, hitRate@1, ...); higher is better
 * @param value the mean over queries; NaN if there was none to average
 * @param low lower end of the 95 % interval over queries; NaN if none was computed
 * @param high upper end; NaN if none was computed
 * @param queries queries averaged
 * @param skipped queries without a relevant item, left out of the mean
 */
public record PairingResult(
        String method,
        long seed,
        String scenario,
        String pairing,
        String metric,
        double value,
        double low,
        double high,
        int queries,
        int skipped) {
    /** Old queries against the old gallery: what the system does today, the bar to beat. */
    public static final String OLD_TO_OLD = "old-to-old";

    /** New queries against the untouched old gallery. */
    public static final String NEW_TO_OLD = "new-to-old";

    /** New queries against the old gallery after forward adaptation. */
    public static final String NEW_TO_ADAPTED = "new-to-adapted";

    /** New queries against a gallery embedded anew: the full backfill. */
    public static final String NEW_TO_NEW = "new-to-new";

    /** The reference: a new model trained without any compatibility, on both sides. */
    public static final String INDEPENDENT = "independent";

    /** Throws if a number of queries is negative or only one end of the interval is given. */
    public PairingResult {
        if (queries < 0 || skipped < 0) {
            throw new IllegalArgumentException("queries " + queries + " and skipped " + skipped + " must be >= 0");
        }
        if (Double.isNaN(low) != Double.isNaN(high) || low > high) {
            throw new IllegalArgumentException(
                    "the interval needs both ends in order or NaN for both, found [" + low + ", " + high + "]");
        }
    }

    /** A result without an interval. */
    public static PairingResult of(
            String method, long seed, String scenario, String pairing, String metric, double value) {
        return new PairingResult(method, seed, scenario, pairing, metric, value, Double.NaN, Double.NaN, 0, 0);
    }

    /** Whether a 95 % interval was computed. */
    public boolean hasInterval() {
        return !Double.isNaN(low);
    }
}
