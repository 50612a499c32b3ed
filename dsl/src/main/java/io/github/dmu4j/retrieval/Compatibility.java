package io.github.dmu4j.retrieval;

import java.util.List;

/**
 * The arithmetic of model compatibility. M(a, b) is any metric with queries from model a and the gallery from model b;
 * o is the old model, n the new one trained to be compatible, * a new one trained alike but without any compatibility
 * term. "Gallery" may be the old vectors or the adapted ones: whoever reports says which.
 */
public final class Compatibility {
    private Compatibility() {}

    /**
     * The empirical criterion M(n, o) &gt; M(o, o): the new model's queries find more in the unchanged gallery than the
     * old model's did. Source: Shen, Xiong, Xia, Soatto, "Towards Backward-Compatible Representation Learning", CVPR
     * 2020. Deviations: the margin is reported beside the verdict.
     *
     * @param newToOld M(n, o)
     * @param oldToOld M(o, o)
     */
    public record Criterion(double newToOld, double oldToOld) {
        /** Strictly better; equal is not enough, and NaN never is. */
        public boolean isMet() {
            return newToOld > oldToOld;
        }

        /** M(n, o) - M(o, o). */
        public double margin() {
            return newToOld - oldToOld;
        }
    }

    /**
     * The share of the gain of re-embedding the whole gallery that comes without it. May be negative or above 1.
     *
     * @param value (M(n, o) - M(o, o)) / (M(*, *) - M(o, o)), or NaN when undefined
     * @param isDefined false when the independent model is not better than the old one: there is no gain to share
     */
    public record UpdateGain(double value, boolean isDefined) {}

    /** The update gain of Shen et al., CVPR 2020. Deviations: NaN with a flag instead of an infinity. */
    public static UpdateGain updateGain(double newToOld, double oldToOld, double independent) {
        double available = independent - oldToOld;
        boolean isDefined = available > 0 && !Double.isNaN(newToOld);
        return new UpdateGain(isDefined ? (newToOld - oldToOld) / available : Double.NaN, isDefined);
    }

    /**
     * ARR: what an upgrade without re-embedding keeps of the result with it, M(n, adapted) / M(n, n); above 1 where it is better.
     * Source: Drift-Adapter (there for recall). Deviations: NaN when M(n, n) is not positive.
     *
     * @param newToAdapted M(n, adapted)
     * @param newToNew M(n, n), the gallery re-embedded
     */
    public static double retainedShare(double newToAdapted, double newToNew) {
        return newToNew > 0 ? newToAdapted / newToNew : Double.NaN;
    }

    /**
     * What the new space lost by being compatible; positive = loss. Meaningful only when both models had the same seed
     * and training budget.
     *
     * @param absolute M(*, *) - M(n, n)
     * @param relative the same divided by M(*, *); NaN when that is not positive
     */
    public record Degradation(double absolute, double relative) {}

    /** New-to-new degradation against the independent model. */
    public static Degradation degradation(double newToNew, double independent) {
        double absolute = independent - newToNew;
        return new Degradation(absolute, independent > 0 ? absolute / independent : Double.NaN);
    }

    /** The four figures of one test set that {@link #scores} needs, all in the same unit. */
    public record TestSet(double newToNew, double newToOld, double oldToOld, double independent) {}

    /**
     * The three scores of AdvBCT's table, each in [0, 1] (the paper prints percent).
     *
     * @param pUp 0.5 = as good as the independent model
     * @param pComp 0.5 = no gain over the old system, sigmoid(1) = 0.731 = as good as a full backfill
     * @param p1 harmonic mean of the two, per test set, then averaged
     */
    public record Scores(double pUp, double pComp, double p1) {}

    /**
     * P_up, P_comp and P_1. Source: Pan et al., "Boundary-Aware Backward-Compatible Representation via Adversarial
     * Learning in Image Retrieval" (AdvBCT), CVPR 2023. Deviations: the formulas were recovered from the numbers of the
     * published table, not read in the text; a test set whose independent model is not better than the old one makes
     * pComp and p1 NaN.
     *
     * @throws IllegalArgumentException if there is no test set
     */
    public static Scores scores(List<TestSet> testSets) {
        if (testSets.isEmpty()) {
            throw new IllegalArgumentException("P_up and P_comp of no test sets asked; at least one is needed");
        }
        double ups = 0;
        double comps = 0;
        double ones = 0;
        for (TestSet set : testSets) {
            double up = sigmoid(-degradation(set.newToNew, set.independent).relative());
            double comp = sigmoid(
                    updateGain(set.newToOld, set.oldToOld, set.independent).value());
            ups += up;
            comps += comp;
            ones += 2 * up * comp / (up + comp);
        }
        int n = testSets.size();
        return new Scores(ups / n, comps / n, ones / n);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
