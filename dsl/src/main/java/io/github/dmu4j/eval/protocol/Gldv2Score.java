package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.retrieval.Means;
import java.util.List;
import java.util.Locale;

/**
 * GLDv2 retrieval in one number. Prints itself in percent.
 *
 * @param name of the task, which says whether it is the public or the private half
 * @param meanAveragePrecision mAP@100 in 0..1, over the queries that have a relevant image; NaN if none has
 * @param perQuery AP@100 of each query, 0 for one that found nothing; NaN for one without a relevant image
 */
public record Gldv2Score(String name, double meanAveragePrecision, List<Double> perQuery) {
    /** Copies the list. */
    public Gldv2Score {
        perQuery = List.copyOf(perQuery);
    }

    /** How many queries have no relevant image in the gallery and are left out: none in the published task. */
    public int skipped() {
        return Means.skipped(perQuery.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Override
    public String toString() {
        int skipped = skipped();
        return String.format(
                        Locale.ROOT,
                        "%s: mAP@100 %s over %,d queries",
                        name,
                        Percent.of(meanAveragePrecision),
                        perQuery.size() - skipped)
                + (skipped == 0 ? "" : ", without " + skipped + " that have no relevant image");
    }
}
