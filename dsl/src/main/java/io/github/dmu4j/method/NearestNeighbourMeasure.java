package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.event.UpgradeListener;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link SelectionMeasure#nearestNeighbours(int)}. */
record NearestNeighbourMeasure(int k) implements LongScoring {
    static final String NAME = "nearestNeighbours";

    NearestNeighbourMeasure {
        if (k < 1) {
            throw new IllegalArgumentException("nearestNeighbours needs k of at least 1, found " + k);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> options() {
        return Map.of("k", k);
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
        Prototypes.requireLabels(known, oldEmbeddings.rows(), prototypes.classes());
        Prototypes.requireUsable(oldEmbeddings, "the old embeddings");
        Prototypes everyRow = Prototypes.fromClassifier(oldEmbeddings.toMatrix());
        return Scores.fillWithMedian(PrototypeCosines.forEachRow(
                oldEmbeddings,
                null,
                everyRow,
                (row, cosines, own, classOf) -> shareOf(row, cosines, known),
                listener,
                cancellation));
    }

    private double shareOf(int row, double[] cosines, int[] labels) {
        int size = Math.min(k, cosines.length - 1);
        if (size == 0) {
            return Double.NaN;
        }
        int[] nearest = new int[size];
        int filled = 0;
        for (int i = 0; i < cosines.length; i++) {
            if (i == row || (filled == size && cosines[i] <= cosines[nearest[size - 1]])) {
                continue;
            }
            int place = filled < size ? filled++ : size - 1;
            for (; place > 0 && cosines[nearest[place - 1]] < cosines[i]; place--) {
                nearest[place] = nearest[place - 1];
            }
            nearest[place] = i;
        }
        int same = 0;
        for (int neighbour : nearest) {
            same += labels[neighbour] == labels[row] ? 1 : 0;
        }
        return (double) same / size;
    }
}
