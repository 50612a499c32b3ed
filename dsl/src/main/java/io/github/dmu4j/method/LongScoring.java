package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.event.UpgradeListener;
import org.jspecify.annotations.Nullable;

/** A measure that tells of its progress and can be stopped. */
interface LongScoring extends SelectionMeasure {
    @Override
    default double[] score(FloatRows oldEmbeddings, int @Nullable [] labels, Prototypes prototypes) {
        return score(oldEmbeddings, labels, prototypes, UpgradeListener.NONE, Cancellation.NEVER);
    }

    @Override
    double[] score(
            FloatRows oldEmbeddings,
            int @Nullable [] labels,
            Prototypes prototypes,
            UpgradeListener listener,
            Cancellation cancellation);
}
