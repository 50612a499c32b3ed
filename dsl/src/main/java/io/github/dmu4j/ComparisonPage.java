package io.github.dmu4j;

import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.report.HtmlReport;
import io.github.dmu4j.report.ReportHeader;
import io.github.dmu4j.report.TrainingCurve;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.run.TrainingHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Assembles the HTML report of a comparison: numbers of all reports, and the inside of the first one. */
final class ComparisonPage {
    private static final int PANELS = 8;

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
        Exploration inside = first.explore();
        if (inside.scores().isPresent()) {
            page = page.withScores(inside.scores().get());
        }
        if (first.hasGoal()) {
            page = page.withClassGains(inside.gains(), first.headline().name());
        }
        if (first.vectors().adaptedGallery().isPresent() && !first.isAveraged()) {
            page = page.withBackfill(BackfillCurves.of(first), first.headline().name());
        }
        return page.withNeighbours(inside.extremes(PANELS));
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
}
