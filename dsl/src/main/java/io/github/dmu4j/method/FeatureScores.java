package io.github.dmu4j.method;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.event.UpgradeListener;
import java.util.Map;

/**
 * Scores of the old features of one training set, by name: a method asks here rather than the measure, because those of millions of
 * features against tens of thousands of prototypes take hours. This floor knows no files; the run floor provides one that keeps them.
 */
@FunctionalInterface
public interface FeatureScores {
    /** Computes them whenever they are asked for, heard by nobody. */
    FeatureScores COMPUTED =
            (name, options, computation) -> computation.scores(UpgradeListener.NONE, Cancellation.NEVER);

    /** How scores are made that are not there yet. */
    @FunctionalInterface
    interface Computation {
        /**
         * Makes them; whoever keeps them chooses who hears of it.
         *
         * @throws io.github.dmu4j.base.RunCancelled if cancelled
         */
        double[] scores(UpgradeListener listener, Cancellation cancellation);
    }

    /**
     * The scores of that name.
     *
     * @param options what besides the name, the training set and the old model decides them: plain values that JSON can hold
     * @param computation asked only if they are not known; the same numbers whenever it is
     * @return one per image of the training set, not to be written to
     */
    double[] of(String name, Map<String, Object> options, Computation computation);

    /** What {@code measure} says of the training set; it is recognised by its name and its options. */
    default double[] of(SelectionMeasure measure, FloatRows oldEmbeddings, int[] labels, Prototypes prototypes) {
        return of(
                measure.name(),
                measure.options(),
                (listener, cancellation) -> measure.score(oldEmbeddings, labels, prototypes, listener, cancellation));
    }
}
