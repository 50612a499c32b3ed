package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link Metric#name()} back. */
final class MetricNames {
    private static final Pattern FORM = Pattern.compile("([A-Za-z]+)(?:-(easy|medium|hard))?(?:@([1-9][0-9]{0,8}))?");

    private MetricNames() {}

    static Metric parse(String name) {
        Matcher form = FORM.matcher(name);
        return Optional.of(form)
                .filter(Matcher::matches)
                .flatMap(parts -> find(parts.group(1), parts.group(2), parts.group(3)))
                .filter(metric -> metric.name().equals(name))
                .orElseThrow(() -> new DmuException("metric '" + name + "' asked; known are mAP, mAP@k, hitRate@k,"
                        + " recall@k, CMC@k, classLabelMAP, nDCG@k, revisitedMAP-p and revisitedP-p@k with k a number"
                        + " and p one of easy, medium, hard"));
    }

    private static Optional<Metric> find(String family, @Nullable String protocolName, @Nullable String cut) {
        Protocol protocol =
                protocolName == null ? Protocol.MEDIUM : Protocol.valueOf(protocolName.toUpperCase(Locale.ROOT));
        int k = cut == null ? RankedResults.FULL : Integer.parseInt(cut);
        return Optional.ofNullable(
                switch (family) {
                    case "mAP" -> Metric.mAPAt(k);
                    case "hitRate" -> Metric.hitRateAt(k);
                    case "recall" -> Metric.recallAt(k);
                    case "CMC" -> Metric.cmc(k);
                    case "classLabelMAP" -> Metric.classLabelMAP();
                    case "nDCG" -> Metric.nDCGAt(k);
                    case "revisitedMAP" -> Metric.revisitedMAP(protocol);
                    case "revisitedP" -> Metric.revisitedPrecisionAt(protocol, k);
                    default -> null;
                });
    }
}
