package io.github.dmu4j;

import io.github.dmu4j.report.HtmlReport;
import io.github.dmu4j.report.ReportHeader;
import io.github.dmu4j.report.TrainingCurve;
import io.github.dmu4j.retrieval.Metric;
import java.util.ArrayList;
import java.util.List;

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
            page = page.withValidation(validation, Metric.mAP().name(), TrainingCurves.oldOnValidation(first));
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
        return distinctModels().stream()
                .flatMap(report -> TrainingCurves.losses(report).stream())
                .toList();
    }

    private List<TrainingCurve> validation() {
        return distinctModels().stream()
                .flatMap(report -> TrainingCurves.validation(report).stream())
                .toList();
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
}
