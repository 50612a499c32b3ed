package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.method.SelectionWeights.NewClasses;
import io.github.dmu4j.method.SelectionWeights.Normalisation;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SelectionWeightsTest {
    private static final Offset<Float> FLOAT = within(1e-6f);

    @Test
    void ranksAreSharedByTies() {
        // sorted: .1 | .5 .5 | .9 -> ranks 1, 2.5, 2.5, 4
        assertThat(SelectionWeights.rankNormalised(new double[] {.5, .9, .1, .5}))
                .containsExactly(.5, .875, .125, .5);
    }

    @Test
    void softWeightsAreRanksDividedByTheirMean() {
        assertThat(SelectionWeights.soft().weights(new double[] {.5, .9, .1, .5}, null, null, null))
                .containsExactly(1, 1.75f, .25f, 1);
        // squares .25 .765625 .015625 .25, mean .3203125
        assertThat(SelectionWeights.soft(2).weights(new double[] {.5, .9, .1, .5}, null, null, null))
                .containsExactly(new float[] {.7804878f, 2.3902440f, .0487805f, .7804878f}, FLOAT);
    }

    @Test
    void uniformIsExactlyOneWhateverTheScores() {
        assertThat(SelectionWeights.uniform().weights(new double[] {.2, .9, 1e-9}, null, null, null))
                .containsExactly(1f, 1f, 1f);
        assertThat(SelectionWeights.uniform()
                        .forNewClasses(NewClasses.UNIFORM)
                        .weights(new double[] {.2, .9, 1e-9}, new int[] {0, 1, 1}, new boolean[] {true, false}, null))
                .containsExactly(1f, 1f, 1f);
    }

    @Test
    void softWithGammaZeroIsUniform() {
        assertThat(SelectionWeights.soft(0).weights(new double[] {.2, .9, .4}, null, null, null))
                .containsExactly(1f, 1f, 1f);
    }

    @Test
    void invertedTurnsTheRanksAround() {
        assertThat(SelectionWeights.soft().inverted().weights(new double[] {.5, .9, .1, .5}, null, null, null))
                .containsExactly(1, .25f, 1.75f, 1);
    }

    @Test
    void hardKeepsWhatIsAboveTheThreshold() {
        assertThat(SelectionWeights.hard(.5).weights(new double[] {.1, .2, .3, .4}, null, null, null))
                .containsExactly(0, 0, 2, 2);
    }

    @Test
    void exponentialHasTheStatedRatio() {
        float[] weights = SelectionWeights.exponential(.5)
                .normalisedBy(Normalisation.NONE)
                .weights(new double[] {1, .5}, null, null, null);
        assertThat(weights[0] / weights[1]).isCloseTo((float) Math.E, within(1e-5f));
        assertThat(weights[0] + weights[1]).isCloseTo(2, FLOAT);
    }

    @Test
    void correctKeepsWhatTheOldModelGotRight() {
        boolean[] right = {true, false, true, true};
        assertThat(SelectionWeights.correctOnly().weights(new double[4], null, null, right))
                .containsExactly(new float[] {4 / 3f, 0, 4 / 3f, 4 / 3f}, FLOAT);
        assertThatThrownBy(() -> SelectionWeights.correctOnly().weights(new double[4], null, null, null))
                .hasMessageContaining("correct");
    }

    @Test
    void correctnessLooksAtTheNearestPrototype() {
        FloatMatrix rows = FloatMatrix.ofRows(new float[][] {{1, 0}, {.2f, 1}, {0, 1}, {.9f, .1f}});
        Prototypes two = Prototypes.fromClassifier(FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}}));
        assertThat(SelectionWeights.correct(rows, new int[] {0, 0, 1, 1}, two))
                .containsExactly(true, false, true, false);
    }

    @Test
    void classRanksAreTakenWithinTheClass() {
        assertThat(SelectionWeights.soft()
                        .normalisedBy(Normalisation.CLASSRANK)
                        .normalised(new double[] {.1, .9, .2, .8}, new int[] {0, 1, 0, 1}))
                .containsExactly(.25, .75, .75, .25);
    }

    @Test
    void minMaxEqualsNumpyQuantiles() {
        JsonNode expected = Expected.read().get("minMax");
        assertThat(SelectionWeights.soft()
                        .normalisedBy(Normalisation.MINMAX)
                        .normalised(Expected.doubles(expected.get("scores")), null))
                .containsExactly(Expected.doubles(expected.get("expected")), within(1e-9));
        assertThat(SelectionWeights.soft().normalisedBy(Normalisation.MINMAX).normalised(new double[] {.3, .3}, null))
                .containsExactly(.5, .5);
    }

    @Test
    void newClassesAreSkippedOrGetTheMean() {
        double[] scores = {.2, .4, .6, .8};
        int[] labels = {0, 0, 1, 1};
        boolean[] seen = {true, false};
        SelectionWeights none = SelectionWeights.soft().normalisedBy(Normalisation.NONE);
        // old classes .2 .4, new ones 0; mean .15
        assertThat(none.forNewClasses(NewClasses.SKIP).weights(scores, labels, seen, null))
                .containsExactly(new float[] {.2f / .15f, .4f / .15f, 0, 0}, FLOAT);
        assertThat(none.forNewClasses(NewClasses.UNIFORM).weights(scores, labels, seen, null))
                .containsExactly(new float[] {2 / 3f, 4 / 3f, 1, 1}, FLOAT);
        assertThat(none.weights(scores, labels, seen, null)).containsExactly(new float[] {.4f, .8f, 1.2f, 1.6f}, FLOAT);
    }

    @Test
    void weightsAreClippedAtFive() {
        double[] scores = new double[10];
        scores[3] = 1;
        float[] weights =
                SelectionWeights.soft().normalisedBy(Normalisation.NONE).weights(scores, null, null, null);
        assertThat(weights[3]).isEqualTo(5);
    }

    @Test
    void allZeroAndNoScoresAreFine() {
        assertThat(SelectionWeights.hard(.9)
                        .normalisedBy(Normalisation.NONE)
                        .weights(new double[] {.1, .2}, null, null, null))
                .containsExactly(0, 0);
        assertThat(SelectionWeights.soft().weights(new double[0], null, null, null))
                .isEmpty();
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> SelectionWeights.soft(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SelectionWeights.exponential(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SelectionWeights.hard(1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SelectionWeights.soft().weights(new double[] {Double.NaN}, null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
