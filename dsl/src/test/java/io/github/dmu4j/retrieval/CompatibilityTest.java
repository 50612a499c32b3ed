package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.retrieval.Compatibility.Criterion;
import io.github.dmu4j.retrieval.Compatibility.TestSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Values of METRICS 3.1 to 3.5, otherwise by hand. */
class CompatibilityTest {
    @Test
    void theCriterionIsStrictAndReportsItsMargin() {
        assertThat(new Criterion(0.6, 0.5).isMet()).isTrue();
        assertThat(new Criterion(0.6, 0.5).margin()).isCloseTo(0.1, within(1e-15));
        assertThat(new Criterion(0.5, 0.5).isMet()).isFalse();
        assertThat(new Criterion(Double.NaN, 0.5).isMet()).isFalse();
    }

    @Test
    void updateGainIsTheShareOfTheFullBackfillsGain() {
        assertThat(Compatibility.updateGain(0.625, 0.5, 0.75).value()).isEqualTo(0.5);
        assertThat(Compatibility.updateGain(0.25, 0.5, 0.75).value()).isEqualTo(-1);
        assertThat(Compatibility.updateGain(1, 0.5, 0.75).value()).isEqualTo(2);
    }

    @Test
    void updateGainIsUndefinedWhenTheIndependentModelIsNoBetter() {
        var none = Compatibility.updateGain(0.6, 0.5, 0.5);
        assertThat(none.value()).isNaN();
        assertThat(none.isDefined()).isFalse();
        assertThat(Compatibility.updateGain(0.6, 0.5, 0.4).value()).isNaN();
    }

    @Test
    void theRetainedShareComparesWithReembedding() {
        assertThat(Compatibility.retainedShare(0.75, 0.8)).isEqualTo(0.9375);
        assertThat(Compatibility.retainedShare(0.75, 0)).isNaN();
    }

    @Test
    void pCompOfAFullBackfillIsTheSigmoidOfOneAndPUpOfAnEqualModelOneHalf() {
        var scores = Compatibility.scores(List.of(new TestSet(0.75, 0.75, 0.5, 0.75)));
        assertThat(scores.pUp()).isEqualTo(0.5);
        assertThat(scores.pComp()).isCloseTo(0.731, within(5e-4));
    }

    @Test
    void degradationIsPositiveForALoss() {
        var loss = Compatibility.degradation(0.6, 0.8);
        assertThat(loss.absolute()).isCloseTo(0.2, within(1e-15));
        assertThat(loss.relative()).isCloseTo(0.25, within(1e-15));
        assertThat(Compatibility.degradation(0, 0).relative()).isNaN();
    }

    @Test
    void upCompAndP1ReproduceARowOfTheAdvBctTable() {
        var scores = Compatibility.scores(List.of(
                new TestSet(80.58, 77.37, 75.45, 81.15),
                new TestSet(56.34, 49.66, 49.15, 63.85),
                new TestSet(14.61, 11.30, 10.03, 16.48)));

        // the published row, in percent with two digits
        assertThat(100 * scores.pUp()).isCloseTo(48.02, within(0.01));
        assertThat(100 * scores.pComp()).isCloseTo(54.71, within(0.01));
        assertThat(100 * scores.p1()).isCloseTo(51.13, within(0.01));
    }

    @Test
    void aTestSetWithoutAnythingToGainMakesPCompNotANumberButNotPUp() {
        var scores = Compatibility.scores(List.of(new TestSet(0.5, 0.5, 0.5, 0.5)));
        assertThat(scores.pUp()).isEqualTo(0.5);
        assertThat(scores.pComp()).isNaN();
    }

    @Test
    void averageCompatibilityAndMetricOfAModelSequence() {
        var sequence = CompatibilityMatrix.of(new double[][] {{.50}, {.55, .60}, {.48, .61, .70}});

        assertThat(sequence.averageCompatibility()).isEqualTo(2 / 3.0);
        assertThat(sequence.averageMetric()).isCloseTo(0.573333, within(5e-7));
        // ((.48 - .50) + (.61 - .60)) / 2 and ((.55 - .60) + (.61 - .70)) / 2
        assertThat(sequence.backwardCompatibility()).isCloseTo(-0.005, within(1e-12));
        assertThat(sequence.forwardCompatibility()).isCloseTo(-0.07, within(1e-12));
    }

    @Test
    void equalityWithTheOldSystemIsNotCompatibleAndZerosCount() {
        var sequence = CompatibilityMatrix.of(new double[][] {{.5}, {.5, 0}});
        assertThat(sequence.averageCompatibility()).isZero();
        assertThat(sequence.averageMetric()).isEqualTo(1 / 3.0);
    }

    @Test
    void vectorsThatCannotBeComparedAreNotCompatibleAndMakeTheirMeansNotANumber() {
        var sequence = CompatibilityMatrix.of(new double[][] {{.5}, {.6, .6}, {Double.NaN, .7, .8}});
        assertThat(sequence.averageCompatibility()).isEqualTo(2 / 3.0);
        assertThat(sequence.averageMetric()).isNaN();
        assertThat(sequence.backwardCompatibility()).isNaN();
        assertThat(sequence.forwardCompatibility())
                .as("knows nothing of that pair")
                .isCloseTo(-0.05, within(1e-12));
        assertThat(sequence.models()).isEqualTo(3);
        assertThat(sequence.value(2, 1)).isEqualTo(.7);
        assertThatThrownBy(() -> sequence.value(1, 2)).hasMessageContaining("never of a later model");
    }

    @Test
    void oneModelHasNoCompatibility() {
        var alone = CompatibilityMatrix.of(new double[][] {{.5}});
        assertThat(alone.averageCompatibility()).isNaN();
        assertThat(alone.backwardCompatibility()).isNaN();
        assertThat(alone.forwardCompatibility()).isNaN();
        assertThatThrownBy(() -> CompatibilityMatrix.of(new double[][] {{.5}, {.5}}))
                .hasMessageContaining("row 1");
    }

    @Test
    void pairwiseRatesOfFourPointsByHand() {
        // angles in degrees; class 0: items 0, 1; class 1: items 2, 3
        FloatMatrix old = angles(0, 60, 120, 200);
        FloatMatrix changed = angles(30, 50, 150, 200);
        // same class, (i, j), new distance against old: (0,1) 30<60 yes, (1,0) 50<60 yes, (2,3) 50<80 yes,
        //   (3,2) 80=80 no (same vector). Others: (0,2) 90<120 no, (0,3) 170>160 yes, (1,2) 70>60 yes,
        //   (1,3) 150>140 yes, (2,0) 150>120 yes, (2,1) 90>60 yes, (3,0) 160 = 160 no, (3,1) 140 = 140 no
        var rates = PairwiseCompatibility.of(changed, old, new int[] {0, 0, 1, 1}, 1000, 1);

        assertThat(rates.sameClass()).isEqualTo(3 / 4.0);
        assertThat(rates.differentClass()).isEqualTo(5 / 8.0);
        // triplets (i, j, k): anchor 0: 1 of 2, anchor 1: 2 of 2, anchor 2: 2 of 2, anchor 3: 0 of 2
        assertThat(rates.triplets()).isEqualTo(5 / 8.0);
    }

    @Test
    void aSampleOfPairsComesNearTheWholeAndIsRepeatable() {
        var random = new SplittableRandom(4);
        FloatMatrix old = randomVectors(60, random);
        FloatMatrix changed = randomVectors(60, random);
        int[] labels = random.ints(60, 0, 4).toArray();

        var whole = PairwiseCompatibility.of(changed, old, labels, Integer.MAX_VALUE, 1);
        var sample = PairwiseCompatibility.of(changed, old, labels, 800, 1);

        // standard error of a share over 800 draws: at most 0.018
        assertThat(sample.sameClass()).isCloseTo(whole.sameClass(), within(0.07));
        assertThat(sample.differentClass()).isCloseTo(whole.differentClass(), within(0.07));
        assertThat(sample.triplets()).isCloseTo(whole.triplets(), within(0.07)).isNotEqualTo(whole.triplets());
        assertThat(PairwiseCompatibility.of(changed, old, labels, 800, 1)).isEqualTo(sample);
        assertThat(PairwiseCompatibility.of(changed, old, labels, 800, 2)).isNotEqualTo(sample);
    }

    @Test
    void withoutPairsOfAKindTheRateIsNotANumber() {
        var rates = PairwiseCompatibility.of(angles(0, 10), angles(5, 15), new int[] {1, 2}, 10, 1);
        assertThat(rates.sameClass()).isNaN();
        assertThat(rates.triplets()).isNaN();
    }

    private static FloatMatrix angles(double... degrees) {
        float[][] rows = new float[degrees.length][];
        for (int i = 0; i < rows.length; i++) {
            double radians = Math.toRadians(degrees[i]);
            rows[i] = new float[] {(float) Math.cos(radians), (float) Math.sin(radians)};
        }
        return FloatMatrix.ofRows(rows);
    }

    private static FloatMatrix randomVectors(int rows, SplittableRandom random) {
        float[] values = new float[rows * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return FloatMatrix.wrap(rows, 3, values);
    }
}
