package io.github.dmu4j.method;

/**
 * Softmax over logits / temperature, reduced to what the measures need: which class is first, how probable, how far ahead,
 * and how spread the rest is.
 *
 * <p>Logits more than 40 below the largest (after division) are counted as zero: with K classes they hold less than
 * K e^-40 of the probability, 4e-13 for 100,000 classes, which is the tail bound for large K. Entropy is at least 0 to within
 * 1e-12. Ties: the lower index is first. NaN logits are not allowed.
 */
final class Posterior {
    private static final double NEGLIGIBLE = -40;

    private final double[] logits;
    private final double temperature;
    private final double largest;
    private final double sum;
    private final int first;
    private final double second;
    private final double entropy;

    /**
     * @param logits one per class, at least one
     * @param temperature above 0
     */
    Posterior(double[] logits, double temperature) {
        this.logits = logits;
        this.temperature = temperature;
        int best = 0;
        double runnerUp = Double.NEGATIVE_INFINITY;
        for (int k = 1; k < logits.length; k++) {
            if (logits[k] > logits[best]) {
                runnerUp = logits[best];
                best = k;
            } else if (logits[k] > runnerUp) {
                runnerUp = logits[k];
            }
        }
        first = best;
        largest = logits[best];
        double total = 0;
        double weighted = 0;
        for (double logit : logits) {
            double below = (logit - largest) / temperature;
            if (below > NEGLIGIBLE) {
                double share = Math.exp(below);
                total += share;
                weighted += share * below;
            }
        }
        sum = total;
        second = Math.exp((runnerUp - largest) / temperature) / total;
        entropy = Math.max(0, Math.log(total) - weighted / total);
    }

    /** Place of the largest logit. */
    int first() {
        return first;
    }

    /** Probability of the class at {@code place}. */
    double probability(int place) {
        return Math.exp((logits[place] - largest) / temperature) / sum;
    }

    /** Largest probability. */
    double maximum() {
        return 1 / sum;
    }

    /** Largest minus second largest probability; 1 with one class. */
    double margin() {
        return 1 / sum - second;
    }

    /** Entropy / log K, in [0, 1]; 0 with one class. */
    double normalisedEntropy() {
        return logits.length < 2 ? 0 : Math.min(1, entropy / Math.log(logits.length));
    }
}
