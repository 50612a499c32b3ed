package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.eval.CrossModelEvaluation;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.eval.PairingScore;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.report.Figures;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultTables;
import io.github.dmu4j.report.SafeFigure;
import io.github.dmu4j.report.Verdict;
import io.github.dmu4j.report.Verdicts;
import io.github.dmu4j.retrieval.Compatibility;
import io.github.dmu4j.retrieval.Interval;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.NegativeFlips;
import io.github.dmu4j.retrieval.NeighbourhoodAverage;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What one trained upgrade is worth: every pairing of query and gallery model on the same queries, with 95 % intervals over
 * queries (bootstrap, 2,000 resamples; they say nothing about training noise: compare seeds for that). Immutable.
 */
@CheckReturnValue
public final class UpgradeReport {
    /** What was measured. */
    record Subject(
            String method, long seed, UpgradeData data, String split, DeviceGroup devices, TrainingSettings settings) {}

    private static final String AVERAGED = "gallery neighbourhoods of ";

    private final Subject subject;
    private final UpgradedModel model;
    private final RetrievalImages images;
    private final CrossModelVectors vectors;
    private final List<PairingScore> scores;
    private final Optional<UpgradeReport> reference;

    private UpgradeReport(
            Subject subject,
            UpgradedModel model,
            RetrievalImages images,
            CrossModelVectors vectors,
            List<PairingScore> scores,
            Optional<UpgradeReport> reference) {
        this.subject = subject;
        this.model = model;
        this.images = images;
        this.vectors = vectors;
        this.scores = List.copyOf(scores);
        this.reference = reference;
    }

    static UpgradeReport of(
            Subject subject,
            UpgradedModel model,
            RetrievalImages images,
            CrossModelVectors vectors,
            List<Metric> metrics) {
        List<PairingScore> scores = new CrossModelEvaluation(metrics, Cancellation.ON_INTERRUPT).measure(vectors);
        return new UpgradeReport(subject, model, images, vectors, scores, Optional.empty());
    }

    /**
     * The same report with an independently trained model as the reference M(*, *): update gain and new-to-new degradation are
     * relative to it.
     *
     * @param independent the report of a model trained without compatibility, on the same data with the same seed and settings
     * @throws DmuException if it was measured on another split, or with neighbourhoods where this was not
     */
    public UpgradeReport withReference(UpgradeReport independent) {
        if (!independent.subject.split().equals(subject.split())) {
            throw new DmuException("the reference was measured on \"" + independent.subject.split()
                    + "\", this report on \"" + subject.split() + "\"; evaluate both alike");
        }
        return new UpgradeReport(subject, model, images, vectors, scores, Optional.of(independent));
    }

    /**
     * The same upgrade with every gallery, of every pairing and of the reference alike, replaced by the averages of its
     * neighbourhoods ({@link NeighbourhoodAverage#standard()}: each stored vector and its 5 nearest). The split's name says so. A
     * report that is so already is returned as it is.
     */
    public UpgradeReport neighbourhoods() {
        UpgradeReport averaged = averaged();
        return new UpgradeReport(
                averaged.subject,
                model,
                images,
                averaged.vectors,
                averaged.scores,
                reference.map(UpgradeReport::averaged));
    }

    /** {@link #neighbourhoods} without a reference. */
    UpgradeReport averaged() {
        if (isAveraged()) {
            return this;
        }
        NeighbourhoodAverage average = NeighbourhoodAverage.standard();
        Subject named = new Subject(
                subject.method(),
                subject.seed(),
                subject.data(),
                subject.split() + ", " + AVERAGED + average.neighbours(),
                subject.devices(),
                subject.settings());
        return of(named, model, images, vectors.averaged(average, Cancellation.ON_INTERRUPT), metrics());
    }

    boolean isAveraged() {
        return subject.split().contains(AVERAGED);
    }

    /** The metric of a pairing; NaN if the pairing does not exist (no upgrade module, dimensions differ, no reference). */
    public double value(Pairing pairing, Metric metric) {
        return score(pairing, metric).map(PairingScore::value).orElse(Double.NaN);
    }

    /** The full result of a pairing, with one value per query. */
    public Optional<PairingScore> score(Pairing pairing, Metric metric) {
        requireMeasured(metric);
        if (pairing == Pairing.INDEPENDENT) {
            return reference
                    .filter(r -> r.metrics().contains(metric))
                    .flatMap(r -> r.score(Pairing.NEW_TO_NEW, metric));
        }
        return scores.stream()
                .filter(s -> s.pairing() == pairing && s.metric().equals(metric))
                .findFirst();
    }

    /** The metrics that were measured; the first is the headline. */
    public List<Metric> metrics() {
        return scores.stream().map(PairingScore::metric).distinct().toList();
    }

    /** Whether a pairing beats old-to-old by the first metric: the empirical criterion, strict. False if it does not exist. */
    public boolean isCompatible(Pairing pairing) {
        return value(pairing, headline()) > value(Pairing.OLD_TO_OLD, headline());
    }

    /**
     * The share of the gain of a full backfill that a pairing gives for free: (M - M(o,o)) / (M(*,*) - M(o,o)).
     *
     * @return NaN without a reference ({@link #withReference}), or when the independent model is not better than the old one
     */
    public double updateGain(Pairing pairing, Metric metric) {
        return Compatibility.updateGain(
                        value(pairing, metric), value(Pairing.OLD_TO_OLD, metric), value(Pairing.INDEPENDENT, metric))
                .value();
    }

    /** M(*,*) - M(n,n): what compatibility costs where it does not help; positive is a loss. NaN without a reference. */
    public double degradation(Metric metric) {
        return Compatibility.degradation(value(Pairing.NEW_TO_NEW, metric), value(Pairing.INDEPENDENT, metric))
                .absolute();
    }

    /** Queries that the old system answered rightly (hit at 1, or value at least 0.5) and a pairing does not. */
    public NegativeFlips negativeFlips(Pairing pairing, Metric metric) {
        return NegativeFlips.between(
                perQuery(Pairing.OLD_TO_OLD, metric), perQuery(pairing, metric), NegativeFlips.HIT);
    }

    /** 95 % interval of a pairing's mean over queries. */
    public Interval interval(Pairing pairing, Metric metric) {
        return intervals().mean(perQuery(pairing, metric));
    }

    /** 95 % interval of a pairing's mean difference to old-to-old, paired by query. */
    public Interval marginInterval(Pairing pairing, Metric metric) {
        return intervals().difference(perQuery(pairing, metric), perQuery(Pairing.OLD_TO_OLD, metric));
    }

    private QueryIntervals intervals() {
        return QueryIntervals.of(images, subject.seed());
    }

    /** The verdict in one sentence: new-to-adapted where there is an upgrade module, new-to-old otherwise. */
    public Verdict verdict() {
        Pairing pairing = goal();
        if (!hasGoal()) {
            return new Verdict(
                    false,
                    "not compatible: the new model's vectors have dimension "
                            + vectors.newQueries().columns() + ", the stored ones "
                            + vectors.oldGallery().columns()
                            + ", and there is no upgrade module to move them");
        }
        Interval margin = marginInterval(pairing, headline());
        return Verdicts.of(
                pairing.id(),
                headline().name(),
                value(pairing, headline()),
                value(Pairing.OLD_TO_OLD, headline()),
                margin.low(),
                margin.high());
    }

    /** A fresh table in long form: method, seed, scenario, pairing, metric, value, interval, queries, skipped. */
    public Table table() {
        return ResultTables.longForm(results());
    }

    /** The pairings as bars with intervals, by the first metric. */
    public SafeFigure plot() {
        return Figures.pairings(results(), headline().name());
    }

    /** What is behind the numbers: single queries, what got worse and why, classes, backfill, spaces. */
    public Exploration explore() {
        return new Exploration(this);
    }

    /**
     * A fresh table for a screen: one row a pairing, for each metric the value and its 95 % interval over queries.
     */
    public Table summaryTable() {
        List<PairingResult> results = results();
        List<String> pairings =
                results.stream().map(PairingResult::pairing).distinct().toList();
        Table table = Table.create(StringColumn.create("pairing", pairings));
        for (Metric metric : metrics()) {
            DoubleColumn values = DoubleColumn.create(metric.name());
            StringColumn intervals = StringColumn.create("95 % of " + metric.name());
            for (String pairing : pairings) {
                Optional<PairingResult> found = results.stream()
                        .filter(r -> r.pairing().equals(pairing) && r.metric().equals(metric.name()))
                        .findFirst();
                values.append(found.map(PairingResult::value).orElse(Double.NaN));
                intervals.append(found.filter(r -> !Double.isNaN(r.low()))
                        .map(r -> String.format(Locale.ROOT, "%.3f to %.3f", r.low(), r.high()))
                        .orElse(""));
            }
            table.addColumns(values, intervals);
        }
        return table;
    }

    /** What was measured, in one line: method, seed, data, split. */
    public String subjectLine() {
        return subject.method() + ", seed " + subject.seed() + ", "
                + subject.data().name() + ", " + subject.split();
    }

    /** One self-contained HTML file: table, plots, curves, examples, provenance. */
    public void saveHtml(Path file) {
        MethodComparison.of(List.of(this)).saveHtml(file);
    }

    /** This report's numbers as plain records; the reference stands among them as its own pairing. */
    public List<PairingResult> results() {
        List<PairingResult> results = new ArrayList<>();
        for (PairingScore score : scores) {
            results.add(result(score.pairing(), score));
        }
        for (Metric metric : metrics()) {
            score(Pairing.INDEPENDENT, metric).ifPresent(s -> results.add(result(Pairing.INDEPENDENT, s)));
        }
        return results;
    }

    private PairingResult result(Pairing pairing, PairingScore score) {
        Interval interval = intervals().mean(score.perQuery());
        return new PairingResult(
                subject.method(),
                subject.seed(),
                subject.data().scenario(),
                pairing.id(),
                score.metric().name(),
                score.value(),
                interval.low(),
                interval.high(),
                score.queries(),
                score.skipped());
    }

    /** The same new model with the stored gallery moved by the linear map alone. */
    UpgradeReport withLinearAdaptation() {
        LinearAdaptation linear = LinearAdaptation.of(model, vectors);
        List<PairingScore> moved =
                new CrossModelEvaluation(metrics(), Cancellation.ON_INTERRUPT).measure(linear.vectors());
        Subject renamed = new Subject(
                subject.method() + ", linear",
                subject.seed(),
                subject.data(),
                subject.split(),
                subject.devices(),
                subject.settings());
        return new UpgradeReport(renamed, model, images, linear.vectors(), moved, reference);
    }

    Subject subject() {
        return subject;
    }

    /** The upgrade that was measured. */
    public UpgradedModel model() {
        return model;
    }

    RetrievalImages images() {
        return images;
    }

    CrossModelVectors vectors() {
        return vectors;
    }

    Metric headline() {
        return scores.get(0).metric();
    }

    /** The pairing that the verdict is about. */
    Pairing goal() {
        return vectors.adaptedGallery().isPresent() ? Pairing.NEW_TO_ADAPTED : Pairing.NEW_TO_OLD;
    }

    /** Whether there is that pairing: not without an upgrade module when the dimensions differ. */
    boolean hasGoal() {
        return score(goal(), headline()).isPresent();
    }

    double[] perQuery(Pairing pairing, Metric metric) {
        return score(pairing, metric)
                .orElseThrow(() -> new DmuException("there is no pairing " + pairing.id() + " in this report of "
                        + subject.method()
                        + "; new-to-adapted needs an upgrade module, new-to-old equal dimensions, independent"
                        + " a reference (withReference)"))
                .perQuery();
    }

    private void requireMeasured(Metric metric) {
        if (!metrics().contains(metric)) {
            throw new DmuException(metric.name() + " was not measured, only "
                    + metrics().stream().map(Metric::name).toList() + "; evaluate(" + metric.name()
                    + ", ...) measures it");
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Metric first = headline();
        text.append(FirstLine.of((isCompatible(goal()) ? "compatible" : "not compatible")
                + String.format(
                        Locale.ROOT,
                        ": %s %s %.3f vs old %.3f",
                        goal().id(),
                        first.name(),
                        value(goal(), first),
                        value(Pairing.OLD_TO_OLD, first))));
        text.append("\n  ").append(subjectLine());
        text.append(String.format(Locale.ROOT, "\n  %-15s", ""));
        for (Metric metric : metrics().stream().limit(4).toList()) {
            text.append(String.format(Locale.ROOT, "%12s", metric.name()));
        }
        for (Pairing pairing : Pairing.values()) {
            if (score(pairing, first).isPresent()) {
                text.append(String.format(Locale.ROOT, "\n  %-15s", pairing.id()));
                for (Metric metric : metrics().stream().limit(4).toList()) {
                    text.append(String.format(Locale.ROOT, "%12.3f", value(pairing, metric)));
                }
            }
        }
        double gain = updateGain(goal(), first);
        if (!Double.isNaN(gain)) {
            text.append(String.format(
                    Locale.ROOT, "\n  update gain %.2f, new-to-new degradation %.3f", gain, degradation(first)));
        }
        return text.append(String.format(Locale.ROOT, "\n  next: table(), plot(), explore(), saveHtml(path)"))
                .toString();
    }
}
