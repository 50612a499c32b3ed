package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.retrieval.Means;
import io.github.dmu4j.retrieval.Protocol;
import java.util.List;

/**
 * Revisited Oxford or Paris: one row for each of the three protocols. Prints itself in percent.
 *
 * @param name of the set
 */
public record RevisitedScore(String name, Row easy, Row medium, Row hard) {
    /**
     * What one protocol gives; rates in 0..1. Means are over the queries that have a positive under it; NaN if none has.
     *
     * @param meanAveragePrecision mAP, by trapezoids
     * @param precisionAtOne mP@1
     * @param precisionAtFive mP@5
     * @param precisionAtTen mP@10
     * @param perQuery average precision of each query; NaN for one without a positive, to be paired and resampled
     */
    public record Row(
            double meanAveragePrecision,
            double precisionAtOne,
            double precisionAtFive,
            double precisionAtTen,
            List<Double> perQuery) {
        /** Copies the list. */
        public Row {
            perQuery = List.copyOf(perQuery);
        }

        /** How many queries have no positive under this protocol and are left out. */
        public int skipped() {
            return Means.skipped(
                    perQuery.stream().mapToDouble(Double::doubleValue).toArray());
        }

        private String precisions() {
            return Percent.of(precisionAtOne) + "/" + Percent.of(precisionAtFive) + "/" + Percent.of(precisionAtTen);
        }
    }

    /** The row of a protocol; papers report {@link Protocol#MEDIUM}. */
    public Row row(Protocol protocol) {
        return switch (protocol) {
            case EASY -> easy;
            case MEDIUM -> medium;
            case HARD -> hard;
        };
    }

    @Override
    public String toString() {
        return name + ": mAP E/M/H " + Percent.of(easy.meanAveragePrecision) + "/"
                + Percent.of(medium.meanAveragePrecision) + "/" + Percent.of(hard.meanAveragePrecision)
                + ", mP@1/5/10 E " + easy.precisions() + ", M " + medium.precisions() + ", H " + hard.precisions();
    }
}
