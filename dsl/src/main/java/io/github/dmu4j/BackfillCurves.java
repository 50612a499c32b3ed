package io.github.dmu4j;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.eval.CrossModelEvaluation;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.gallery.BackfillPlan;
import io.github.dmu4j.gallery.BackfillSimulation;
import io.github.dmu4j.report.BackfillCurvePoints;
import io.github.dmu4j.retrieval.BackfillCurve;
import java.util.List;

/** The headline metric of a report while the moved gallery is replaced by the new one, in three orders. */
final class BackfillCurves {
    private static final double[] SHARES = {0, 0.1, 0.25, 0.5, 0.75, 0.9, 1};
    private static final int RANDOM_ORDERS = 5;

    private final UpgradeReport report;
    private final CrossModelVectors vectors;

    private BackfillCurves(UpgradeReport report) {
        this.report = report;
        this.vectors = report.vectors();
    }

    static List<BackfillCurvePoints> of(UpgradeReport report) {
        return new BackfillCurves(report).curves();
    }

    private List<BackfillCurvePoints> curves() {
        int size = vectors.newGallery().rows();
        double[] random = new double[SHARES.length];
        for (int i = 0; i < RANDOM_ORDERS; i++) {
            long seed = Seeds.derive(report.subject().seed(), "backfill", i);
            double[] values = along(BackfillPlan.random(size, seed));
            for (int s = 0; s < random.length; s++) {
                random[s] += values[s] / RANDOM_ORDERS;
            }
        }
        double[] scores = report.model().adapter().scores(vectors.oldGallery());
        return List.of(
                points("random order, mean of " + RANDOM_ORDERS, random),
                points("poor first", along(BackfillPlan.poorFirst(scores))),
                points("oracle: worst moved first", along(BackfillPlan.oracle(distances()))));
    }

    private double[] along(BackfillPlan plan) {
        CrossModelEvaluation evaluation =
                new CrossModelEvaluation(List.of(report.headline()), Cancellation.ON_INTERRUPT);
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
    private double[] distances() {
        FloatMatrix moved = vectors.adaptedGallery().orElseThrow();
        double[] distances = new double[moved.rows()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = 1 - moved.dot(i, vectors.newGallery(), i);
        }
        return distances;
    }
}
