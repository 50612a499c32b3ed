package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.eval.GalleryState;
import io.github.dmu4j.eval.SequenceScore;
import io.github.dmu4j.eval.SequenceScores;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.report.Figures;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultFiles;
import io.github.dmu4j.report.ResultTables;
import io.github.dmu4j.report.SafeFigure;
import io.github.dmu4j.report.SequenceResult;
import io.github.dmu4j.report.Triangle;
import io.github.dmu4j.report.Verdict;
import io.github.dmu4j.report.Verdicts;
import io.github.dmu4j.retrieval.CompatibilityMatrix;
import io.github.dmu4j.retrieval.Interval;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.run.Provenance;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * What a sequence of upgrades is worth: every model as the query model, over its own gallery (the diagonal), and over that of
 * every earlier model, in two forms that are never mixed: {@code KEPT} as it was embedded, and {@code EVOLVED} by every upgrade
 * module since. Intervals are 95 % over queries and say nothing about training noise. Immutable.
 *
 * <p>The first column is the gallery of the story: stored once, by v1, and never embedded again. In later columns the modules move
 * items that a later model embedded itself, which is not what they were trained on.
 */
@CheckReturnValue
public final class SequenceReport {
    /** What was measured. */
    record Subject(String method, long seed, String data, String split, DeviceGroup devices, double seconds) {}

    private static final int MOST_ROWS = 6; // so that toString has at most 12 lines

    private final Subject subject;
    private final RetrievalImages images;
    private final SequenceScores scores;

    SequenceReport(Subject subject, RetrievalImages images, SequenceScores scores) {
        this.subject = subject;
        this.images = images;
        this.scores = scores;
    }

    /** Generations of models, the first one included. */
    public int generations() {
        return scores.generations();
    }

    /** The metrics that were measured; the first is the headline. */
    public List<Metric> metrics() {
        return scores.metrics();
    }

    /** Whether there were upgrade modules, and so evolved galleries. */
    public boolean isAdapting() {
        return scores.isEvolving();
    }

    /**
     * C[t][k] with C[k][k], and the averages of Biondi et al. from it: AC, AM, BC, FC.
     *
     * @param state KEPT or EVOLVED: of the galleries below the diagonal; NaN where vectors cannot be compared, or nothing evolves
     */
    public CompatibilityMatrix compatibility(GalleryState state, Metric metric) {
        requireMeasured(metric);
        return scores.matrix(state, metric);
    }

    /**
     * One value, generations counted from 1.
     *
     * @param state of no effect where both generations are one
     */
    public double value(int query, int gallery, GalleryState state, Metric metric) {
        if (query < 1 || query > generations() || gallery < 1 || gallery > query) {
            throw new DmuException(
                    "the value of v" + query + " over the gallery of v" + gallery + " asked; there are v1 to v"
                            + generations() + ", and a gallery is never of a later model than the query");
        }
        return query == gallery
                ? compatibility(GalleryState.KEPT, metric).value(query - 1, gallery - 1)
                : compatibility(state, metric).value(query - 1, gallery - 1);
    }

    /**
     * What the upgrade to a generation gave to those who search the gallery that v1 embedded: its queries over that gallery as it
     * then stands, minus the queries and the gallery of the day before.
     *
     * @param generation 2 to {@link #generations}
     */
    public double gain(int generation, Metric metric) {
        requireUpgraded(generation);
        return stored(generation, metric) - stored(generation - 1, metric);
    }

    /** 95 % interval of {@link #gain}, paired by query; NaN ends where there is no gain. */
    public Interval gainInterval(int generation, Metric metric) {
        requireUpgraded(generation);
        return interval(generation, generation - 1, metric);
    }

    private void requireUpgraded(int generation) {
        if (generation < 2 || generation > generations()) {
            throw new DmuException("the gain of the upgrade to v" + generation
                    + " asked; there are upgrades to v2 up to v" + generations());
        }
    }

    /** Paired, of the stored gallery's value at one generation minus that at an earlier one. */
    private Interval interval(int after, int before, Metric metric) {
        double[] now = storedPerQuery(after, metric);
        double[] then = storedPerQuery(before, metric);
        return QueryIntervals.of(images, subject.seed()).difference(now, then);
    }

    private double[] storedPerQuery(int generation, Metric metric) {
        return scores.score(generation, 1, generation == 1 ? GalleryState.REEMBEDDED : goal(), metric)
                .map(SequenceScore::perQuery)
                .orElseGet(() -> IntStream.range(0, images.queries().size())
                        .mapToDouble(q -> Double.NaN)
                        .toArray());
    }

    /** The gallery that v1 embedded, searched by a later model. */
    double stored(int generation, Metric metric) {
        return value(generation, 1, goal(), metric);
    }

    /** What becomes of the stored gallery in this sequence. */
    GalleryState goal() {
        return isAdapting() ? GalleryState.EVOLVED : GalleryState.KEPT;
    }

    Metric headline() {
        return metrics().get(0);
    }

    private void requireMeasured(Metric metric) {
        if (!metrics().contains(metric)) {
            throw new DmuException(metric.name() + " was not measured, only "
                    + metrics().stream().map(Metric::name).toList() + "; evaluate(" + metric.name()
                    + ", ...) measures it");
        }
    }

    /** Whether every upgrade, by the first metric, improved the search of the gallery that v1 embedded; strict. */
    public Verdict verdict() {
        double[] stored = IntStream.rangeClosed(1, generations())
                .mapToDouble(generation -> stored(generation, headline()))
                .toArray();
        Interval overall = interval(generations(), 1, headline());
        return Verdicts.ofSequence(headline().name(), goal().id(), stored, overall.low(), overall.high());
    }

    /** A fresh table in long form: method, seed, data, query model, gallery model, what became of the gallery, metric, value, ... */
    public Table table() {
        return ResultTables.sequence(results());
    }

    /**
     * A fresh lower-triangular table: one row a query model, one column a gallery model.
     *
     * @param state KEPT or EVOLVED
     */
    public Table matrixTable(GalleryState state, Metric metric) {
        return ResultTables.triangle(triangle(state, metric));
    }

    /** A fresh table, one row an upgrade, by the first metric: what it gave to the gallery that v1 embedded. */
    public Table stepsTable() {
        return SequenceTables.steps(this);
    }

    /** A fresh table of AC, AM, BC and FC: one row a metric and a form of the galleries. */
    public Table summaryTable() {
        return SequenceTables.averages(this);
    }

    /** The triangles as heat maps in one colour scale, by the first metric. */
    public SafeFigure plot() {
        return plot(headline());
    }

    /** As {@link #plot()}, by another metric. */
    public SafeFigure plot(Metric metric) {
        return Figures.sequence(
                states().stream().map(state -> triangle(state, metric)).toList());
    }

    /** The forms that there are. */
    List<GalleryState> states() {
        return isAdapting() ? List.of(GalleryState.KEPT, GalleryState.EVOLVED) : List.of(GalleryState.KEPT);
    }

    private Triangle triangle(GalleryState state, Metric metric) {
        CompatibilityMatrix c = compatibility(state, metric);
        double[][] values = new double[c.models()][];
        for (int t = 0; t < values.length; t++) {
            int query = t;
            values[t] = IntStream.rangeClosed(0, t)
                    .mapToDouble(k -> c.value(query, k))
                    .toArray();
        }
        String name = state == GalleryState.KEPT
                ? "gallery kept as it was embedded"
                : "gallery evolved by every upgrade module since";
        List<String> models = IntStream.rangeClosed(1, generations())
                .mapToObj(generation -> "v" + generation)
                .toList();
        return new Triangle(metric.name(), name, models, values);
    }

    /** What was measured, in one line: method, seed, data, split. */
    public String subjectLine() {
        return subject.method() + ", seed " + subject.seed() + ", " + subject.data() + ", " + subject.split();
    }

    /** All numbers as plain records, with 95 % intervals over queries. */
    public List<SequenceResult> results() {
        QueryIntervals intervals = QueryIntervals.of(images, subject.seed());
        return scores.all().stream()
                .map(score -> {
                    Interval interval = intervals.mean(score.perQuery());
                    return new SequenceResult(
                            score.query(),
                            score.gallery(),
                            score.state().id(),
                            new PairingResult(
                                    subject.method(),
                                    subject.seed(),
                                    subject.data(),
                                    score.pairing(),
                                    score.metric().name(),
                                    score.value(),
                                    interval.low(),
                                    interval.high(),
                                    score.queries(),
                                    score.skipped()));
                })
                .toList();
    }

    /** All numbers as JSON, in the form of {@link MethodComparison#saveJson}; pairings are {@code v3-to-v1 evolved} and so on. */
    public void saveJson(Path file) {
        ResultFiles.writeJson(
                file,
                new ResultFiles.Origin(
                        Provenance.of(subject.devices()),
                        subject.seed(),
                        subject.devices().toString(),
                        subject.seconds()),
                results().stream().map(SequenceResult::result).toList());
    }

    /** One self-contained HTML file: verdict, heat maps, gains, averages, all numbers, provenance. */
    public void saveHtml(Path file) {
        SequencePage.of(this).save(file);
    }

    Subject subject() {
        return subject;
    }

    /** Whether the images were generated. */
    boolean synthetic() {
        return images.queries().synthetic();
    }

    @Override
    public String toString() {
        Metric first = headline();
        double before = stored(1, first);
        double after = stored(generations(), first);
        long gaining = IntStream.rangeClosed(2, generations())
                .filter(generation -> gain(generation, first) > 0)
                .count();
        StringBuilder text = new StringBuilder(FirstLine.of(String.format(
                Locale.ROOT,
                "%s: %d of %d upgrades gain, %s %.3f to %.3f",
                verdict().compatible() ? "compatible" : "not compatible",
                gaining,
                generations() - 1,
                first.name(),
                before,
                after)));
        text.append("\n  ").append(subjectLine());
        int shown = Math.min(MOST_ROWS, generations());
        text.append(String.format(Locale.ROOT, "\n  %-18s", first.name() + ", " + goal().id()));
        IntStream.rangeClosed(1, shown).forEach(k -> text.append(String.format(Locale.ROOT, "%8s", "v" + k)));
        CompatibilityMatrix c = compatibility(goal(), first);
        for (int t = generations() - shown; t < generations(); t++) {
            text.append(String.format(Locale.ROOT, "\n  %-18s", "query by v" + (t + 1)));
            for (int k = 0; k <= Math.min(t, shown - 1); k++) {
                text.append(String.format(Locale.ROOT, "%8.3f", c.value(t, k)));
            }
        }
        for (GalleryState state : states()) {
            CompatibilityMatrix averaged = compatibility(state, first);
            text.append(String.format(
                    Locale.ROOT,
                    "\n  %-9s AC %.2f, AM %.3f, BC %+.3f, FC %+.3f",
                    state.id(),
                    averaged.averageCompatibility(),
                    averaged.averageMetric(),
                    averaged.backwardCompatibility(),
                    averaged.forwardCompatibility()));
        }
        return text.append("\n  next: table(), stepsTable(), plot(), saveHtml(path)")
                .toString();
    }
}
