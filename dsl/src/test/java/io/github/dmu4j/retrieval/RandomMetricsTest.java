package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every metric on 200 random inputs, ties and missing values included, against src/test/python/random_metrics.py, which is written
 * from the definitions with numpy, scipy and scikit-learn. Both sides draw the inputs; only what should come out is stored.
 */
class RandomMetricsTest {
    private static final JsonNode EXPECTED =
            Json.read(Path.of("src/test/resources/io/github/dmu4j/retrieval/random.json"));
    private static final double NONE = Double.NaN;

    /** In the script's order, which the seeds follow. */
    static Stream<Arguments> families() {
        List<Arguments> families = List.of(
                family("rankings", RandomMetricsTest::rankings),
                family("predictions", RandomMetricsTest::predictions),
                family("revisited", RandomMetricsTest::revisited),
                family("class_labels", RandomMetricsTest::classLabels),
                family("class_templates", RandomMetricsTest::classTemplates),
                family("accept_rates", RandomMetricsTest::acceptRates),
                family("open_set", RandomMetricsTest::openSet),
                family("ten_folds", RandomMetricsTest::tenFolds),
                family("compatibility", RandomMetricsTest::compatibility),
                family("sequences", RandomMetricsTest::sequences),
                family("backfills", RandomMetricsTest::backfills),
                family("flips", RandomMetricsTest::flips),
                family("pairwise", RandomMetricsTest::pairwise),
                family("significance", RandomMetricsTest::significance),
                family("ann_recall", RandomMetricsTest::annRecall));
        return IntStream.range(0, families.size()).mapToObj(i -> {
            Object[] nameAndFamily = families.get(i).get();
            return Arguments.of(nameAndFamily[0], 1000 * i, nameAndFamily[1]);
        });
    }

    private static Arguments family(String name, Function<Draw, double[]> values) {
        return Arguments.of(name, values);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("families")
    void randomInputsGiveWhatPythonFinds(String name, int firstSeed, Function<Draw, double[]> values) {
        JsonNode cases = EXPECTED.get(name);
        assertThat(cases).hasSize(200);
        for (int c = 0; c < cases.size(); c++) {
            double[] found = values.apply(new Draw(firstSeed + c));
            assertThat(found).as("%s case %d", name, c).hasSize(cases.get(c).size());
            for (int v = 0; v < found.length; v++) {
                JsonNode expected = cases.get(c).get(v);
                if (expected.isNull()) {
                    assertThat(found[v]).as("%s case %d value %d", name, c, v).isNaN();
                } else { // ten digits are stored
                    double wanted = expected.asDouble();
                    assertThat(found[v])
                            .as("%s case %d value %d", name, c, v)
                            .isCloseTo(wanted, within(1e-9 * Math.max(1, Math.abs(wanted))));
                }
            }
        }
    }

    private static double[] rankings(Draw draw) {
        int n = 2 + draw.below(60);
        int levels = new int[] {2, 5, 16, 1000}[draw.below(4)];
        FloatMatrix gallery = FloatMatrix.wrap(n, 1, draw.floats(n, levels));
        List<Integer> relevant = new ArrayList<>();
        List<Integer> grades = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (draw.below(4) == 0) {
                relevant.add(i);
                grades.add(1 + draw.below(3));
            }
        }
        SelfMatches self = SelfMatches.of(new int[] {draw.below(n + 1) - 1});
        List<Metric> metrics = List.of(
                Metric.mAP(),
                Metric.mAPAt(1),
                Metric.mAPAt(5),
                Metric.mAPAt(100),
                Metric.classLabelMAP(),
                Metric.hitRateAt(1),
                Metric.hitRateAt(5),
                Metric.recallAt(1),
                Metric.recallAt(5),
                Metric.recallAt(100),
                Metric.cmc(1),
                Metric.cmc(5),
                Metric.nDCGAt(5),
                Metric.nDCGAt(10));
        Measurement measured = Measurement.of(
                new ExactSearch(1),
                Similarity.INNER_PRODUCT,
                FloatMatrix.wrap(1, 1, new float[] {1}),
                gallery,
                RelevanceJudgments.graded(n, new int[][] {ints(relevant)}, new int[][] {ints(grades)}),
                self,
                metrics,
                Cancellation.NEVER);
        return metrics.stream().mapToDouble(measured::mean).toArray();
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(i -> i).toArray();
    }

    private static double[] predictions(Draw draw) {
        int gallery = 5 + draw.below(200);
        int queries = 1 + draw.below(4);
        int[][] relevant = new int[queries][];
        int[][] predicted = new int[queries][];
        for (int q = 0; q < queries; q++) {
            relevant[q] =
                    IntStream.range(0, gallery).filter(i -> draw.below(5) == 0).toArray();
            predicted[q] = draw.ints(draw.below(140), gallery);
        }
        RankedResults results =
                RankedResults.ofPredictions(predicted, RelevanceJudgments.ofRelevant(gallery, relevant));
        return new double[] {Metric.mAPAt(100).mean(results), Metric.mAPAt(5).mean(results)};
    }

    private static double[] revisited(Draw draw) {
        int n = 5 + draw.below(70);
        int levels = new int[] {3, 12, 1000}[draw.below(3)];
        FloatMatrix gallery = FloatMatrix.wrap(n, 1, draw.floats(n, levels));
        int[] kinds = draw.ints(n, 7);
        Measurement measured = Measurement.of(
                new ExactSearch(1),
                Similarity.INNER_PRODUCT,
                FloatMatrix.wrap(1, 1, new float[] {1}),
                gallery,
                RelevanceJudgments.revisited(
                        n, new int[][] {positions(kinds, 0)}, new int[][] {positions(kinds, 1)}, new int[][] {
                            positions(kinds, 2)
                        }),
                SelfMatches.NONE,
                revisitedMetrics(),
                Cancellation.NEVER);
        return revisitedMetrics().stream().mapToDouble(measured::mean).toArray();
    }

    private static List<Metric> revisitedMetrics() {
        List<Metric> metrics = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            metrics.add(Metric.revisitedMAP(protocol));
            IntStream.of(1, 5, 10).forEach(k -> metrics.add(Metric.revisitedPrecisionAt(protocol, k)));
        }
        return metrics;
    }

    private static int[] positions(int[] values, int wanted) {
        return IntStream.range(0, values.length)
                .filter(i -> values[i] == wanted)
                .toArray();
    }

    private static double[] classLabels(Draw draw) {
        int n = 4 + draw.below(30);
        int[] labels = draw.ints(n, 4);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = draw.below(17) - 8;
        }
        FloatMatrix items = FloatMatrix.wrap(n, 1, values);
        Measurement measured = Measurement.of(
                new ExactSearch(1),
                Similarity.INNER_PRODUCT,
                items,
                items,
                RelevanceJudgments.byLabel(labels, labels),
                SelfMatches.sameOrder(n),
                List.of(Metric.classLabelMAP(), Metric.cmc(1), Metric.cmc(5)),
                Cancellation.NEVER);
        return DoubleStream.concat(
                        measured.metrics().stream().mapToDouble(measured::mean),
                        Arrays.stream(Means.perClass(measured.perQuery(Metric.classLabelMAP()), labels, 4)))
                .toArray();
    }

    private static double[] classTemplates(Draw draw) {
        int n = 3 + draw.below(20);
        int[] labels = draw.ints(n, 5);
        FloatMatrix gallery = FloatMatrix.wrap(n, 4, draw.vectors(n, 4));
        int m = 1 + draw.below(10);
        int[] queryLabels = draw.ints(m, 5);
        FloatMatrix queries = FloatMatrix.wrap(m, 4, draw.vectors(m, 4));
        return new double[] {
            Means.ofPresent(NearestClassTemplate.perQuery(
                    new ExactSearch(1), queries, queryLabels, gallery, labels, Cancellation.NEVER))
        };
    }

    private static double[] acceptRates(Draw draw) {
        int levels = new int[] {8, 64, 4096}[draw.below(3)];
        float[] genuine = draw.floats(1 + draw.below(200), levels);
        int shift = levels / 4;
        for (int i = 0; i < genuine.length; i++) {
            genuine[i] += shift;
        }
        Verification scores = Verification.of(genuine, draw.floats(100 + draw.below(900), levels));
        return DoubleStream.of(0.01, 0.0275, 0.1, 0.5)
                .flatMap(far ->
                        Arrays.stream(Verification.Mode.values()).mapToDouble(mode -> scores.trueAcceptRate(far, mode)))
                .toArray();
    }

    private static double[] openSet(Draw draw) {
        int levels = new int[] {6, 50, 4096}[draw.below(3)];
        float[] own = draw.floats(1 + draw.below(50), levels);
        int shift = levels / 3;
        for (int i = 0; i < own.length; i++) {
            own[i] += shift;
        }
        float[] other = draw.floats(own.length, levels);
        float[] strangers = draw.floats(1 + draw.below(300), levels);
        OpenSetIdentification found = OpenSetIdentification.of(own, other, strangers);
        return DoubleStream.of(0.01, 0.1, 0.3).map(found::truePositiveRate).toArray();
    }

    private static double[] tenFolds(Draw draw) {
        int n = 10 + draw.below(190);
        boolean[] isSame = new boolean[n];
        for (int i = 0; i < n; i++) {
            isSame[i] = draw.below(2) == 1;
        }
        double[] distances = new double[n];
        for (int i = 0; i < n; i++) {
            distances[i] = (draw.below(380) + (isSame[i] ? 0 : 132)) / 128.0;
        }
        PairAccuracy accuracy = PairAccuracy.tenFold(distances, isSame);
        PairAcceptance acceptance = PairAcceptance.tenFold(distances, isSame, 0.01);
        return new double[] {
            accuracy.mean(),
            accuracy.standardDeviation(),
            acceptance.mean(),
            acceptance.standardDeviation(),
            acceptance.falseAcceptRate()
        };
    }

    private static double[] compatibility(Draw draw) {
        List<Compatibility.TestSet> sets = new ArrayList<>();
        int count = 1 + draw.below(4);
        for (int i = 0; i < count; i++) {
            double[] v = new double[4];
            for (int j = 0; j < 4; j++) {
                v[j] = draw.below(40) / 64.0 + 1 / 64.0;
            }
            sets.add(new Compatibility.TestSet(v[0], v[1], v[2], v[3]));
        }
        Compatibility.TestSet first = sets.get(0);
        var criterion = new Compatibility.Criterion(first.newToOld(), first.oldToOld());
        var loss = Compatibility.degradation(first.newToNew(), first.independent());
        Compatibility.Scores scores = Compatibility.scores(sets);
        return new double[] {
            criterion.isMet() ? 1 : 0,
            criterion.margin(),
            Compatibility.updateGain(first.newToOld(), first.oldToOld(), first.independent())
                    .value(),
            loss.absolute(),
            loss.relative(),
            Compatibility.retainedShare(first.newToOld(), first.newToNew()),
            scores.pUp(),
            scores.pComp(),
            scores.p1()
        };
    }

    private static double[] sequences(Draw draw) {
        double[][] rows = new double[1 + draw.below(6)][];
        for (int t = 0; t < rows.length; t++) {
            rows[t] =
                    Arrays.stream(draw.ints(t + 1, 6)).mapToDouble(v -> v / 8.0).toArray();
        }
        CompatibilityMatrix matrix = CompatibilityMatrix.of(rows);
        return new double[] {
            matrix.averageCompatibility(),
            matrix.averageMetric(),
            matrix.backwardCompatibility(),
            matrix.forwardCompatibility()
        };
    }

    private static double[] backfills(Draw draw) {
        int[] steps =
                Arrays.stream(draw.ints(1 + draw.below(8), 4)).map(s -> s + 1).toArray();
        double total = IntStream.of(steps).sum();
        double[] shares = new double[steps.length + 1];
        int sum = 0;
        for (int i = 0; i < steps.length; i++) {
            sum += steps[i];
            shares[i + 1] = sum / total;
        }
        double[] values = Arrays.stream(draw.ints(shares.length, 33))
                .mapToDouble(v -> v / 64.0)
                .toArray();
        BackfillCurve curve = BackfillCurve.of(shares, values);
        return new double[] {
            curve.area(), curve.normalisedArea(), curve.shareReaching(0.9), curve.falls(), curve.deepestFall()
        };
    }

    private static double[] flips(Draw draw) {
        int n = 1 + draw.below(40);
        double[][] along = new double[2 + draw.below(4)][n];
        for (double[] values : along) {
            for (int q = 0; q < n; q++) {
                values[q] = new double[] {0, 0.25, 0.5, 0.75, 1, NONE}[draw.below(6)];
            }
        }
        double[] before = along[0];
        double[] after = along[along.length - 1];
        NegativeFlips flips = NegativeFlips.between(before, after, NegativeFlips.HIT);
        return new double[] {
            flips.rate(),
            flips.relativeRate(),
            flips.positiveRate(),
            NegativeFlips.softRate(before, after),
            NegativeFlips.transientFlips(along, NegativeFlips.HIT)
        };
    }

    private static double[] pairwise(Draw draw) {
        int n = 3 + draw.below(8);
        int[] labels = draw.ints(n, 3);
        float[] old = draw.vectors(n, 3);
        float[] changed = draw.vectors(n, 3);
        for (int i = 0; i < n; i++) {
            if (draw.below(4) == 0) {
                System.arraycopy(old, 3 * i, changed, 3 * i, 3);
            }
        }
        PairwiseCompatibility rates = PairwiseCompatibility.of(
                FloatMatrix.wrap(n, 3, changed), FloatMatrix.wrap(n, 3, old), labels, Integer.MAX_VALUE, 1);
        return new double[] {rates.sameClass(), rates.differentClass(), rates.triplets()};
    }

    private static double[] significance(Draw draw) {
        int n = 1 + draw.below(70);
        int spread = new int[] {5, 10_000}[draw.below(2)];
        double[] differences = Arrays.stream(draw.ints(n, 2 * spread + 1))
                .mapToDouble(d -> d - spread + spread / 5)
                .toArray();
        PairedTests.Wilcoxon wilcoxon = PairedTests.wilcoxon(differences);
        double mcNemar = PairedTests.mcNemar(draw.below(40), draw.below(40));
        double[] p = Arrays.stream(draw.ints(5, 21)).mapToDouble(v -> v / 256.0).toArray();
        return DoubleStream.concat(
                        DoubleStream.of(wilcoxon.statistic(), wilcoxon.p(), mcNemar),
                        Arrays.stream(PairedTests.holm(p)))
                .toArray();
    }

    private static double[] annRecall(Draw draw) {
        int n = 5 + draw.below(20);
        int k = 1 + draw.below(5);
        Neighbours exact = nearest(draw.floats(n, 1000), k);
        Neighbours found = nearest(draw.floats(n, 1000), k);
        return found.annRecall(exact, k);
    }

    private static Neighbours nearest(float[] scores, int k) {
        return new ExactSearch(1)
                .search(
                        Similarity.INNER_PRODUCT,
                        FloatMatrix.wrap(1, 1, new float[] {1}),
                        FloatMatrix.wrap(scores.length, 1, scores),
                        k,
                        SelfMatches.NONE,
                        Cancellation.NEVER);
    }
}
