package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.event.UpgradeListener;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * See {@link SelectionMeasure#classMean}.
 *
 * @param shrinkage how many images' worth of the overall mean are added to each class; 5
 */
record ClassMeanMeasure(SelectionMeasure member, double shrinkage) implements LongScoring {
    static final String NAME = "classMean";

    ClassMeanMeasure {
        if (!(shrinkage >= 0)) {
            throw new IllegalArgumentException("classMean needs a shrinkage of at least 0, found " + shrinkage);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> options() {
        return Map.of("member", MeasureNames.describe(member), "shrinkage", shrinkage);
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public double[] score(
            FloatRows oldEmbeddings,
            int @Nullable [] labels,
            Prototypes prototypes,
            UpgradeListener listener,
            Cancellation cancellation) {
        int[] known = Scores.required(labels, NAME);
        return means(
                member.score(oldEmbeddings, known, prototypes, listener, cancellation), known, prototypes.classes());
    }

    double[] means(double[] scores, int[] labels, int classes) {
        double[] sums = new double[classes];
        int[] counts = new int[classes];
        double total = 0;
        for (int i = 0; i < scores.length; i++) {
            sums[labels[i]] += scores[i];
            counts[labels[i]]++;
            total += scores[i];
        }
        double mean = total / Math.max(scores.length, 1);
        double[] result = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            result[i] = (sums[labels[i]] + shrinkage * mean) / (counts[labels[i]] + shrinkage);
        }
        return result;
    }
}
