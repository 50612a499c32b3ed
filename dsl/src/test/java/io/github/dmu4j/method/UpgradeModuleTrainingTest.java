package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.method.ForwardAdaptation.Start;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpgradeModuleTrainingTest {
    private static final ForwardAdaptation SMALL =
            new ForwardAdaptation().hidden(48).epochs(6).batchSize(128);

    private final SyntheticGenerations data = SyntheticGenerations.of(90, 16, 12, 16, 7);

    private UpgradePairs pairs() {
        SyntheticGenerations training = data.classesFrom(0, 60);
        return UpgradePairs.of(training.old(), training.fresh()).withLabels(training.labels());
    }

    @Test
    void adaptationLiftsUnseenClassesOverBothTheRawGalleryAndTheRotation() {
        SyntheticGenerations unseen = data.classesFrom(60, 90);
        UpgradeModule rotation = UpgradeModuleTraining.with(SMALL.branches(0).start(Start.PROCRUSTES), 1)
                .train(pairs());
        UpgradeModule psi = UpgradeModuleTraining.with(SMALL.epochs(15), 1).train(pairs());

        FloatMatrix padded = RightFactor.applying(columnsOfIdentity(16, 12)).of(unseen.old());
        double raw = SyntheticGenerations.hitRateAtOne(unseen.fresh(), padded, unseen.labels());
        double rotated =
                SyntheticGenerations.hitRateAtOne(unseen.fresh(), rotation.adapt(unseen.old()), unseen.labels());
        double adapted = SyntheticGenerations.hitRateAtOne(unseen.fresh(), psi.adapt(unseen.old()), unseen.labels());

        assertThat(raw).as("unrelated models").isLessThan(.15);
        assertThat(rotated).isGreaterThan(raw + .2);
        assertThat(adapted).isGreaterThan(rotated);
    }

    @Test
    void theStartIsTheOneThatServesHeldOutClassesBetter() {
        ForwardAdaptation linear = SMALL.linearOnly();
        UpgradeModule rotation =
                UpgradeModuleTraining.with(linear.start(Start.PROCRUSTES), 1).train(pairs());
        UpgradeModule leastSquares =
                UpgradeModuleTraining.with(linear.start(Start.LEAST_SQUARES), 1).train(pairs());
        assertThat(leastSquares).isNotEqualTo(rotation);

        // Unrelated nets: no rotation takes one to the other.
        assertThat(UpgradeModuleTraining.with(linear, 1).train(pairs())).isEqualTo(leastSquares);
        assertThat(UpgradeModuleTraining.with(linear.holdOut(0), 1).train(pairs()))
                .as("nothing to choose by")
                .isEqualTo(UpgradeModuleTraining.with(linear.holdOut(0).start(Start.PROCRUSTES), 1)
                        .train(pairs()));
    }

    @Test
    void aRotationIsTheStartWhereTheModelsDifferByOne() {
        SyntheticGenerations few = data.classesFrom(0, 4);
        float[][] turned = new float[few.old().rows()][];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = few.old().row(i).clone();
            float first = turned[i][0];
            turned[i][0] = -turned[i][1];
            turned[i][1] = first;
        }
        UpgradePairs pairs =
                UpgradePairs.of(few.old(), FloatMatrix.ofRows(turned)).withLabels(few.labels());

        assertThat(UpgradeModuleTraining.with(SMALL.linearOnly(), 1).train(pairs))
                .isEqualTo(UpgradeModuleTraining.with(SMALL.linearOnly().start(Start.PROCRUSTES), 1)
                        .train(pairs));
    }

    private static FloatMatrix columnsOfIdentity(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int j = 0; j < columns; j++) {
            values[j * columns + j] = 1;
        }
        return FloatMatrix.wrap(rows, columns, values);
    }

    @Test
    void sameSeedSameModuleAndAnotherSeedAnother() {
        UpgradeModule first = UpgradeModuleTraining.with(SMALL, 3).train(pairs());
        assertThat(UpgradeModuleTraining.with(SMALL, 3).train(pairs())).isEqualTo(first);
        assertThat(UpgradeModuleTraining.with(SMALL, 4).train(pairs())).isNotEqualTo(first);
    }

    @Test
    void branchesDifferAndTheirMeanIsAtLeastAsCloseAsTheFirstAlone() {
        UpgradeModule two = UpgradeModuleTraining.with(SMALL.branches(2), 3).train(pairs());
        UpgradeModule one = UpgradeModuleTraining.with(SMALL, 3).train(pairs());
        assertThat(two.branches()).hasSize(2).doesNotHaveDuplicates();
        assertThat(two.branches().get(0)).isEqualTo(one.branches().get(0));
        SyntheticGenerations unseen = data.classesFrom(60, 90);
        assertThat(meanCosine(two, unseen)).isGreaterThan(meanCosine(one, unseen) - .002);
    }

    private static double meanCosine(UpgradeModule module, SyntheticGenerations data) {
        FloatMatrix adapted = module.adapt(data.old());
        FloatMatrix fresh = data.fresh().normalised();
        double sum = 0;
        for (int i = 0; i < adapted.values().length; i++) {
            sum += (double) adapted.values()[i] * fresh.values()[i];
        }
        return sum / adapted.rows();
    }

    @Test
    void everyOptionalTermTrainsAndIsReported() {
        UpgradePairs pairs = pairs();
        Prototypes classifier =
                Prototypes.of(pairs.newEmbeddings(), pairs.labels().orElseThrow(), 60);
        double[] heritability = new double[pairs.size()];
        Arrays.setAll(heritability, i -> (i + .5) / heritability.length);
        List<UpgradeEvent> events = new ArrayList<>();
        UpgradeModule module = UpgradeModuleTraining.with(
                        SMALL.epochs(2).classWeight(1).keepWeight(.5).classBlend(.3), 1)
                .heardBy(events::add)
                .train(pairs.withClassifier(classifier.vectors())
                        .withHeritability(heritability)
                        .withScoreInput(heritability));
        assertThat(module.takesScore()).isTrue();
        FloatMatrix old = pairs.oldEmbeddings().toMatrix();
        assertThat(module.adapt(old, heritability).firstUnusableRow()).isEqualTo(-1);
        assertThatThrownBy(() -> module.adapt(old)).hasMessageContaining("scores");

        int steps = 2 * (60 - 3) * 16 / 128;
        assertThat(events.get(0)).isEqualTo(new UpgradeEvent.StageStarted(UpgradeModuleTraining.STAGE, steps, "step"));
        assertThat(events.get(events.size() - 1)).isInstanceOf(UpgradeEvent.StageCompleted.class);
        assertThat(events.stream().filter(UpgradeEvent.StepCompleted.class::isInstance))
                .hasSize(steps);
        assertThat(events.stream()
                        .filter(UpgradeEvent.EpochCompleted.class::isInstance)
                        .map(UpgradeEvent.EpochCompleted.class::cast)
                        .map(UpgradeEvent.EpochCompleted::losses)
                        .map(Map::keySet))
                .containsExactly(Set.of("point", "class", "keep"), Set.of("point", "class", "keep"));
        assertThat(events.stream().filter(UpgradeEvent.Validated.class::isInstance))
                .hasSize(3);
    }

    @Test
    void holdOutTakesWholeClassesOrRows() {
        UpgradeModuleTraining training = UpgradeModuleTraining.with(SMALL, 1);
        int[] labels = pairs().labels().orElseThrow();
        boolean[] byClass = training.heldOut(pairs());
        int[] classes = IntStream.range(0, labels.length)
                .filter(i -> byClass[i])
                .map(i -> labels[i])
                .distinct()
                .toArray();
        assertThat(classes).hasSize(3);
        assertThat(count(byClass)).isEqualTo(3 * 16);
        UpgradePairs unlabelled = UpgradePairs.of(pairs().oldEmbeddings(), pairs().newEmbeddings());
        assertThat(count(training.heldOut(unlabelled))).isEqualTo(48);
        assertThat(count(UpgradeModuleTraining.with(SMALL.holdOut(0), 1).heldOut(pairs())))
                .isZero();
    }

    @Test
    void rowsOfNoClassAreNeverHeldOutAndKeepTheirOwnTarget() {
        UpgradePairs pairs = pairs();
        int[] labels = pairs.labels().orElseThrow().clone();
        for (int i = 0; i < labels.length; i += 2) {
            labels[i] = UpgradePairs.NO_CLASS;
        }
        boolean[] heldOut = UpgradeModuleTraining.with(SMALL, 1).heldOut(pairs.withLabels(labels));
        UpgradeBatch blended = UpgradeBatch.of(pairs.withLabels(labels), SyntheticGenerations.randomMap(16, 12), 1, .5);
        FloatMatrix target = blended.target().toMatrix();
        FloatMatrix fresh = pairs.newEmbeddings().toMatrix();
        for (int i = 0; i < labels.length; i += 2) {
            assertThat(heldOut[i]).isFalse();
            assertThat(target.row(i)).containsExactly(fresh.row(i), within(1e-6f));
        }
        assertThat(count(heldOut)).isEqualTo(3 * 8);
        assertThat(target.row(1)).isNotEqualTo(fresh.row(1));
        labels[0] = -2;
        assertThatThrownBy(() -> pairs.withLabels(labels))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-2");
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    @Test
    void tinySetsTrainWithLayerNormalisation() {
        SyntheticGenerations tiny = SyntheticGenerations.of(2, 4, 5, 5, 1);
        UpgradeModule module = UpgradeModuleTraining.with(
                        SMALL.start(Start.IDENTITY).hidden(0), 1)
                .train(UpgradePairs.of(tiny.old(), tiny.fresh()));
        assertThat(module.branches().get(0).normalisation()).isEqualTo(UpgradeBranch.Normalisation.LAYER);
        assertThat(module.branches().get(0).hidden()).isEqualTo(20);
        assertThat(module.adapt(tiny.old()).firstUnusableRow()).isEqualTo(-1);
    }

    @Test
    void learningRateWarmsUpThenFallsToAHundredth() {
        UpgradeModuleTraining training = UpgradeModuleTraining.with(new ForwardAdaptation(), 1);
        assertThat(training.learningRate(0, 20)).isCloseTo(1e-4, within(1e-12));
        assertThat(training.learningRate(10, 20)).isCloseTo(.05005, within(1e-12));
        assertThat(training.learningRate(20, 20)).isCloseTo(.1, within(1e-12));
        assertThat(training.learningRate(160, 20)).isCloseTo(.0505, within(1e-12));
        assertThat(training.learningRate(300, 20)).isCloseTo(.001, within(1e-12));
    }

    @Test
    void emphasisHasMeanOneAndFavoursThePoor() {
        // 1 + (1 - s): 2, 1.5, 1; mean 1.5
        assertThat(UpgradeBatch.emphasis(new double[] {0, .5, 1}, 1))
                .containsExactly(new float[] {4 / 3f, 1, 2 / 3f}, within(1e-6f));
    }

    @Test
    void cancellationStopsBetweenTwoSteps() {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger steps = new AtomicInteger();
        assertThatThrownBy(() -> UpgradeModuleTraining.with(SMALL, 1)
                        .cancelledBy(() -> asked.incrementAndGet() > 4)
                        .heardBy(event -> steps.addAndGet(event instanceof UpgradeEvent.StepCompleted ? 1 : 0))
                        .train(pairs()))
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("at step 4");
        assertThat(steps).hasValue(4);
    }

    @Test
    void whatAnOptionNeedsAndPairsLackIsSaid() {
        UpgradePairs unlabelled = UpgradePairs.of(pairs().oldEmbeddings(), pairs().newEmbeddings());
        assertThatThrownBy(() ->
                        UpgradeModuleTraining.with(SMALL.classBlend(.3), 1).train(unlabelled))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("classBlend");
        assertThatThrownBy(() ->
                        UpgradeModuleTraining.with(SMALL.classWeight(1), 1).train(pairs()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("classifier");
        assertThatThrownBy(
                        () -> UpgradeModuleTraining.with(SMALL.keepWeight(1), 1).train(pairs()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("heritability");
        assertThatThrownBy(() -> UpgradeModuleTraining.with(SMALL.start(Start.IDENTITY), 1)
                        .train(pairs()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("12 and 16");
        assertThatThrownBy(() -> UpgradePairs.of(
                        pairs().oldEmbeddings(), pairs().newEmbeddings().slice(0, 3)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("same order");
    }
}
