package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of METRICS 1.1 to 1.4, by hand and from scikit-learn. */
class MetricTest {
    private static final double ROUNDED = 5e-7; // the published values have six digits

    private static double predicted(Metric metric, int[] ranked, int... relevant) {
        return value(
                RankedResults.ofPredictions(
                        new int[][] {ranked}, RelevanceJudgments.ofRelevant(10, new int[][] {relevant})),
                metric);
    }

    private static double value(RankedResults results, Metric metric) {
        return metric.perQuery(results)[0];
    }

    @Test
    void averagePrecisionAtKDividesByTheSmallerOfRelevantAndK() {
        assertThat(predicted(Metric.mAPAt(100), new int[] {5, 1, 9, 2, 7}, 1, 2, 3))
                .isEqualTo((1 / 2.0 + 2 / 4.0) / 3);
        assertThat(predicted(Metric.mAPAt(100), new int[] {1, 2}, 1, 2)).isEqualTo(1);
        assertThat(predicted(Metric.mAPAt(1), new int[] {1, 2}, 1, 2)).isEqualTo(1);
        assertThat(predicted(Metric.mAPAt(2), new int[] {5, 1, 2}, 1, 2, 3)).isEqualTo(1 / 2.0 / 2);
    }

    @Test
    void anEmptyPredictionCountsAsZero() {
        assertThat(predicted(Metric.mAPAt(100), new int[0], 1)).isZero();
    }

    @Test
    void aRepeatedPredictionTakesItsRankButIsNoHit() {
        assertThat(predicted(Metric.mAPAt(100), new int[] {1, 1, 2}, 1, 2)).isEqualTo((1 + 2 / 3.0) / 2);
        assertThat(predicted(Metric.recallAt(2), new int[] {1, 1, 2}, 1, 2)).isEqualTo(0.5);
    }

    @Test
    void aQueryWithoutARelevantItemIsSkippedAndCounted() {
        RankedResults results = RankedResults.ofPredictions(
                new int[][] {{1, 2}, {1, 2}}, RelevanceJudgments.ofRelevant(5, new int[][] {{2}, {}}));

        double[] values = Metric.mAP().perQuery(results);

        assertThat(values).containsExactly(0.5, Double.NaN);
        assertThat(Metric.mAP().mean(results)).isEqualTo(0.5);
        assertThat(Means.skipped(values)).isEqualTo(1);
        assertThat(Means.ofPresent(new double[] {Double.NaN})).isNaN();
    }

    @Test
    void theQueryItselfIsNeitherRankedNorCountedAsRelevant() {
        // labels: query 0 of class 7; items 0 (itself), 2 of class 7
        RelevanceJudgments judgments = RelevanceJudgments.byLabel(new int[] {7}, new int[] {7, 1, 7, 1});
        Neighbours found = Neighbours.of(new int[][] {{1, 2, 3}}, new float[][] {{3, 2, 1}}, 4);

        RankedResults results = RankedResults.of(found, judgments, SelfMatches.of(new int[] {0}));

        assertThat(results.relevantCount(0)).isEqualTo(1);
        assertThat(value(results, Metric.mAP())).isEqualTo(0.5);
    }

    @Test
    void hitRateRecallAndCmcOnOneRanking() {
        int[] ranked = {5, 1, 9, 2, 7};
        assertThat(predicted(Metric.hitRateAt(1), ranked, 1, 2, 3)).isZero();
        assertThat(predicted(Metric.hitRateAt(2), ranked, 1, 2, 3)).isEqualTo(1);
        assertThat(predicted(Metric.cmc(1), ranked, 1, 2, 3)).isZero();
        assertThat(predicted(Metric.cmc(4), ranked, 1, 2, 3)).isEqualTo(1);
        assertThat(predicted(Metric.recallAt(2), ranked, 1, 2, 3)).isEqualTo(1 / 3.0);
        assertThat(predicted(Metric.recallAt(4), ranked, 1, 2, 3)).isEqualTo(2 / 3.0);
    }

    @ParameterizedTest
    @CsvSource({
        // protocol lists as easy | hard | junk; the last columns are AP and mP@1, 5, 10
        "EASY, 0 1, , 3 8 2, 0.791667, 1, 0.666667, 0.666667",
        "EASY, 0 1 2, , 3 8, 0.763889, 1, 0.75, 0.75",
        "EASY, 2, , 3 8 0 1, 0.25, 0, 0.5, 0.5",
        "HARD, 8 2, 0 1, 3, 0.791667, 1, 0.666667, 0.666667",
        "MEDIUM, 0, 1 2, 3 8, 0.763889, 1, 0.75, 0.75",
        "EASY, 2, 8, 3 0 1, 0.25, 0, 0.5, 0.5",
    })
    void revisitedProtocolsDropJunkAndUseTrapezoids(
            Protocol protocol, String easy, String hard, String junk, double ap, double p1, double p5, double p10) {
        int[] ranking = {3, 0, 7, 1, 8, 2, 9, 4, 5, 6};
        RelevanceJudgments judgments = RelevanceJudgments.revisited(
                10, new int[][] {list(easy)}, new int[][] {list(hard)}, new int[][] {list(junk)});
        RankedResults results = RankedResults.of(
                Neighbours.of(new int[][] {ranking}, new float[1][10], 10), judgments, SelfMatches.NONE);

        assertThat(value(results, Metric.revisitedMAP(protocol))).isCloseTo(ap, within(ROUNDED));
        assertThat(value(results, Metric.revisitedPrecisionAt(protocol, 1))).isCloseTo(p1, within(ROUNDED));
        assertThat(value(results, Metric.revisitedPrecisionAt(protocol, 5))).isCloseTo(p5, within(ROUNDED));
        assertThat(value(results, Metric.revisitedPrecisionAt(protocol, 10))).isCloseTo(p10, within(ROUNDED));
    }

    private static int[] list(String text) {
        return text == null
                ? new int[0]
                : Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Test
    void aRevisitedQueryWithoutAPositiveInTheProtocolIsSkipped() {
        RelevanceJudgments judgments =
                RelevanceJudgments.revisited(2, new int[][] {{0}}, new int[][] {{}}, new int[][] {{}});
        RankedResults results =
                RankedResults.of(Neighbours.of(new int[][] {{1, 0}}, new float[1][2], 2), judgments, SelfMatches.NONE);

        assertThat(value(results, Metric.revisitedMAP(Protocol.HARD))).isNaN();
        assertThat(value(results, Metric.revisitedMAP(Protocol.EASY))).isEqualTo(0.25);
    }

    @Test
    void revisitedMetricsRefuseOrdinaryJudgments() {
        RankedResults results =
                RankedResults.ofPredictions(new int[][] {{1}}, RelevanceJudgments.ofRelevant(2, new int[][] {{1}}));

        assertThatThrownBy(() -> Metric.revisitedMAP(Protocol.EASY).perQuery(results))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no easy, hard and junk lists");
    }

    @Test
    void classLabelMapEqualsScikitLearnWithTies() {
        for (JsonNode test : Expected.section("classLabelMap")) {
            RankedResults results = ranked(Expected.floats(test.get("scores")), Expected.ints(test.get("relevant")));

            assertThat(value(results, Metric.classLabelMAP()))
                    .isCloseTo(test.get("ap").asDouble(), within(1e-12));
        }
    }

    @Test
    void classLabelMapEqualsPlainMapWithoutTies() {
        RankedResults results = ranked(new float[] {5, 4, 3, 2, 1}, new int[] {0, 1, 0, 1, 1});

        assertThat(value(results, Metric.classLabelMAP())).isCloseTo(value(results, Metric.mAP()), within(1e-15));
    }

    @Test
    void ndcgEqualsScikitLearnOnExponentialGains() {
        for (JsonNode test : Expected.section("ndcg")) {
            RankedResults results = ranked(Expected.floats(test.get("scores")), Expected.ints(test.get("grades")));

            assertThat(value(results, Metric.nDCGAt(test.get("k").asInt())))
                    .isCloseTo(test.get("ndcg").asDouble(), within(1e-12));
        }
    }

    /** One query over items with these scores and grades. */
    private static RankedResults ranked(float[] scores, int[] grades) {
        int n = scores.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> scores[a] == scores[b] ? a - b : Float.compare(scores[b], scores[a]))
                .mapToInt(i -> i)
                .toArray();
        float[] sorted = new float[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = scores[order[i]];
        }
        int[] relevant = IntStream.range(0, n).filter(i -> grades[i] > 0).toArray();
        int[] theirGrades = Arrays.stream(relevant).map(i -> grades[i]).toArray();
        return RankedResults.of(
                Neighbours.of(new int[][] {order}, new float[][] {sorted}, n),
                RelevanceJudgments.graded(n, new int[][] {relevant}, new int[][] {theirGrades}),
                SelfMatches.NONE);
    }

    @Test
    void aRankingCutTooEarlyIsRefused() {
        RankedResults cut = RankedResults.of(
                Neighbours.of(new int[][] {{0, 1}}, new float[1][2], 2),
                RelevanceJudgments.byLabel(new int[] {1}, new int[] {1, 1, 2}),
                SelfMatches.NONE);

        assertThat(value(cut, Metric.hitRateAt(2))).isEqualTo(1);
        assertThatThrownBy(() -> Metric.mAP().perQuery(cut))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll("mAP needs the full ranking", "cut at 2 of 3");
        assertThatThrownBy(() -> Metric.recallAt(3).perQuery(cut)).hasMessageContaining("first 3 ranks");
    }

    @Test
    void metricsOfEqualNameAreEqual() {
        assertThat(Metric.mAPAt(5)).isEqualTo(Metric.mAPAt(5)).isNotEqualTo(Metric.mAP());
        assertThat(Metric.hitRateAt(1)).hasSameHashCodeAs(Metric.hitRateAt(1)).isNotEqualTo(Metric.cmc(1));
    }

    @Test
    void everyMetricIsFoundByItsName() {
        for (Metric metric : List.of(
                Metric.mAP(),
                Metric.mAPAt(100),
                Metric.hitRateAt(1),
                Metric.recallAt(10),
                Metric.cmc(5),
                Metric.classLabelMAP(),
                Metric.nDCGAt(10),
                Metric.revisitedMAP(Protocol.HARD),
                Metric.revisitedPrecisionAt(Protocol.EASY, 5))) {
            assertThat(Metric.named(metric.name())).isEqualTo(metric);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "mAP@0", "hitRate", "mAP-easy", "classLabelMAP@3", "revisitedMAP", ""})
    void anUnknownMetricNameListsTheKnownOnes(String name) {
        assertThatThrownBy(() -> Metric.named(name))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll("'" + name + "'", "mAP@k", "nDCG@k");
    }

    @Test
    void perClassMeansSkipQueriesWithoutAValue() {
        assertThat(Means.perClass(new double[] {1, 0, Double.NaN, 0.5}, new int[] {0, 0, 0, 2}, 3))
                .containsExactly(0.5, Double.NaN, 0.5);
    }

    @Test
    void judgmentsRefuseItemsOutsideTheGalleryAndRepeats() {
        assertThatThrownBy(() -> RelevanceJudgments.ofRelevant(3, new int[][] {{3}}))
                .hasMessageContaining("item 3");
        assertThatThrownBy(() -> RelevanceJudgments.ofRelevant(3, new int[][] {{1, 1}}))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> RelevanceJudgments.graded(3, new int[][] {{1}}, new int[][] {{0}}))
                .hasMessageContaining("grade 0");
        assertThatThrownBy(() -> RankedResults.ofPredictions(
                        new int[][] {{4}}, RelevanceJudgments.ofRelevant(3, new int[][] {{1}})))
                .hasMessageContaining("predicts item 4");
    }
}
