package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.retrieval.PairAcceptance;
import io.github.dmu4j.retrieval.PairAccuracy;
import java.util.Locale;

/**
 * Accuracy on a list of pairs, and the true accept rate at a false accept rate of 0.001. Prints itself in percent, mean and
 * standard deviation of the folds.
 *
 * @param name of the set
 * @param accuracy over ten folds, in 0..1
 * @param acceptance over the same folds; the false accept rate that came out tells how far it can be relied on
 * @param genuine pairs of one person
 * @param impostor pairs of two
 */
public record PairScore(String name, PairAccuracy accuracy, PairAcceptance acceptance, int genuine, int impostor) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: accuracy %s+-%s, TAR %s+-%s at FAR %s, over 10 folds of %,d genuine and %,d impostor pairs",
                name,
                Percent.of(accuracy.mean()),
                Percent.of(accuracy.standardDeviation()),
                Percent.of(acceptance.mean()),
                Percent.of(acceptance.standardDeviation()),
                acceptance.target(),
                genuine,
                impostor);
    }
}
