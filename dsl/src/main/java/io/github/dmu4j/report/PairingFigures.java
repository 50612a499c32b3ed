package io.github.dmu4j.report;

import static io.github.dmu4j.report.PairingResult.INDEPENDENT;
import static io.github.dmu4j.report.PairingResult.NEW_TO_ADAPTED;
import static io.github.dmu4j.report.PairingResult.NEW_TO_NEW;
import static io.github.dmu4j.report.PairingResult.NEW_TO_OLD;
import static io.github.dmu4j.report.PairingResult.OLD_TO_OLD;

import io.github.dmu4j.report.Chart.Axis;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Figures of query/gallery pairings: {@link Figures#pairings} and {@link Figures#seeds}. */
final class PairingFigures {
    /** The order in which pairings are shown; others follow. */
    static final List<String> ORDER = List.of(OLD_TO_OLD, NEW_TO_OLD, NEW_TO_ADAPTED, NEW_TO_NEW, INDEPENDENT);

    private static final int MOST_VALUES_WRITTEN = 14;

    private PairingFigures() {}

    static SafeFigure bars(List<PairingResult> all, String metric) {
        List<PairingResult> results = of(all, metric);
        List<String> pairings = pairings(results);
        Set<String> methods = methods(results);
        if (methods.contains(INDEPENDENT)) {
            pairings.remove(INDEPENDENT); // the method's own new-to-new bar says the same
        }
        Map<String, SeriesStyle> styles = SeriesStyle.forMethods(methods);
        double width = 0.8 / Math.max(1, methods.size());
        List<Chart.Mark> marks = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Heads heads = new Heads();
        double oldToOld = mean(results, null, OLD_TO_OLD);

        for (String pairing : List.of(OLD_TO_OLD, INDEPENDENT)) {
            if (pairings.contains(pairing)) {
                SeriesStyle style = pairing.equals(OLD_TO_OLD) ? SeriesStyle.OLD : SeriesStyle.INDEPENDENT;
                double at = pairings.indexOf(pairing);
                Group group = new Group(results, null, pairing);
                marks.add(group.bar("", style, at, Math.max(width, 0.4)));
                marks.addAll(group.dots(style, at, Math.max(width, 0.4)));
                heads.add(at, group);
                words.add(pairing + " " + SafeText.number(group.mean()));
            }
        }
        int place = 0;
        for (String method : methods) {
            SeriesStyle style = styles.getOrDefault(method, SeriesStyle.OLD);
            List<Chart.Bars> bars = new ArrayList<>();
            List<Chart.Mark> dots = new ArrayList<>();
            for (String pairing : pairings) {
                Group group = new Group(results, method, pairing);
                if (isReference(pairing) || group.members().isEmpty()) {
                    continue;
                }
                double at = pairings.indexOf(pairing) + (place - (methods.size() - 1) / 2.0) * width;
                bars.add(group.bar(bars.isEmpty() ? method : "", style, at, width * 0.9));
                dots.addAll(group.dots(style, at, width * 0.9));
                heads.add(at, group);
                words.add(method + " " + pairing + " " + SafeText.number(group.mean()));
            }
            marks.addAll(bars);
            marks.addAll(dots);
            place++;
        }
        if (!Double.isNaN(oldToOld)) {
            String name = "old-to-old " + SafeText.number(oldToOld) + ": the bar to beat";
            marks.add(new Chart.Rule(name, SeriesStyle.OLD, oldToOld));
        }
        if (heads.x.size() <= MOST_VALUES_WRITTEN) {
            marks.add(new Chart.Notes(Figures.array(heads.x), heads.clearOf(oldToOld), heads.texts, true, List.of()));
        }
        return new SafeFigure(new Chart(
                metric + " by query and gallery model" + scenario(results),
                Figures.words(words),
                pairings.isEmpty() ? Axis.numeric("") : Axis.categories("", pairings),
                Axis.numeric(metric + spread(results)),
                400,
                marks));
    }

    static SafeFigure seeds(List<PairingResult> all, String pairing, String metric) {
        List<PairingResult> results = of(all, metric);
        Set<String> methods = methods(
                results.stream().filter(r -> r.pairing().equals(pairing)).toList());
        Map<String, SeriesStyle> styles = SeriesStyle.forMethods(methods);
        List<Chart.Mark> marks = new ArrayList<>();
        List<String> words = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        double oldToOld = mean(results, null, OLD_TO_OLD);
        for (String method : methods) {
            Group group = new Group(results, method, pairing);
            SeriesStyle style = styles.getOrDefault(method, SeriesStyle.OLD);
            double at = labels.size();
            double[] means = {group.mean(), group.mean()};
            marks.add(new Chart.Line(
                    "", style.withDash(SeriesStyle.Dash.SOLID), false, new double[] {at - 0.22, at + 0.22}, means));
            marks.add(group.spread(method, style, false, at, 0.3));
            labels.add(method + ": " + SafeText.number(group.mean()));
            words.add(method + " mean " + SafeText.number(group.mean()) + " over "
                    + group.members().size() + " seeds");
        }
        if (!Double.isNaN(oldToOld)) {
            marks.add(new Chart.Rule("old-to-old " + SafeText.number(oldToOld) + " (mean)", SeriesStyle.OLD, oldToOld));
        }
        return new SafeFigure(new Chart(
                pairing + " " + metric + ", every seed" + scenario(results),
                Figures.words(words),
                labels.isEmpty() ? Axis.numeric("") : Axis.categories("", labels),
                Axis.numeric(metric + ", line: mean"),
                360,
                marks));
    }

    /** The results behind one bar: one a seed. */
    private record Group(List<PairingResult> members) {
        Group(List<PairingResult> results, @Nullable String method, String pairing) {
            this(members(results, method, pairing));
        }

        double mean() {
            return members.stream().mapToDouble(PairingResult::value).average().orElse(Double.NaN);
        }

        /** Where a text above stands free. */
        double head() {
            double head = Math.max(0, mean());
            for (PairingResult member : members) {
                head = Math.max(head, members.size() == 1 && member.hasInterval() ? member.high() : member.value());
            }
            return head;
        }

        Chart.Bars bar(String name, SeriesStyle style, double at, double width) {
            boolean interval = members.size() == 1 && members.get(0).hasInterval();
            PairingResult first = members.get(0);
            String hover = first.method() + ", " + first.pairing() + ": " + SafeText.number(mean())
                    + (interval
                            ? ", 95 % interval " + SafeText.number(first.low()) + " to " + SafeText.number(first.high())
                            : "")
                    + (members.size() > 1 ? ", mean of " + members.size() + " seeds" : "")
                    + (first.queries() > 0 ? ", " + first.queries() + " queries" : "");
            return new Chart.Bars(
                    name,
                    style,
                    false,
                    new double[] {at},
                    width,
                    new double[] {mean()},
                    interval ? new double[] {first.low()} : null,
                    interval ? new double[] {first.high()} : null,
                    List.of(hover));
        }

        /** Every seed, if there are several. */
        List<Chart.Mark> dots(SeriesStyle style, double at, double width) {
            return members.size() < 2 ? List.of() : List.of(spread("", style, true, at, width * 0.5));
        }

        Chart.Dots spread(String name, SeriesStyle style, boolean onBars, double at, double width) {
            int n = members.size();
            double[] x = new double[n];
            double[] y = new double[n];
            List<String> hover = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                PairingResult member = members.get(i);
                x[i] = at + (n == 1 ? 0 : (i / (n - 1.0) - 0.5) * width);
                y[i] = member.value();
                hover.add(member.method() + ", " + member.pairing() + ", seed " + member.seed() + ": "
                        + SafeText.number(member.value()));
            }
            return new Chart.Dots(name, style, onBars, x, y, hover);
        }

        /** Of any method where it is null: then a seed's value counts once, though every method repeats it. */
        private static List<PairingResult> members(
                List<PairingResult> results, @Nullable String method, String pairing) {
            Set<Reference> seen = new HashSet<>();
            return results.stream()
                    .filter(r -> r.pairing().equals(pairing)
                            && (method == null || r.method().equals(method)))
                    .filter(r -> !Double.isNaN(r.value()))
                    .filter(r -> method != null || seen.add(new Reference(r.seed(), r.value())))
                    .toList();
        }

        private record Reference(long seed, double value) {}
    }

    /** The numbers written above bars. */
    private static final class Heads {
        final List<Double> x = new ArrayList<>();
        final List<Double> y = new ArrayList<>();
        final List<String> texts = new ArrayList<>();

        void add(double at, Group group) {
            if (!group.members().isEmpty()) {
                x.add(at);
                y.add(group.head());
                texts.add(SafeText.number(group.mean()));
            }
        }

        /** The heights, where the line across would strike a text through lifted to the line. */
        double[] clearOf(double line) {
            double textHeight = 0.075 * y.stream().mapToDouble(Math::abs).max().orElse(1);
            return y.stream()
                    .mapToDouble(head -> line > head && line < head + textHeight ? line : head)
                    .toArray();
        }
    }

    /** What is drawn on the bars, for the axis. */
    private static String spread(List<PairingResult> results) {
        if (results.stream().mapToLong(PairingResult::seed).distinct().count() > 1) {
            return ", mean and every seed";
        }
        return results.stream().anyMatch(PairingResult::hasInterval) ? ", 95 % interval" : "";
    }

    private static boolean isReference(String pairing) {
        return pairing.equals(OLD_TO_OLD) || pairing.equals(INDEPENDENT);
    }

    private static List<PairingResult> of(List<PairingResult> results, String metric) {
        List<PairingResult> chosen =
                results.stream().filter(r -> r.metric().equals(metric)).toList();
        List<String> scenarios =
                chosen.stream().map(PairingResult::scenario).distinct().toList();
        if (scenarios.size() > 1) {
            throw new IllegalArgumentException(
                    "a figure shows one scenario, found " + scenarios + "; filter the results by scenario first");
        }
        return chosen;
    }

    private static String scenario(List<PairingResult> results) {
        return results.isEmpty() || results.get(0).scenario().isEmpty()
                ? ""
                : ", " + results.get(0).scenario();
    }

    static List<String> pairings(List<PairingResult> results) {
        Set<String> found = new LinkedHashSet<>();
        results.stream().filter(r -> !Double.isNaN(r.value())).forEach(r -> found.add(r.pairing()));
        List<String> ordered = new ArrayList<>(ORDER);
        ordered.retainAll(found);
        found.stream().filter(pairing -> !ORDER.contains(pairing)).forEach(ordered::add);
        return ordered;
    }

    /** Methods with a bar of their own: the references old-to-old and independent have theirs. */
    private static Set<String> methods(List<PairingResult> results) {
        Set<String> methods = new LinkedHashSet<>();
        results.stream()
                .filter(r -> !isReference(r.pairing()) && !Double.isNaN(r.value()))
                .forEach(r -> methods.add(r.method()));
        return methods;
    }

    private static double mean(List<PairingResult> results, @Nullable String method, String pairing) {
        return new Group(results, method, pairing).mean();
    }
}
