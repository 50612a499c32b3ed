package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.report.Figures;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultFiles;
import io.github.dmu4j.report.ResultTables;
import io.github.dmu4j.report.SafeFigure;
import io.github.dmu4j.retrieval.Compatibility;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.Table;

/**
 * The figures of an experiment: every metric of every benchmark by every pairing of query model and gallery model, in 0..1. A metric is
 * named with its benchmark, for example {@code GLDv2 Private mAP@100}, {@code roxford5k Medium mAP}, {@code IJB-C TAR@FAR=1e-4}; the
 * first of each benchmark is the one that papers quote. Immutable.
 */
@CheckReturnValue
public final class ExperimentResults {
    private static final int LINES = 7;
    private static final List<Pairing> SHOWN =
            List.of(Pairing.OLD_TO_OLD, Pairing.NEW_TO_OLD, Pairing.NEW_TO_ADAPTED, Pairing.NEW_TO_NEW);

    /**
     * What one benchmark gave.
     *
     * @param benchmark its name
     * @param summary counts, and where they differ from the published ones
     */
    record OfBenchmark(String benchmark, String summary, List<PairingResult> results) {
        String headline() {
            return results.get(0).metric();
        }
    }

    private final String subject;
    private final UpgradedModel upgraded;
    private final List<OfBenchmark> measured;
    private final ResultFiles.Origin origin;

    ExperimentResults(String subject, UpgradedModel upgraded, List<OfBenchmark> measured, ResultFiles.Origin origin) {
        this.subject = subject;
        this.upgraded = upgraded;
        this.measured = List.copyOf(measured);
        this.origin = origin;
    }

    /** All figures as plain records, with 95 % intervals over queries where a figure is a mean over them. */
    public List<PairingResult> results() {
        return measured.stream().flatMap(b -> b.results().stream()).toList();
    }

    /** The metrics, in the order of the benchmarks. */
    public List<String> metrics() {
        return results().stream().map(PairingResult::metric).distinct().toList();
    }

    /** The metric of each benchmark that papers quote. */
    public List<String> headlines() {
        return measured.stream().map(OfBenchmark::headline).toList();
    }

    /** A figure; NaN if the pairing does not exist (dimensions differ, no upgrade module, no reference). */
    public double value(String metric, Pairing pairing) {
        requireMeasured(metric);
        return results().stream()
                .filter(r -> r.metric().equals(metric) && r.pairing().equals(pairing.id()))
                .mapToDouble(PairingResult::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Whether a pairing beats old-to-old by a metric: the empirical criterion, strict. False if it does not exist. */
    public boolean isCompatible(String metric, Pairing pairing) {
        return value(metric, pairing) > value(metric, Pairing.OLD_TO_OLD);
    }

    /** The share of a full backfill's gain that a pairing gives for free; NaN without {@link Experiment#withReference}. */
    public double updateGain(String metric, Pairing pairing) {
        return Compatibility.updateGain(
                        value(metric, pairing), value(metric, Pairing.OLD_TO_OLD), value(metric, Pairing.INDEPENDENT))
                .value();
    }

    /**
     * P_up, P_comp and P_1 over {@link #headlines}, with a pairing in the place of new-to-old.
     *
     * @throws DmuException without {@link Experiment#withReference}
     */
    public Compatibility.Scores scores(Pairing pairing) {
        List<Compatibility.TestSet> sets = new ArrayList<>();
        for (String metric : headlines()) {
            double independent = value(metric, Pairing.INDEPENDENT);
            if (Double.isNaN(independent)) {
                throw new DmuException(
                        "P-scores need the independent model, which was not trained: add withReference()");
            }
            sets.add(new Compatibility.TestSet(
                    value(metric, Pairing.NEW_TO_NEW),
                    value(metric, pairing),
                    value(metric, Pairing.OLD_TO_OLD),
                    independent));
        }
        return Compatibility.scores(sets);
    }

    /** A fresh table: one row a metric, one column a pairing. */
    public Table table() {
        return ResultTables.byMetric(results());
    }

    /** A fresh table in long form: method, seed, scenario, pairing, metric, value, interval, queries, skipped. */
    public Table longTable() {
        return ResultTables.longForm(results());
    }

    /** The pairings as bars, by the last benchmark for figures' quoted metric; {@link #plot(String)} has the others. */
    public SafeFigure plot() {
        return plot(goal());
    }

    /** The pairings as bars by a metric. */
    public SafeFigure plot(String metric) {
        requireMeasured(metric);
        return Figures.pairings(
                results().stream().filter(r -> r.metric().equals(metric)).toList(), metric);
    }

    /** What each benchmark consists of, and where counts differ from the published ones. */
    public List<String> summaries() {
        return measured.stream().map(OfBenchmark::summary).toList();
    }

    /** The trained upgrade. */
    public UpgradedModel upgraded() {
        return upgraded;
    }

    /** Writes all figures, with versions, seed and device. */
    public void saveJson(Path file) {
        ResultFiles.writeJson(file, origin, results());
    }

    /** Writes all figures as a plain table. */
    public void saveCsv(Path file) {
        ResultFiles.writeCsv(file, results());
    }

    private void requireMeasured(String metric) {
        if (!metrics().contains(metric)) {
            throw new DmuException(metric + " was not measured; measured were " + String.join(", ", metrics()));
        }
    }

    /** By what the first line judges. */
    private String goal() {
        return headlines().get(headlines().size() - 1);
    }

    /** How many benchmarks the upgrade is compatible on, in one sentence: new-to-adapted where there is an upgrade module. */
    public String sentence() {
        Pairing pairing = upgraded.isAdapting() ? Pairing.NEW_TO_ADAPTED : Pairing.NEW_TO_OLD;
        long met = headlines().stream()
                .filter(metric -> isCompatible(metric, pairing))
                .count();
        return pairing.id() + " beats old-to-old on " + met + " of " + measured.size() + " benchmarks";
    }

    /** What was measured, in one line: method, scenario, seed, and whether it is a trial. */
    public String subjectLine() {
        return subject;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(FirstLine.of(sentence()));
        text.append("\n  ").append(subject).append(String.format(Locale.ROOT, "\n  %-32s", ""));
        for (Pairing pairing : SHOWN) {
            text.append(String.format(Locale.ROOT, "%16s", pairing));
        }
        for (String metric : headlines().stream().limit(LINES).toList()) {
            text.append(String.format(Locale.ROOT, "\n  %-32s", metric));
            for (Pairing pairing : SHOWN) {
                text.append(String.format(Locale.ROOT, "%16.4f", value(metric, pairing)));
            }
        }
        return text.append("\n  next     table(), plot(), summaries()").toString();
    }
}
