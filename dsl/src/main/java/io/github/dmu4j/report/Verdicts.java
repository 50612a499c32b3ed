package io.github.dmu4j.report;

import static io.github.dmu4j.report.PairingResult.OLD_TO_OLD;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes verdicts: an upgrade is compatible by a pairing if the metric of that pairing is strictly above old-to-old, so
 * that users get more from the new query model although the old gallery stayed (Shen et al., Towards Backward-Compatible
 * Representation Learning, CVPR 2020, section 3). Deviations: by the mean over queries, not for every single query.
 */
public final class Verdicts {
    private Verdicts() {}

    /**
     * The verdict of one run.
     *
     * @param pairing new-to-adapted or new-to-old
     * @param value the metric of that pairing
     * @param oldToOld the metric of old-to-old
     * @param low lower end of the paired 95 % interval of the difference; NaN without one
     * @param high its upper end
     */
    public static Verdict of(String pairing, String metric, double value, double oldToOld, double low, double high) {
        if (Double.isNaN(value) || Double.isNaN(oldToOld)) {
            return undecided(pairing, metric, value, oldToOld);
        }
        String interval = Double.isNaN(low)
                ? ""
                : ", 95 % CI [" + SafeText.signed(low) + ", " + SafeText.signed(high) + "]"
                        + (low <= 0 && high >= 0 ? ", which includes no change" : "");
        return new Verdict(
                value > oldToOld,
                comparison(pairing, metric, value, oldToOld) + " (" + difference(value, oldToOld) + interval + ")");
    }

    /**
     * The verdict of a sequence: compatible if every upgrade improved the search of the stored gallery.
     *
     * @param state what became of that gallery: kept or evolved
     * @param stored the metric of each model's queries over it, oldest first; NaN where they cannot be compared
     * @param low lower end of the paired 95 % interval of the whole change; NaN without one
     * @param high its upper end
     * @throws IllegalArgumentException if there are fewer than two models
     */
    public static Verdict ofSequence(String metric, String state, double[] stored, double low, double high) {
        int upgrades = stored.length - 1;
        if (upgrades < 1) {
            throw new IllegalArgumentException(stored.length + " models; an upgrade is between two");
        }
        int gaining = 0;
        for (int i = 1; i <= upgrades; i++) {
            gaining += stored[i] > stored[i - 1] ? 1 : 0;
        }
        double first = stored[0];
        double last = stored[upgrades];
        String values =
                String.format(Locale.ROOT, "%s %s to %s", metric, SafeText.number(first), SafeText.number(last));
        String change = Double.isNaN(last - first)
                ? "a value is missing: the dimensions differ, or no query had a relevant item"
                : difference(last, first)
                        + (Double.isNaN(low)
                                ? ""
                                : ", 95 % CI [" + SafeText.signed(low) + ", " + SafeText.signed(high) + "]");
        return new Verdict(
                gaining == upgrades,
                (gaining == upgrades ? "compatible: " : "not compatible: ") + gaining + " of " + upgrades
                        + " upgrades improve the search of the gallery that v1 embedded, " + state + ": " + values
                        + " ("
                        + change + ")");
    }

    /**
     * The verdict over seeds, by the mean, saying in how many seeds it holds.
     *
     * @param values the metric of the pairing, one a seed
     * @param oldToOld the metric of old-to-old, one a seed, same order
     */
    public static Verdict overSeeds(String pairing, String metric, double[] values, double[] oldToOld) {
        if (values.length != oldToOld.length || values.length == 0) {
            throw new IllegalArgumentException(
                    values.length + " values and " + oldToOld.length + " of old-to-old: one each a seed is needed");
        }
        double value = 0;
        double old = 0;
        int holds = 0;
        for (int i = 0; i < values.length; i++) {
            value += values[i] / values.length;
            old += oldToOld[i] / values.length;
            holds += values[i] > oldToOld[i] ? 1 : 0;
        }
        if (Double.isNaN(value) || Double.isNaN(old)) {
            return undecided(pairing, metric, value, old);
        }
        return new Verdict(
                value > old,
                comparison(pairing, metric, value, old) + " (" + difference(value, old) + ", mean over " + values.length
                        + (values.length == 1 ? " seed" : " seeds") + "; above in " + holds + " of " + values.length
                        + ")");
    }

    /**
     * The verdict on one method's results: over seeds if there are several.
     *
     * @param results of one scenario; old-to-old is taken from the method's own results of the same seed, else from the
     *     first result of that seed
     * @throws IllegalArgumentException if a result of the pairing or its old-to-old is missing
     */
    public static Verdict of(List<PairingResult> results, String method, String pairing, String metric) {
        List<Double> values = new ArrayList<>();
        List<Double> olds = new ArrayList<>();
        for (PairingResult result : results) {
            if (result.method().equals(method)
                    && result.pairing().equals(pairing)
                    && result.metric().equals(metric)) {
                values.add(result.value());
                olds.add(oldToOld(results, result));
            }
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no result for " + pairing + " " + metric + " of " + method);
        }
        return values.size() == 1
                ? of(pairing, metric, values.get(0), olds.get(0), Double.NaN, Double.NaN)
                : overSeeds(pairing, metric, Figures.array(values), Figures.array(olds));
    }

    private static double oldToOld(List<PairingResult> results, PairingResult of) {
        List<PairingResult> candidates = results.stream()
                .filter(r -> r.pairing().equals(OLD_TO_OLD) && r.metric().equals(of.metric()))
                .filter(r -> r.seed() == of.seed() && r.scenario().equals(of.scenario()))
                .toList();
        return candidates.stream()
                .filter(r -> r.method().equals(of.method()))
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .orElseThrow(() -> new IllegalArgumentException("no old-to-old " + of.metric() + " of seed " + of.seed()
                        + " to compare " + of.method() + " with"))
                .value();
    }

    private static Verdict undecided(String pairing, String metric, double value, double oldToOld) {
        return new Verdict(
                false,
                "not compatible: undecided, because " + pairing + " " + metric + " is " + SafeText.number(value)
                        + " and old-to-old " + SafeText.number(oldToOld) + " (no query had a relevant item)");
    }

    private static String comparison(String pairing, String metric, double value, double oldToOld) {
        String numbers = close(value, oldToOld) ? "%.6f" : "%.3f";
        return String.format(
                Locale.ROOT,
                "%scompatible: %s %s " + numbers + " %s old-to-old " + numbers,
                value > oldToOld ? "" : "not ",
                pairing,
                metric,
                value,
                value > oldToOld ? ">" : value < oldToOld ? "<" : "=",
                oldToOld);
    }

    private static String difference(double value, double oldToOld) {
        return close(value, oldToOld)
                ? String.format(Locale.ROOT, "%+.6f", value - oldToOld)
                : SafeText.signed(value - oldToOld);
    }

    /** So close that three decimals could contradict the verdict. */
    private static boolean close(double value, double oldToOld) {
        return value != oldToOld && Math.abs(value - oldToOld) < 0.0015;
    }
}
