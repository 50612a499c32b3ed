package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectionMeasureTest {
    /** Inputs are float32: 1e-7 of cosine, times 30, times a slope of at most 1. */
    private static final double TOLERANCE = 5e-6;

    private final JsonNode expected = Expected.read().get("measures");
    private final FloatMatrix embeddings = Expected.matrix(expected.get("embeddings"));
    private final int[] labels = Expected.ints(expected.get("labels"));
    private final Prototypes prototypes = Prototypes.of(embeddings, labels, 5);

    private static List<SelectionMeasure> ofPrototypes() {
        return List.of(
                SelectionMeasure.entropy(),
                SelectionMeasure.maxProbability(),
                SelectionMeasure.probabilityMargin(),
                SelectionMeasure.trueProbability(),
                SelectionMeasure.margin(),
                SelectionMeasure.distanceRatio());
    }

    @Test
    void posteriorOfFourLogitsHasThePublishedValues() {
        double[] logits = {.9, .5, .4, .1};
        assertThat(new Posterior(logits, 1).normalisedEntropy()).isCloseTo(.969745, within(5e-7));
        assertThat(new Posterior(logits, .1).maximum()).isCloseTo(.975240, within(5e-7));
        assertThat(new Posterior(logits, .1).normalisedEntropy()).isCloseTo(.095213, within(5e-7));
        assertThat(new Posterior(logits, .1).margin()).isCloseTo(.957377, within(5e-7));
        assertThat(new Posterior(logits, .05).normalisedEntropy()).isCloseTo(.002539, within(5e-7));
    }

    @Test
    void labelledScoresEqualNumpyWithTheImageLeftOutOfItsOwnPrototype() {
        for (SelectionMeasure measure : ofPrototypes()) {
            assertThat(measure.score(embeddings, labels, prototypes))
                    .as(measure.name())
                    .containsExactly(Expected.doubles(expected.get("labelled").get(measure.name())), within(TOLERANCE));
        }
    }

    @Test
    void labelFreeScoresEqualNumpy() {
        for (SelectionMeasure measure : ofPrototypes()) {
            if (!measure.needsLabels()) {
                assertThat(measure.score(embeddings, null, prototypes))
                        .as(measure.name())
                        .containsExactly(
                                Expected.doubles(expected.get("labelFree").get(measure.name())), within(TOLERANCE));
            }
        }
    }

    @Test
    void neighbourShareAndShrunkClassMeanEqualNumpy() {
        assertThat(SelectionMeasure.nearestNeighbours().score(embeddings, labels, prototypes))
                .containsExactly(Expected.doubles(expected.get("nearestNeighbours")), within(1e-12));
        assertThat(SelectionMeasure.classMean(SelectionMeasure.trueProbability())
                        .score(embeddings, labels, prototypes))
                .containsExactly(Expected.doubles(expected.get("classMean")), within(TOLERANCE));
    }

    @Test
    void rawAndNormalisedRowsScoreAlike() {
        assertThat(SelectionMeasure.entropy().score(embeddings.normalised(), labels, prototypes))
                .containsExactly(SelectionMeasure.entropy().score(embeddings, labels, prototypes), within(TOLERANCE));
    }

    @Test
    void scoresDoNotDependOnTheOrderOfRows() {
        int[] reversed = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            reversed[i] = labels.length - 1 - i;
        }
        double[] forwards = SelectionMeasure.maxProbability().score(embeddings, null, prototypes);
        double[] backwards = SelectionMeasure.maxProbability().score(embeddings.select(reversed), null, prototypes);
        for (int i = 0; i < labels.length; i++) {
            assertThat(backwards[i]).isEqualTo(forwards[reversed[i]]);
        }
    }

    @Test
    void ensembleIsTheMeanOfRanks() {
        FloatMatrix rows = FloatMatrix.ofRows(new float[][] {{1, 0}, {.8f, .6f}, {.6f, .8f}, {.1f, 1}});
        Prototypes two = Prototypes.fromClassifier(FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}}));
        int[] all = {0, 0, 0, 0};
        // true probability falls down the rows: ranks 4 3 2 1; the label-free margin is largest at the ends
        double[] ranks = SelectionMeasure.ensemble(
                        SelectionMeasure.trueProbability(), SelectionMeasure.maxProbability())
                .score(rows, all, two);
        // gaps of the two cosines: row 0: 1, row 3: .9/1.005 = .896, rows 1 and 2 mirror each other at .2
        assertThat(ranks[0]).isCloseTo((.875 + .875) / 2, within(1e-12));
        assertThat(ranks[3]).isCloseTo((.125 + .625) / 2, within(1e-12));
    }

    @Test
    void oneClassScoresOneEverywhere() {
        FloatMatrix rows = FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}});
        Prototypes one = Prototypes.of(rows, new int[] {0, 0}, 1);
        for (SelectionMeasure measure : ofPrototypes()) {
            assertThat(measure.score(rows, new int[] {0, 0}, one))
                    .as(measure.name())
                    .containsExactly(1, 1);
        }
    }

    @Test
    void theOnlyImageOfItsClassGetsTheMedian() {
        double[] scores = SelectionMeasure.trueProbability().score(embeddings, labels, prototypes);
        double[] others = Arrays.copyOf(scores, scores.length - 1);
        Arrays.sort(others);
        assertThat(labels[scores.length - 1]).isEqualTo(4);
        assertThat(scores[scores.length - 1])
                .isEqualTo((others[(others.length - 1) / 2] + others[others.length / 2]) / 2);
    }

    @Test
    void otherImagesAreNotLeftOutOfAnything() {
        double[] own = SelectionMeasure.trueProbability().score(embeddings, labels, prototypes.forOtherImages());
        // the single image of class 4 is its own prototype: it looks certain, which leaving out prevents
        assertThat(own[own.length - 1]).isGreaterThan(.99);
    }

    @Test
    void missingLabelsAndUnusableRowsAreRefusedWithTheWayOut() {
        assertThatThrownBy(() -> SelectionMeasure.trueProbability().score(embeddings, null, prototypes))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("trueProbability needs labels")
                .hasMessageContaining("entropy()");
        FloatMatrix zero = FloatMatrix.ofRows(new float[][] {{1, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0}});
        assertThatThrownBy(() -> SelectionMeasure.entropy().score(zero, null, prototypes))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("row 1");
    }

    @Test
    void everyMeasureCanBeReadBackFromJson() throws Exception {
        List<SelectionMeasure> all = new ArrayList<>(ofPrototypes());
        all.add(SelectionMeasure.entropy(.2));
        all.add(SelectionMeasure.nearestNeighbours(3));
        all.add(SelectionMeasure.ensemble(
                SelectionMeasure.margin(.3), SelectionMeasure.classMean(SelectionMeasure.maxProbability())));
        for (SelectionMeasure measure : all) {
            String json = Json.line(measure.options());
            @SuppressWarnings("unchecked")
            Map<String, Object> options = Json.mapper().readValue(json, Map.class);
            assertThat(SelectionMeasure.named(measure.name(), options)).isEqualTo(measure);
        }
        assertThatThrownBy(() -> SelectionMeasure.named("entropie", Map.of()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("entropy, maxProbability");
    }

    @Test
    void logitsFarBelowTheLargestChangeNothing() {
        double[] few = {1, .5, -.2};
        double[] many = new double[20_000];
        Arrays.fill(many, -1);
        System.arraycopy(few, 0, many, 0, 3);
        Posterior a = new Posterior(few, 1 / 64.0);
        Posterior b = new Posterior(many, 1 / 64.0);
        assertThat(b.maximum()).isCloseTo(a.maximum(), within(1e-12));
        assertThat(b.normalisedEntropy() * Math.log(many.length))
                .isCloseTo(a.normalisedEntropy() * Math.log(3), within(1e-12));
    }

    @Test
    void aScoringIsAStageForEachMemberThatCountsItsRows() {
        List<UpgradeEvent> heard = new ArrayList<>();
        SelectionMeasure measure = SelectionMeasure.ensemble(
                SelectionMeasure.classMean(SelectionMeasure.entropy()), SelectionMeasure.nearestNeighbours());

        double[] scores = measure.score(embeddings, labels, prototypes, heard::add, Cancellation.NEVER);

        assertThat(scores).isEqualTo(measure.score(embeddings, labels, prototypes));
        UpgradeEvent start = new UpgradeEvent.StageStarted("score old vectors", labels.length, "vector");
        assertThat(heard).hasSize(6);
        for (int member : new int[] {0, 3}) {
            assertThat(heard.get(member)).isEqualTo(start);
            assertThat(heard.get(member + 1)).isInstanceOfSatisfying(UpgradeEvent.StepCompleted.class, step -> {
                assertThat(step.step()).isEqualTo(labels.length);
                assertThat(step.totalSteps()).isEqualTo(labels.length);
                assertThat(step.itemsPerSecond()).isPositive();
            });
            assertThat(heard.get(member + 2)).isInstanceOf(UpgradeEvent.StageCompleted.class);
        }
    }

    @Test
    void aScoringCanBeStopped() {
        assertThatThrownBy(() -> SelectionMeasure.trueProbability()
                        .score(embeddings, labels, prototypes, UpgradeListener.NONE, () -> true))
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("stopped after 0 of " + labels.length);
    }
}
