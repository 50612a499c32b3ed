package io.github.dmu4j.report;

import io.github.dmu4j.report.Chart.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The figures of a report, made from plain records. Methods keep their colour in all of them (Okabe-Ito), and no figure
 * tells anything by colour alone. Figures of pairings are in {@link PairingFigures}.
 *
 * <p>Empty input gives an empty figure that says so, never an error: a report must not fail for a missing part.
 */
public final class Figures {
    private static final int HEIGHT = 380;
    private static final int BINS = 40;
    private static final int CLASSES_SHOWN = 30;

    private Figures() {}

    /**
     * Grouped bars of the pairings, one bar a method; old-to-old as a line across all of them: the bar to beat. One seed
     * shows its 95 % interval over queries; several seeds show every seed as a dot on the bar of their mean.
     *
     * @throws IllegalArgumentException if the results are of several scenarios: filter first
     */
    public static SafeFigure pairings(List<PairingResult> results, String metric) {
        return PairingFigures.bars(results, metric);
    }

    /**
     * Every seed of every method as a dot, with the mean as a short line, and the mean of old-to-old across.
     *
     * @throws IllegalArgumentException if the results are of several scenarios: filter first
     */
    public static SafeFigure seeds(List<PairingResult> results, String pairing, String metric) {
        return PairingFigures.seeds(results, pairing, metric);
    }

    /** Query model by gallery model as a heat map with the numbers in its cells. */
    public static SafeFigure matrix(CompatibilityMatrix matrix) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> colors = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        double[] all = Arrays.stream(matrix.values())
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        double min = Arrays.stream(all).min().orElse(0);
        double max = Arrays.stream(all).max().orElse(1);
        Chart.Cells cells = new Chart.Cells(matrix.values(), min, max);
        for (int row = 0; row < matrix.queryModels().size(); row++) {
            for (int column = 0; column < matrix.galleryModels().size(); column++) {
                double value = matrix.values()[row][column];
                x.add((double) column);
                y.add((double) row);
                texts.add(SafeText.number(value));
                colors.add(
                        Double.isNaN(value)
                                ? ChartPainter.TEXT
                                : SeriesStyle.textOn(Chart.Cells.color(cells.share(value))));
                words.append(words.isEmpty() ? "" : ", ")
                        .append(matrix.queryModels().get(row) + " on "
                                + matrix.galleryModels().get(column) + " " + SafeText.number(value));
            }
        }
        return new SafeFigure(new Chart(
                matrix.metric() + ": query model by gallery model",
                words.toString(),
                Axis.categories("gallery embedded by", matrix.galleryModels()),
                Axis.categories("query embedded by", matrix.queryModels()).fromTheTop(),
                120 + 58 * matrix.queryModels().size(),
                List.of(cells, new Chart.Notes(array(x), array(y), texts, false, colors))));
    }

    /**
     * A sequence of models as lower triangles with the numbers in their cells, in one colour scale; values above the diagonal of
     * their column are ticked.
     *
     * @param triangles at least one, of one metric and the same models
     */
    public static SafeFigure sequence(List<Triangle> triangles) {
        return SequenceFigure.of(triangles);
    }

    /** Losses by term over epochs: colour by term for one method, by method (dash by term) for several. */
    public static SafeFigure training(List<TrainingCurve> losses) {
        return curves("Training losses by term", "loss", losses, List.of());
    }

    /**
     * Validation by pairing over epochs with the old model's line, which the upgrade must pass.
     *
     * @param oldToOld the old model on the validation classes; NaN to leave the line out
     */
    public static SafeFigure validation(List<TrainingCurve> curves, String metric, double oldToOld) {
        List<Chart.Mark> rule = Double.isNaN(oldToOld)
                ? List.of()
                : List.of(new Chart.Rule("old-to-old " + SafeText.number(oldToOld), SeriesStyle.OLD, oldToOld));
        return curves("Validation during training", metric, curves, rule);
    }

    /**
     * A small picture of one run's curves while it trains, 370 x 200 pixels: as {@link #training}, over steps.
     *
     * @param what the title, for example {@code loss}
     */
    public static SafeFigure live(String what, List<TrainingCurve> curves) {
        List<Chart.Mark> marks = new ArrayList<>();
        List<String> last = new ArrayList<>();
        for (TrainingCurve curve : curves) {
            double[] values = curve.values();
            double[] steps = Arrays.stream(curve.epochs()).asDoubleStream().toArray();
            SeriesStyle.Dash dash = SeriesStyle.numberedDash(marks.size());
            SeriesStyle style = SeriesStyle.numbered(marks.size()).withDash(dash);
            marks.add(new Chart.Line(curve.term(), style, values.length <= 12, steps, values));
            if (values.length > 0) {
                last.add(curve.term() + " " + SafeText.number(values[values.length - 1]));
            }
        }
        return new SafeFigure(new Chart(what, words(last), Axis.numeric("step"), Axis.numeric(""), 370, 200, marks));
    }

    private static SafeFigure curves(String title, String what, List<TrainingCurve> curves, List<Chart.Mark> extra) {
        Set<String> methods = new LinkedHashSet<>();
        Set<String> terms = new LinkedHashSet<>();
        curves.forEach(curve -> {
            methods.add(curve.method());
            terms.add(curve.term());
        });
        Map<String, SeriesStyle> byMethod = SeriesStyle.forMethods(methods);
        List<String> termOrder = List.copyOf(terms);
        List<Chart.Mark> marks = new ArrayList<>(extra);
        Map<String, String> last = new LinkedHashMap<>();
        for (TrainingCurve curve : curves) {
            int term = termOrder.indexOf(curve.term());
            SeriesStyle.Dash dash = SeriesStyle.numberedDash(term);
            SeriesStyle style = methods.size() > 1
                    ? byMethod.getOrDefault(curve.method(), SeriesStyle.OLD).withDash(dash)
                    : SeriesStyle.numbered(term).withDash(dash);
            String name = methods.size() > 1 ? curve.method() + " " + curve.term() : curve.term();
            boolean first = !last.containsKey(name);
            double[] epochs = Arrays.stream(curve.epochs()).asDoubleStream().toArray();
            marks.add(new Chart.Line(first ? name : "", style, epochs.length <= 60, epochs, curve.values()));
            double[] values = curve.values();
            if (first && values.length > 0) {
                last.put(
                        name,
                        name + " " + SafeText.number(values[0]) + " to " + SafeText.number(values[values.length - 1]));
            }
        }
        return new SafeFigure(
                new Chart(title, words(last.values()), Axis.numeric("epoch"), Axis.numeric(what), HEIGHT, marks));
    }

    /** How many old features are how discriminative: 40 bins of [0, 1]; scores outside count in the outer bins. */
    public static SafeFigure histogram(ScoreHistogram histogram) {
        double[] counts = new double[BINS];
        double[] middles = new double[BINS];
        int poor = 0;
        double[] scores = Arrays.stream(histogram.scores())
                .filter(score -> !Double.isNaN(score))
                .toArray();
        for (double score : scores) {
            counts[(int) Math.max(0, Math.min(BINS - 1, Math.floor(score * BINS)))]++;
            poor += score < 0.5 ? 1 : 0;
        }
        List<String> hover = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            middles[bin] = (bin + 0.5) / BINS;
            hover.add(String.format(
                    Locale.ROOT,
                    "%.0f items score %.3f to %.3f",
                    counts[bin],
                    bin / (double) BINS,
                    (bin + 1.0) / BINS));
        }
        String words = scores.length == 0
                ? "no scores"
                : String.format(
                        Locale.ROOT,
                        "%,d items, mean %.3f, %.1f %% below 0.5",
                        scores.length,
                        Arrays.stream(scores).average().orElse(Double.NaN),
                        100.0 * poor / scores.length);
        return new SafeFigure(new Chart(
                histogram.title(),
                words,
                Axis.between("discriminativeness of the old embedding (0 poor, 1 good)", 0, 1),
                Axis.numeric("items"),
                HEIGHT,
                List.of(new Chart.Bars(
                        words, SeriesStyle.numbered(0), false, middles, 0.9 / BINS, counts, null, null, hover))));
    }

    /** Which classes gain and which lose, sorted; of more than 30 classes the 15 best and the 15 worst. */
    public static SafeFigure classGains(List<ClassGain> gains, String metric) {
        List<ClassGain> sorted = new ArrayList<>(gains);
        sorted.removeIf(gain -> Double.isNaN(gain.gain()));
        sorted.sort(Comparator.comparingDouble(ClassGain::gain).reversed().thenComparing(ClassGain::className));
        long better = sorted.stream().filter(gain -> gain.gain() > 0).count();
        long worse = sorted.stream().filter(gain -> gain.gain() < 0).count();
        String words = sorted.size() + " classes: " + better + " better, " + worse + " worse, "
                + (sorted.size() - better - worse) + " unchanged";
        List<ClassGain> shown = sorted;
        String title = metric + " gain by class, new-to-adapted minus old-to-old";
        if (sorted.size() > CLASSES_SHOWN) {
            int half = CLASSES_SHOWN / 2;
            shown = new ArrayList<>(sorted.subList(0, half));
            shown.addAll(sorted.subList(sorted.size() - half, sorted.size()));
            title += " (the " + half + " best and " + half + " worst of " + sorted.size() + " classes)";
        }
        List<Chart.Mark> marks = new ArrayList<>();
        signed(marks, shown, true);
        signed(marks, shown, false);
        List<String> names = shown.stream().map(ClassGain::className).toList();
        return new SafeFigure(new Chart(
                title,
                words,
                Axis.numeric("gain in " + metric),
                names.isEmpty() ? Axis.numeric("") : Axis.categories("", names).fromTheTop(),
                110 + 19 * Math.max(4, shown.size()),
                marks));
    }

    private static void signed(List<Chart.Mark> marks, List<ClassGain> gains, boolean better) {
        List<Double> at = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        List<String> hover = new ArrayList<>();
        for (int i = 0; i < gains.size(); i++) {
            ClassGain gain = gains.get(i);
            if (better == gain.gain() >= 0) {
                at.add((double) i);
                values.add(gain.gain());
                hover.add(gain.className() + ": " + SafeText.number(gain.oldToOld()) + " to "
                        + SafeText.number(gain.newToAdapted()) + " (" + SafeText.signed(gain.gain()) + ", "
                        + gain.queries() + " queries)");
            }
        }
        if (!at.isEmpty()) {
            SeriesStyle style = better
                    ? SeriesStyle.numbered(0)
                    : new SeriesStyle(
                            SeriesStyle.VERMILION,
                            SeriesStyle.Pattern.RISING,
                            SeriesStyle.Marker.SQUARE,
                            SeriesStyle.Dash.DASHED);
            String name = better ? "better after the upgrade" : "worse after the upgrade";
            marks.add(new Chart.Bars(name, style, true, array(at), 0.7, array(values), null, null, hover));
        }
    }

    /** The metric while the gallery is re-embedded, a line an order, with its area in the legend. */
    public static SafeFigure backfill(List<BackfillCurvePoints> curves, String metric) {
        List<Chart.Mark> marks = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (BackfillCurvePoints curve : curves) {
            String name = curve.order() + " (AUBC " + SafeText.number(curve.aubc()) + ")";
            boolean few = curve.beta().length <= 40;
            marks.add(new Chart.Line(name, SeriesStyle.numbered(marks.size()), few, curve.beta(), curve.value()));
            words.add(name);
        }
        return new SafeFigure(new Chart(
                "Backfill: " + metric + " while the gallery is re-embedded",
                words(words),
                Axis.between("share of the gallery re-embedded", -0.02, 1.02),
                Axis.numeric(metric),
                HEIGHT,
                marks));
    }

    /**
     * Vectors in the plane of two principal directions.
     *
     * @param explained share of the variance that the two directions hold, 0 to 1
     */
    public static SafeFigure projection(List<ProjectedItems> items, double explained) {
        return ProjectionFigure.of(items, explained);
    }

    static String words(Iterable<String> parts) {
        String words = String.join(", ", parts);
        return words.isEmpty() ? "nothing to show" : words;
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
