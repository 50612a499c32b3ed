package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.event.UpgradeListener;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Measures that look at the cosines of a feature with the prototypes, and nothing else; see the factories of {@link
 * SelectionMeasure}.
 *
 * @param temperature divides the cosines (or, for MARGIN, their difference); above 0; unused by DISTANCE_RATIO
 */
record PrototypeMeasure(Kind kind, double temperature) implements LongScoring {

    /** Which function of the cosines. */
    enum Kind {
        ENTROPY("entropy", false),
        MAX_PROBABILITY("maxProbability", false),
        PROBABILITY_MARGIN("probabilityMargin", false),
        TRUE_PROBABILITY("trueProbability", true),
        MARGIN("margin", false),
        DISTANCE_RATIO("distanceRatio", false);

        private final String measureName;
        private final boolean needsLabels;

        Kind(String measureName, boolean needsLabels) {
            this.measureName = measureName;
            this.needsLabels = needsLabels;
        }

        String measureName() {
            return measureName;
        }

        double defaultTemperature() {
            return switch (this) {
                case MARGIN -> 0.1;
                case DISTANCE_RATIO -> 1;
                default -> DEFAULT_TEMPERATURE;
            };
        }
    }

    PrototypeMeasure {
        Objects.requireNonNull(kind);
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("a temperature is above 0 and finite, found " + temperature);
        }
    }

    @Override
    public String name() {
        return kind.measureName;
    }

    @Override
    public Map<String, Object> options() {
        return kind == Kind.DISTANCE_RATIO ? Map.of() : Map.of("temperature", temperature);
    }

    @Override
    public boolean needsLabels() {
        return kind.needsLabels;
    }

    @Override
    public double[] score(
            FloatRows oldEmbeddings,
            int @Nullable [] labels,
            Prototypes prototypes,
            UpgradeListener listener,
            Cancellation cancellation) {
        if (needsLabels()) {
            Scores.required(labels, name());
        }
        Prototypes.requireUsable(oldEmbeddings, "the old embeddings");
        int present = prototypes.classes() - prototypes.missingClasses().length;
        if (present == 0) {
            throw new DmuException("measure " + name() + " was given no prototype: none of the " + prototypes.classes()
                    + " classes has an image; give old images of at least one class");
        }
        if (present == 1) {
            double[] ones = new double[oldEmbeddings.rows()];
            Arrays.fill(ones, 1);
            return ones;
        }
        boolean labelled = labels != null;
        return Scores.fillWithMedian(PrototypeCosines.forEachRow(
                oldEmbeddings,
                labels,
                prototypes,
                (row, cosines, own, classOf) -> of(cosines, own, labelled),
                listener,
                cancellation));
    }

    /**
     * The score of one feature.
     *
     * @param cosines at least two
     * @param own place of the own class or -1
     * @param labelled whether the feature has a label; with a label but own = -1, what depends on the label is NaN
     */
    double of(double[] cosines, int own, boolean labelled) {
        return switch (kind) {
            case ENTROPY -> 1 - new Posterior(cosines, temperature).normalisedEntropy();
            case MAX_PROBABILITY -> new Posterior(cosines, temperature).maximum();
            case PROBABILITY_MARGIN -> new Posterior(cosines, temperature).margin();
            case TRUE_PROBABILITY -> own < 0 ? Double.NaN : new Posterior(cosines, temperature).probability(own);
            case MARGIN, DISTANCE_RATIO -> {
                int mine = labelled ? own : largest(cosines, -1);
                yield mine < 0 ? Double.NaN : separation(cosines[mine], cosines[largest(cosines, mine)]);
            }
        };
    }

    private double separation(double mine, double other) {
        if (kind == Kind.MARGIN) {
            return 1 / (1 + Math.exp((other - mine) / temperature));
        }
        double in = Math.sqrt(Math.max(0, 2 - 2 * mine));
        double out = Math.sqrt(Math.max(0, 2 - 2 * other));
        return in + out == 0 ? 0.5 : out / (in + out);
    }

    private static int largest(double[] cosines, int except) {
        int best = -1;
        for (int k = 0; k < cosines.length; k++) {
            if (k != except && (best < 0 || cosines[k] > cosines[best])) {
                best = k;
            }
        }
        return best;
    }
}
