package io.github.dmu4j;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.eval.ClassGains;
import io.github.dmu4j.eval.CrossModelEvaluation;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.gallery.BackfillPlan;
import io.github.dmu4j.gallery.BackfillSimulation;
import io.github.dmu4j.report.BackfillCurvePoints;
import io.github.dmu4j.report.ClassGain;
import io.github.dmu4j.report.HtmlReport;
import io.github.dmu4j.report.NeighbourPanel;
import io.github.dmu4j.report.ReportHeader;
import io.github.dmu4j.report.ScoreHistogram;
import io.github.dmu4j.report.TrainingCurve;
import io.github.dmu4j.retrieval.BackfillCurve;
import io.github.dmu4j.retrieval.ExactSearch;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.Neighbours;
import io.github.dmu4j.run.TrainingHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** Assembles the HTML report of a comparison: numbers of all reports, and the inside of the first one. */
final class ComparisonPage {
    private static final double[] SHARES = {0, 0.1, 0.25, 0.5, 0.75, 0.9, 1};
    private static final int RANDOM_ORDERS = 5;
    private static final int PANELS = 8;
    private static final int NEIGHBOURS = 5;

    private final MethodComparison comparison;
    private final UpgradeReport first;

    private ComparisonPage(MethodComparison comparison) {
        this.comparison = comparison;
        this.first = comparison.reports().get(0);
    }

    static HtmlReport of(MethodComparison comparison) {
        return new ComparisonPage(comparison).page();
    }

    private HtmlReport page() {
        UpgradeReport.Subject subject = first.subject();
        HtmlReport page = HtmlReport.of(
                        new ReportHeader(
                                "Upgrading an embedding model without backfilling",
                                subject.data().name(),
                                subject.data().synthetic(),
                                comparison.facts()),
                        comparison.verdict())
                .withResults(comparison.results());
        List<TrainingCurve> losses = losses();
        if (!losses.isEmpty()) { // none if the new model was given
            page = page.withTraining(losses);
        }
        List<TrainingCurve> validation = validation();
        if (!validation.isEmpty()) {
            page = page.withValidation(validation, Metric.mAP().name(), oldOnValidation());
        }
        if (first.model().selection().isPresent()) {
            page = page.withScores(new ScoreHistogram(
                    "Discriminativeness of the old features of the new training set",
                    first.model().selection().get().scores()));
        }
        if (first.hasGoal()) {
            page = page.withClassGains(classGains(), first.headline().name());
        }
        if (first.vectors().adaptedGallery().isPresent() && !first.isAveraged()) {
            page = page.withBackfill(backfill(), first.headline().name());
        }
        return page.withNeighbours(panels());
    }

    private List<TrainingCurve> losses() {
        List<TrainingCurve> curves = new ArrayList<>();
        for (UpgradeReport report : distinctModels()) {
            TrainingHistory history = report.model().history();
            history.losses().forEach((term, values) -> curves.add(curve(report, term, values)));
        }
        return curves;
    }

    private List<TrainingCurve> validation() {
        List<TrainingCurve> curves = new ArrayList<>();
        for (UpgradeReport report : distinctModels()) {
            report.model().history().validation().forEach((name, values) -> {
                String pairing = name.substring(0, name.indexOf('/'));
                if (!pairing.equals(Pairing.OLD_TO_OLD.id())) {
                    curves.add(curve(report, pairing, values));
                }
            });
        }
        return curves;
    }

    private double oldOnValidation() {
        SortedMap<Integer, Double> values = first.model()
                .history()
                .validation()
                .get(Pairing.OLD_TO_OLD.id() + "/" + Metric.mAP().name());
        return values == null
                ? Double.NaN
                : values.values().stream().reduce((a, b) -> b).orElse(Double.NaN);
    }

    /** Reports of the first seed, one a trained model. */
    private List<UpgradeReport> distinctModels() {
        List<UpgradeReport> distinct = new ArrayList<>();
        for (UpgradeReport report : comparison.reports()) {
            boolean known = distinct.stream().anyMatch(d -> d.model() == report.model());
            if (report.subject().seed() == first.subject().seed() && !known) {
                distinct.add(report);
            }
        }
        return distinct;
    }

    private static TrainingCurve curve(UpgradeReport report, String term, SortedMap<Integer, Double> values) {
        return new TrainingCurve(
                report.subject().method(),
                report.subject().seed(),
                term,
                values.keySet().stream().mapToInt(Integer::intValue).toArray(),
                values.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private List<ClassGain> classGains() {
        List<String> names = first.images().queries().classNames();
        List<ClassGain> gains = new ArrayList<>();
        for (ClassGains.Gain gain : ClassGains.of(
                first.vectors().queryLabels(),
                first.perQuery(Pairing.OLD_TO_OLD, first.headline()),
                first.perQuery(first.goal(), first.headline()))) {
            gains.add(new ClassGain(names.get(gain.label()), gain.before(), gain.after(), gain.queries()));
        }
        return gains;
    }

    private List<BackfillCurvePoints> backfill() {
        CrossModelVectors vectors = first.vectors();
        int size = vectors.newGallery().rows();
        double[] random = new double[SHARES.length];
        for (int i = 0; i < RANDOM_ORDERS; i++) {
            double[] values =
                    along(BackfillPlan.random(size, Seeds.derive(first.subject().seed(), "backfill", i)));
            for (int s = 0; s < random.length; s++) {
                random[s] += values[s] / RANDOM_ORDERS;
            }
        }
        return List.of(
                points("random order, mean of " + RANDOM_ORDERS, random),
                points(
                        "poor first",
                        along(BackfillPlan.poorFirst(first.model().adapter().scores(vectors.oldGallery())))),
                points("oracle: worst moved first", along(BackfillPlan.oracle(distances(vectors)))));
    }

    /** The headline metric along a backfill from the moved gallery to the new one. */
    private double[] along(BackfillPlan plan) {
        CrossModelVectors vectors = first.vectors();
        CrossModelEvaluation evaluation =
                new CrossModelEvaluation(List.of(first.headline()), Cancellation.ON_INTERRUPT);
        return BackfillSimulation.of(vectors.adaptedGallery().orElseThrow(), vectors.newGallery(), plan)
                .at(SHARES)
                .stream()
                .mapToDouble(point -> evaluation
                        .measure(
                                Pairing.NEW_TO_ADAPTED,
                                vectors.newQueries(),
                                point.gallery(),
                                vectors.judgments(),
                                vectors.self())
                        .get(0)
                        .value())
                .toArray();
    }

    private static BackfillCurvePoints points(String order, double[] values) {
        return new BackfillCurvePoints(
                order, SHARES, values, BackfillCurve.of(SHARES, values).area());
    }

    /** 1 - cosine of each moved vector with the true new one: only an experiment knows it. */
    private static double[] distances(CrossModelVectors vectors) {
        FloatMatrix moved = vectors.adaptedGallery().orElseThrow();
        double[] distances = new double[moved.rows()];
        for (int i = 0; i < distances.length; i++) {
            double cosine = 0;
            for (int j = 0; j < moved.columns(); j++) {
                cosine += (double) moved.get(i, j) * vectors.newGallery().get(i, j);
            }
            distances[i] = 1 - cosine;
        }
        return distances;
    }

    private static int[] ascending(double[] keys) {
        return IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> keys[i]).thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Half of the panels show what got better most, half what got worse most; classes are not repeated. */
    private List<NeighbourPanel> panels() {
        double[] before = first.perQuery(Pairing.OLD_TO_OLD, first.headline());
        double[] after = first.perQuery(first.hasGoal() ? first.goal() : Pairing.NEW_TO_NEW, first.headline());
        double[] change = new double[before.length];
        Arrays.setAll(change, q -> Double.isNaN(after[q] - before[q]) ? 0 : after[q] - before[q]);
        int[] byChange = ascending(change);
        List<Integer> chosen = new ArrayList<>();
        choose(
                chosen,
                IntStream.range(0, byChange.length)
                        .map(i -> byChange[byChange.length - 1 - i])
                        .toArray(),
                PANELS / 2);
        choose(chosen, byChange, PANELS);
        return chosen.stream().map(this::panel).toList();
    }

    private void choose(List<Integer> chosen, int[] candidates, int upTo) {
        int[] labels = first.vectors().queryLabels();
        for (int candidate : candidates) {
            boolean known = chosen.stream().anyMatch(c -> labels[c] == labels[candidate]);
            if (chosen.size() < upTo && !known) {
                chosen.add(candidate);
            }
        }
    }

    private NeighbourPanel panel(int query) {
        LabeledImages queries = first.images().queries();
        List<NeighbourPanel.Row> rows = new ArrayList<>();
        first.vectors().sides().forEach((pairing, side) -> rows.add(row(pairing, query, side)));
        return new NeighbourPanel(
                queries.id(query), queries.classNames().get(queries.label(query)), queries.image(query), rows);
    }

    private NeighbourPanel.Row row(Pairing pairing, int query, CrossModelVectors.Side side) {
        LabeledImages gallery = first.images().gallery();
        int k = Math.min(NEIGHBOURS, gallery.size());
        Neighbours found = new ExactSearch()
                .search(
                        side.queries().slice(query, query + 1),
                        side.gallery(),
                        k,
                        first.vectors().self().slice(query, query + 1),
                        Cancellation.ON_INTERRUPT);
        List<NeighbourPanel.Neighbour> neighbours = new ArrayList<>();
        for (int i = 0; i < found.indices(0).length; i++) {
            int item = found.indices(0)[i];
            neighbours.add(new NeighbourPanel.Neighbour(
                    gallery.id(item),
                    gallery.classNames().get(gallery.label(item)),
                    gallery.image(item),
                    found.scores(0)[i],
                    gallery.label(item) == first.vectors().queryLabels()[query]));
        }
        return new NeighbourPanel.Row(pairing.id(), neighbours);
    }
}
