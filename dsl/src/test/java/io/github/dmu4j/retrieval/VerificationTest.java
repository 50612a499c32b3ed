package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.retrieval.Verification.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** METRICS 2.2 to 2.4; expected values from scikit-learn's roc_curve and KFold, otherwise by hand. */
class VerificationTest {
    @Test
    void acceptRatesEqualTheScriptsStepsOnScikitLearnsCurve() {
        JsonNode test = Expected.section("tarAtFar");
        var scores = Verification.of(Expected.floats(test.get("genuine")), Expected.floats(test.get("impostor")));
        double[] targets = Expected.doubles(test.get("targets"));
        for (int i = 0; i < targets.length; i++) {
            double nearest = test.get("nearest").get(i).asDouble();
            double conservative = test.get("conservative").get(i).asDouble();

            assertThat(scores.trueAcceptRate(targets[i], Mode.NEAREST)).isCloseTo(nearest, within(1e-12));
            assertThat(scores.trueAcceptRate(targets[i], Mode.CONSERVATIVE)).isCloseTo(conservative, within(1e-12));
        }
    }

    @Test
    void betweenTwoPointsTheLineRunsInLogFar() {
        // impostors .9 .7 .5 .3: TAR at 1, 2, 4 accepted is #{genuine > .7}, #{> .5}, all
        var scores = Verification.of(new float[] {.8f, .6f, .4f, .2f}, new float[] {.9f, .7f, .5f, .3f});

        assertThat(scores.trueAcceptRate(0.25, Mode.INTERPOLATED)).isEqualTo(0.25);
        assertThat(scores.trueAcceptRate(0.5, Mode.INTERPOLATED)).isEqualTo(0.5);
        // the geometric middle of 1/4 and 2/4
        assertThat(scores.trueAcceptRate(Math.sqrt(0.125), Mode.INTERPOLATED)).isCloseTo(0.375, within(1e-12));
        assertThat(scores.trueAcceptRate(1, Mode.CONSERVATIVE)).isEqualTo(1);
    }

    @Test
    void impostorsOfEqualScoreEnterTogether() {
        var scores = Verification.of(new float[] {.8f, .6f}, new float[] {.7f, .7f, .7f, .1f});

        // only 0, 3 or 4 impostors can be accepted
        assertThat(scores.trueAcceptRate(0.5, Mode.CONSERVATIVE)).isEqualTo(0.5);
        assertThat(scores.trueAcceptRate(0.5, Mode.NEAREST)).isEqualTo(1);
        assertThat(scores.trueAcceptRate(0.25, Mode.NEAREST)).isEqualTo(0.5);
    }

    @Test
    void aRateBelowOneImpostorPairIsRefused() {
        var scores = Verification.of(new float[] {1}, new float[999]);

        assertThatThrownBy(() -> scores.trueAcceptRate(1e-3, Mode.NEAREST))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll("0.001", "999 impostor pairs");
        assertThatThrownBy(() -> Verification.of(new float[0], new float[1])).hasMessageContaining("0 genuine");
    }

    @Test
    void tenFoldAccuracyEqualsTheScriptsSteps() {
        JsonNode test = Expected.section("tenFold");
        int[] same = Expected.ints(test.get("same"));
        boolean[] isSame = new boolean[same.length];
        for (int i = 0; i < same.length; i++) {
            isSame[i] = same[i] == 1;
        }

        var accuracy = PairAccuracy.tenFold(Expected.doubles(test.get("distances")), isSame);

        assertThat(accuracy.mean()).isCloseTo(test.get("mean").asDouble(), within(1e-12));
        assertThat(accuracy.standardDeviation()).isCloseTo(test.get("std").asDouble(), within(1e-12));
        assertThatThrownBy(() -> PairAccuracy.tenFold(new double[9], new boolean[9]))
                .hasMessageContaining("at least 10");
    }

    /** Genuine pairs at distance 0.5, impostors at one distance: 0 of 9 others below 2, all below 2.001. */
    @ParameterizedTest
    @CsvSource({
        "2.0005, 1, 0", // the line reaches 0.001 at 2 + 0.001 * 0.001
        "2, 1, 1", // which lies beyond 2
        "0.25, 0, 1", // here at 0.250001
        "3.9995, 0, 0" // no threshold is so large: 0 is taken
    })
    void theAcceptRatesThresholdIsOnTheLineBetweenTwo(double impostors, double accepted, double falselyAccepted) {
        double[] distances = new double[20];
        boolean[] isSame = new boolean[20];
        for (int i = 0; i < 20; i++) {
            isSame[i] = i % 2 == 0;
            distances[i] = isSame[i] ? 0.5 : impostors;
        }

        assertThat(PairAcceptance.tenFold(distances, isSame, PairAcceptance.STANDARD_TARGET))
                .isEqualTo(new PairAcceptance(1e-3, accepted, 0, falselyAccepted));
    }

    @Test
    void anAcceptRateNeedsTenPairsAndARate() {
        assertThatThrownBy(() -> PairAcceptance.tenFold(new double[9], new boolean[9], 0.1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("at least 10");
        assertThatThrownBy(() -> PairAcceptance.tenFold(new double[10], new boolean[10], 0))
                .hasMessageContaining("(0, 1]");
        assertThat(PairAcceptance.tenFold(new double[10], new boolean[10], 0.1).mean())
                .as("no genuine pair")
                .isNaN();
    }

    @Test
    void anEnrolledProbeCountsAboveEveryOtherSubjectAndTheThreshold() {
        float[] own = {.9f, .8f, .6f, .4f};
        float[] other = {.1f, .8f, .2f, .1f}; // the second is tied with another subject
        float[] strangers = {.1f, .5f, .7f, .3f};
        var probes = OpenSetIdentification.of(own, other, strangers);

        // threshold .7 (largest) for up to one stranger of four, .5 for two, .1 for all
        assertThat(probes.truePositiveRate(0.01)).isEqualTo(0.25);
        assertThat(probes.truePositiveRate(0.25)).isEqualTo(0.25);
        assertThat(probes.truePositiveRate(0.5)).isEqualTo(0.5);
        assertThat(probes.truePositiveRate(1)).isEqualTo(0.75);
    }
}
