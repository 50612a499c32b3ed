package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.retrieval.PairAccuracy;
import java.util.Locale;

/**
 * Accuracy on a list of pairs. Prints itself in percent, mean and standard deviation of the folds.
 *
 * @param name of the set
 * @param accuracy over ten folds, in 0..1
 * @param genuine pairs of one person
 * @param impostor pairs of two
 */
public record PairScore(String name, PairAccuracy accuracy, int genuine, int impostor) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: accuracy %s+-%s over 10 folds of %,d genuine and %,d impostor pairs",
                name,
                Percent.of(accuracy.mean()),
                Percent.of(accuracy.standardDeviation()),
                genuine,
                impostor);
    }
}
