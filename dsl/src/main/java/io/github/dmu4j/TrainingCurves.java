package io.github.dmu4j;

import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.report.TrainingCurve;
import io.github.dmu4j.retrieval.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The training of a report's new model, epoch by epoch; nothing if the model was given. */
final class TrainingCurves {
    private TrainingCurves() {}

    /** One curve a term of the loss. */
    static List<TrainingCurve> losses(UpgradeReport report) {
        List<TrainingCurve> curves = new ArrayList<>();
        report.model().history().losses().forEach((term, values) -> curves.add(curve(report, term, values)));
        return curves;
    }

    /** One curve a pairing on the validation classes, but for the old model's, which does not change. */
    static List<TrainingCurve> validation(UpgradeReport report) {
        List<TrainingCurve> curves = new ArrayList<>();
        report.model().history().validation().forEach((name, values) -> {
            String pairing = name.substring(0, name.indexOf('/'));
            if (!pairing.equals(Pairing.OLD_TO_OLD.id())) {
                curves.add(curve(report, pairing, values));
            }
        });
        return curves;
    }

    /** The old model on the validation classes; NaN if nothing was validated. */
    static double oldOnValidation(UpgradeReport report) {
        SortedMap<Integer, Double> values = report.model()
                .history()
                .validation()
                .get(Pairing.OLD_TO_OLD.id() + "/" + Metric.mAP().name());
        return values == null
                ? Double.NaN
                : values.values().stream().reduce((a, b) -> b).orElse(Double.NaN);
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
