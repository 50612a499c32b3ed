package io.github.dmu4j.eval;

import io.github.dmu4j.retrieval.Metric;
import java.util.Arrays;

/**
 * One metric of one pairing.
 *
 * @param value mean over the queries that have a relevant item; NaN if none has
 * @param queries how many queries the mean is over
 * @param skipped queries without a relevant item
 * @param perQuery one value per query, NaN where skipped; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // equality is written out below
public record PairingScore(Pairing pairing, Metric metric, double value, int queries, int skipped, double[] perQuery) {
    @Override
    public boolean equals(Object other) {
        return other instanceof PairingScore that
                && pairing == that.pairing
                && metric.equals(that.metric)
                && Arrays.equals(perQuery, that.perQuery);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * pairing.hashCode() + metric.hashCode()) + Arrays.hashCode(perQuery);
    }

    @Override
    public String toString() {
        return pairing.id() + " " + metric.name() + " " + value + " over " + queries + " queries";
    }
}
