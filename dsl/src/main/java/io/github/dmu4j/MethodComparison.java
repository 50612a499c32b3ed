package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.report.Figures;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultFiles;
import io.github.dmu4j.report.ResultTables;
import io.github.dmu4j.report.SafeFigure;
import io.github.dmu4j.report.TableText;
import io.github.dmu4j.report.Verdict;
import io.github.dmu4j.report.Verdicts;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.run.Provenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Reports of several methods and seeds, side by side. Every seed is shown, never only the best. Where an independently trained
 * model of the same scenario and seed is among them, it is the reference of the others. Immutable.
 */
@CheckReturnValue
public final class MethodComparison {
    private static final int MOST_ROWS = 5; // so that toString has at most 12 lines

    private final List<UpgradeReport> reports;

    private MethodComparison(List<UpgradeReport> reports) {
        this.reports = reports;
    }

    static MethodComparison of(List<UpgradeReport> reports) {
        if (reports.isEmpty()) {
            throw new IllegalArgumentException("a comparison of no reports");
        }
        List<UpgradeReport> referenced = new ArrayList<>();
        for (UpgradeReport report : reports) {
            Optional<UpgradeReport> reference = reports.stream()
                    .filter(r ->
                            r.subject().method().equals(Methods.independent().name()) && sameExperiment(r, report))
                    .findFirst();
            referenced.add(reference.map(report::withReference).orElse(report));
        }
        return new MethodComparison(List.copyOf(referenced));
    }

    private static boolean sameExperiment(UpgradeReport a, UpgradeReport b) {
        return a.subject().seed() == b.subject().seed()
                && a.subject().data().name().equals(b.subject().data().name())
                && a.subject().split().equals(b.subject().split());
    }

    /** These reports and those of another comparison, for example of another old model or scenario. */
    public MethodComparison plus(MethodComparison other) {
        List<UpgradeReport> all = new ArrayList<>(reports);
        all.addAll(other.reports);
        return of(all);
    }

    /**
     * The reports of one scenario.
     *
     * @throws DmuException if there are none; the message lists the scenarios
     */
    public MethodComparison ofScenario(String scenario) {
        List<UpgradeReport> chosen = reports.stream()
                .filter(r -> r.subject().data().scenario().equals(scenario))
                .toList();
        if (chosen.isEmpty()) {
            throw new DmuException("there is no report of the scenario " + scenario + "; there are "
                    + reports.stream()
                            .map(r -> r.subject().data().scenario())
                            .distinct()
                            .toList());
        }
        return new MethodComparison(chosen);
    }

    /** The same comparison with the neighbourhood averages of every gallery: {@link UpgradeReport#neighbourhoods}. */
    public MethodComparison neighbourhoods() {
        return of(reports.stream().map(UpgradeReport::averaged).toList());
    }

    /** All reports: methods within seeds, in the order in which they ran. */
    public List<UpgradeReport> reports() {
        return reports;
    }

    /** The report of a method and seed, if there is one. */
    public Optional<UpgradeReport> report(String method, long seed) {
        return reports.stream()
                .filter(r -> r.subject().method().equals(method) && r.subject().seed() == seed)
                .findFirst();
    }

    /** A fresh table in long form, one row a method, seed, pairing and metric. */
    public Table table() {
        return ResultTables.longForm(results());
    }

    /** A fresh table, one row a method and seed, one column a pairing and metric. */
    public Table wideTable() {
        return ResultTables.wide(results());
    }

    /** A fresh table of means over seeds, one row a method. */
    public Table meansTable() {
        return ResultTables.means(results());
    }

    /**
     * A fresh table for a screen: one row a method, its mean over seeds by the first metric for each pairing, and the update gain
     * of the pairing that the verdict is about (missing without an independent model in the comparison). Its name says over how
     * many seeds.
     */
    public Table summaryTable() {
        StringColumn methods = StringColumn.create(headline().name());
        Map<Pairing, DoubleColumn> pairings = new EnumMap<>(Pairing.class);
        for (Pairing pairing : Pairing.values()) {
            if (pairing != Pairing.INDEPENDENT) {
                pairings.put(pairing, DoubleColumn.create(pairing.id()));
            }
        }
        DoubleColumn gains = DoubleColumn.create("update gain");
        for (String method : methodNames()) {
            methods.append(method);
            pairings.forEach((pairing, column) -> column.append(mean(method, r -> r.value(pairing, headline()))));
            gains.append(mean(method, r -> r.updateGain(r.goal(), headline())));
        }
        return Table.create(over(seeds()), methods)
                .addColumns(pairings.values().toArray(DoubleColumn[]::new))
                .addColumns(gains);
    }

    /** Methods in the order in which they ran. */
    private List<String> methodNames() {
        return reports.stream().map(r -> r.subject().method()).distinct().toList();
    }

    private double mean(String method, ToDoubleFunction<UpgradeReport> value) {
        return reports.stream()
                .filter(r -> r.subject().method().equals(method))
                .mapToDouble(value)
                .average()
                .orElse(Double.NaN);
    }

    /** The pairings by method, by the first metric: every seed a dot on the bar of the mean. */
    public SafeFigure plot() {
        return Figures.pairings(results(), headline().name());
    }

    /** Every seed of every method by one pairing. */
    public SafeFigure plotSeeds(Pairing pairing) {
        return Figures.seeds(results(), pairing.id(), headline().name());
    }

    /** What the verdict is about: the first method, its seeds, data and split. */
    public String subjectLine() {
        UpgradeReport first = reports.get(0);
        return seeds() == 1
                ? first.subjectLine()
                : first.subject().method() + ", " + over(seeds()) + ", "
                        + first.subject().data().name() + ", " + first.subject().split();
    }

    private long seeds() {
        return reports.stream().mapToLong(r -> r.subject().seed()).distinct().count();
    }

    private static String over(long seeds) {
        return seeds == 1 ? "one seed" : "mean over " + seeds + " seeds";
    }

    /** The verdict on the first method, over its seeds. */
    public Verdict verdict() {
        UpgradeReport first = reports.get(0);
        if (seedsOf(first.subject().method()) == 1 || !first.hasGoal()) {
            return first.verdict();
        }
        return Verdicts.of(
                results(),
                first.subject().method(),
                first.goal().id(),
                headline().name());
    }

    /** One self-contained HTML file: verdict, tables, plots, curves, examples, provenance. */
    public void saveHtml(Path file) {
        ComparisonPage.of(this).save(file);
    }

    /** All numbers as JSON: a header of versions, seeds, device and seconds, and records of method, seed, pairing, value. */
    public void saveJson(Path file) {
        UpgradeReport.Subject subject = reports.get(0).subject();
        ResultFiles.writeJson(
                file,
                new ResultFiles.Origin(
                        Provenance.of(subject.devices()),
                        subject.seed(),
                        subject.devices().toString(),
                        seconds()),
                results());
    }

    /** Plain records, as they stand in tables and files. */
    public List<PairingResult> results() {
        List<PairingResult> results = new ArrayList<>();
        for (UpgradeReport report : reports) {
            results.addAll(report.results());
        }
        return results;
    }

    /** What everything was computed with. */
    Map<String, String> facts() {
        UpgradeReport first = reports.get(0);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("data", first.subject().data().name());
        facts.put("split", first.subject().split());
        facts.put(
                "seeds",
                String.join(
                        ", ",
                        reports.stream()
                                .map(r -> Long.toString(r.subject().seed()))
                                .distinct()
                                .toList()));
        facts.put("epochs", Integer.toString(first.subject().settings().epochs()));
        facts.put("seconds", Long.toString(Math.round(seconds())));
        facts.putAll(Provenance.of(first.subject().devices()));
        return facts;
    }

    /** Seconds of all trainings of this session. */
    private double seconds() {
        return reports.stream()
                .map(UpgradeReport::model)
                .distinct()
                .mapToDouble(UpgradedModel::seconds)
                .sum();
    }

    Metric headline() {
        return reports.get(0).headline();
    }

    private long seedsOf(String method) {
        return reports.stream().filter(r -> r.subject().method().equals(method)).count();
    }

    @Override
    public String toString() {
        Verdict verdict = verdict();
        String first = verdict.compatible() ? "compatible" : "not compatible";
        Table summary = summaryTable();
        int more = summary.rowCount() - MOST_ROWS;
        return FirstLine.of(first + ": " + reports.get(0).subject().method() + ", " + reports.size() + " reports")
                + "\n"
                + TableText.of(more > 0 ? summary.first(MOST_ROWS) : summary)
                + (more > 0 ? more + " more methods: summaryTable()\n" : "")
                + verdict.sentence() + "\nnext: wideTable(), plot(), saveHtml(path)";
    }
}
