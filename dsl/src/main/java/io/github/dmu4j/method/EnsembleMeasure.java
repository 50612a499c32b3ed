package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.event.UpgradeListener;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link SelectionMeasure#ensemble}. */
record EnsembleMeasure(List<SelectionMeasure> members) implements LongScoring {
    static final String NAME = "ensemble";

    EnsembleMeasure {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("an ensemble needs at least one member");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Object> options() {
        return Map.of("members", members.stream().map(MeasureNames::describe).toList());
    }

    @Override
    public boolean needsLabels() {
        return members.stream().anyMatch(SelectionMeasure::needsLabels);
    }

    @Override
    public double[] score(
            FloatRows oldEmbeddings,
            int @Nullable [] labels,
            Prototypes prototypes,
            UpgradeListener listener,
            Cancellation cancellation) {
        double[] sum = new double[oldEmbeddings.rows()];
        for (SelectionMeasure member : members) {
            double[] ranks =
                    Scores.rankNormalised(member.score(oldEmbeddings, labels, prototypes, listener, cancellation));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += ranks[i] / members.size();
            }
        }
        return sum;
    }
}
