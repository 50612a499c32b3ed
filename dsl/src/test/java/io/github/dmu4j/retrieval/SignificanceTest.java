package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** METRICS 4; expected values from scipy, otherwise by hand. */
class SignificanceTest {
    @Test
    void intervalsOfScipysReplicatesEqualScipys() {
        for (JsonNode test : Expected.section("bootstrap")) {
            double[] values = Expected.doubles(test.get("values"));
            double[] replicates = Expected.doubles(test.get("distribution"));
            Arrays.sort(replicates);
            double sum = Arrays.stream(values).sum();
            double[] withoutOne = Arrays.stream(values)
                    .map(value -> (sum - value) / (values.length - 1))
                    .toArray();

            Interval percentile = Bootstrap.percentileInterval(replicates, 0.95);
            Interval bca = Bootstrap.bcaInterval(replicates, sum / values.length, withoutOne, 0.95);

            assertInterval(percentile, test.get("percentile"));
            assertInterval(bca, test.get("BCa"));
        }
    }

    private static void assertInterval(Interval actual, JsonNode expected) {
        // numerical inverses of the normal distribution differ in the tenth digit
        assertThat(actual.low()).isCloseTo(expected.get(0).asDouble(), within(1e-8));
        assertThat(actual.high()).isCloseTo(expected.get(1).asDouble(), within(1e-8));
    }

    @Test
    void ourReplicatesGiveTheSameIntervalUpToTheDraw() {
        JsonNode test = Expected.section("bootstrap").get(2);
        var result = Bootstrap.standard(1).mean(Expected.doubles(test.get("values")));

        // the ends of an interval from 500 or 2,000 replicates vary by about a tenth of its half-width
        double tolerance = 0.3 * (result.bca().high() - result.bca().low()) / 2;
        assertThat(result.bca().low()).isCloseTo(test.get("BCa").get(0).asDouble(), within(tolerance));
        assertThat(result.bca().high()).isCloseTo(test.get("BCa").get(1).asDouble(), within(tolerance));
        assertThat(result.percentile().contains(result.estimate())).isTrue();
        assertThat(result.units()).isEqualTo(200);
    }

    @Test
    void intervalsCoverTheTruthAboutAsOftenAsTheySay() {
        int covered = 0;
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            double[] values = random.doubles(60).toArray();
            covered += new Bootstrap(200, 0.9, seed).mean(values).bca().contains(0.5) ? 1 : 0;
        }
        // 180 expected, standard deviation 4
        assertThat(covered).isBetween(160, 197);
    }

    @Test
    void theSameSeedGivesTheSameResultAndAnotherOneAnother() {
        double[] values = new SplittableRandom(1).doubles(50).toArray();

        assertThat(Bootstrap.standard(3).mean(values))
                .isEqualTo(Bootstrap.standard(3).mean(values));
        assertThat(Bootstrap.standard(4).mean(values))
                .isNotEqualTo(Bootstrap.standard(3).mean(values));
    }

    @Test
    void aPairedDifferenceDropsQueriesWithoutAValueFromBoth() {
        var result = Bootstrap.standard(1)
                .difference(new double[] {1, 1, Double.NaN, 0}, new double[] {0, Double.NaN, 1, 0});

        assertThat(result.estimate()).isEqualTo(0.5);
        assertThat(result.units()).isEqualTo(2);
    }

    @Test
    void clustersOfEqualValuesAreAsUncertainAsTheirNumberNotTheirSize() {
        double[] values = new double[400];
        int[] clusterOf = new int[400];
        double[] perCluster = new SplittableRandom(5).doubles(20).toArray();
        for (int i = 0; i < 400; i++) {
            clusterOf[i] = 100 + i / 20;
            values[i] = perCluster[i / 20];
        }

        var byCluster = Bootstrap.standard(1).clusterMean(values, clusterOf);
        var asTwenty = Bootstrap.standard(1).mean(perCluster);
        var asIndependent = Bootstrap.standard(1).mean(values);

        assertThat(byCluster.units()).isEqualTo(20);
        assertThat(byCluster.estimate()).isCloseTo(asTwenty.estimate(), within(1e-12));
        assertThat(byCluster.standardError()).isCloseTo(asTwenty.standardError(), within(1e-12));
        // sqrt(20) times as wide
        assertThat(byCluster.standardError() / asIndependent.standardError()).isCloseTo(4.47, within(0.4));
    }

    @Test
    void oneQueryCannotBeBootstrapped() {
        assertThatThrownBy(() -> Bootstrap.standard(1).mean(new double[] {1, Double.NaN}))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("at least 2");
    }

    @Test
    void wilcoxonEqualsScipyExactAndApproximate() {
        for (JsonNode test : Expected.section("wilcoxon")) {
            var result = PairedTests.wilcoxon(Expected.doubles(test.get("differences")));

            assertThat(result.isExact()).isEqualTo(test.get("exact").asBoolean());
            assertThat(result.statistic()).isEqualTo(test.get("statistic").asDouble());
            assertThat(result.p()).isCloseTo(test.get("p").asDouble(), within(1e-10));
        }
    }

    @Test
    void wilcoxonOfIdenticalSystemsFindsNothing() {
        assertThat(PairedTests.wilcoxon(new double[] {1, 2}, new double[] {1, 2})
                        .p())
                .isEqualTo(1);
    }

    @Test
    void mcNemarEqualsScipysBinomialTest() {
        for (JsonNode test : Expected.section("mcnemar")) {
            assertThat(PairedTests.mcNemar(test.get("b").asInt(), test.get("c").asInt()))
                    .isCloseTo(test.get("p").asDouble(), within(1e-10));
        }
        assertThat(PairedTests.mcNemar(0, 0)).isEqualTo(1);
        // one disagreement of each kind among four queries
        assertThat(PairedTests.mcNemar(new double[] {1, 1, 0, 0}, new double[] {1, 0, 1, 0}))
                .isEqualTo(1);
    }

    @Test
    void signFlipsOfFewDifferencesComeNearTheExactShare() {
        // sums of +-1 +-2 +-3 are as far as 6 in 2 of 8 patterns: p = 0.25
        double p = PairedTests.signFlip(new double[] {1, 2, 3}, new double[] {0, 0, 0}, PairedTests.DEFAULT_FLIPS, 1);
        assertThat(p).isCloseTo(0.25, within(0.02));
        assertThat(PairedTests.signFlip(new double[] {1, 2}, new double[] {1, 2}, 100, 1))
                .isEqualTo(1);
    }

    @Test
    void theSignFlipPValueIsNeverZero() {
        double[] a = new double[70];
        Arrays.fill(a, 1);
        assertThat(PairedTests.signFlip(a, new double[70], 99, 1)).isEqualTo(0.01);
    }

    @Test
    void holmStepsDownAndStaysMonotone() {
        // sorted .01, .03, .04 -> .03, .06, max(.06, .04)
        assertThat(PairedTests.holm(.04, .01, .03)).containsExactly(.06, .03, .06);
        assertThat(PairedTests.holm(.9, .8)).containsExactly(1, 1);
    }

    @Test
    void theIntervalOverSeedsIsThePairedTInterval() {
        for (JsonNode test : Expected.section("tIntervals")) {
            var summary = SeedSummary.ofDifferences(Expected.doubles(test.get("a")), Expected.doubles(test.get("b")));

            assertThat(summary.mean()).isCloseTo(test.get("mean").asDouble(), within(1e-12));
            assertThat(summary.standardDeviation()).isCloseTo(test.get("sd").asDouble(), within(1e-12));
            assertThat(summary.interval(0.95).low()).isCloseTo(test.get("low").asDouble(), within(1e-8));
            assertThat(summary.interval(0.95).high()).isCloseTo(test.get("high").asDouble(), within(1e-8));
        }
    }

    @Test
    void aSingleSeedHasNoInterval() {
        var one = SeedSummary.of(0.7);
        assertThat(one.mean()).isEqualTo(0.7);
        assertThat(one.interval(0.95).low()).isNaN();
        assertThatThrownBy(() -> SeedSummary.of(0.7, Double.NaN)).isInstanceOf(DmuException.class);
    }
}
