package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.UpgradeEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        UpgradeModule rotation =
                UpgradeModuleTraining.with(SMALL.branches(0), 1).train(pairs());
        UpgradeModule psi = UpgradeModuleTraining.with(SMALL.epochs(15), 1).train(pairs());

        FloatMatrix padded = FloatKernels.mapped(unseen.old(), columnsOfIdentity(16, 12));
        double raw = SyntheticGenerations.hitRateAtOne(unseen.fresh(), padded, unseen.labels());
        double rotated =
                SyntheticGenerations.hitRateAtOne(unseen.fresh(), rotation.adapt(unseen.old()), unseen.labels());
        double adapted = SyntheticGenerations.hitRateAtOne(unseen.fresh(), psi.adapt(unseen.old()), unseen.labels());

        assertThat(raw).as("unrelated models").isLessThan(.15);
        assertThat(rotated).isGreaterThan(raw + .2);
        assertThat(adapted).isGreaterThan(rotated);
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
        assertThat(module.adapt(pairs.oldEmbeddings(), heritability).firstUnusableRow())
                .isEqualTo(-1);
        assertThatThrownBy(() -> module.adapt(pairs.oldEmbeddings())).hasMessageContaining("scores");

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
        UpgradeBatch blended = UpgradeBatch.of(pairs.withLabels(labels), randomMap(), 1, .5);
        for (int i = 0; i < labels.length; i += 2) {
            assertThat(heldOut[i]).isFalse();
            assertThat(blended.target().row(i))
                    .containsExactly(pairs.newEmbeddings().row(i), within(1e-6f));
        }
        assertThat(count(heldOut)).isEqualTo(3 * 8);
        assertThat(blended.target().row(1)).isNotEqualTo(pairs.newEmbeddings().row(1));
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
                        SMALL.start(ForwardAdaptation.Start.IDENTITY).hidden(0), 1)
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
        assertThatThrownBy(() -> UpgradeModuleTraining.with(SMALL.start(ForwardAdaptation.Start.IDENTITY), 1)
                        .train(pairs()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("12 and 16");
        assertThatThrownBy(() -> UpgradePairs.of(
                        pairs().oldEmbeddings(), pairs().newEmbeddings().slice(0, 3)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("same order");
    }

    @Test
    void javaForwardEqualsTheEngine() {
        for (UpgradeBranch.Normalisation normalisation : UpgradeBranch.Normalisation.values()) {
            try (NDManager manager = NDManager.newBaseManager();
                    UpgradeNetwork network = new UpgradeNetwork(
                            manager, DataType.FLOAT32, normalisation, 12, 20, 16, Seeds.random(1, "test"))) {
                UpgradeBatch batch = UpgradeBatch.of(pairs(), randomMap(), 1, 0);
                UpgradeLoss loss = new UpgradeLoss(SMALL, null);
                for (int i = 0; i < 5; i++) {
                    try (NDManager step = manager.newSubManager()) {
                        network.backward(step, loss, batch);
                    }
                    network.step(.05, .9, 1e-4);
                }
                UpgradeModule module = new UpgradeModule(
                        VectorContract.unknown(12),
                        VectorContract.unknown(16),
                        randomMap(),
                        List.of(network.snapshot()),
                        false);
                try (NDManager step = manager.newSubManager()) {
                    NDArray psi = network.forward(
                            network.array(
                                    step,
                                    batch.in().values(),
                                    new Shape(batch.in().rows(), 12)),
                            network.array(
                                    step,
                                    batch.start().values(),
                                    new Shape(batch.in().rows(), 16)),
                            false);
                    FloatMatrix engine = FloatMatrix.wrap(batch.in().rows(), 16, psi.toFloatArray());
                    assertThat(Expected.difference(module.adapt(pairs().oldEmbeddings()), engine))
                            .as(normalisation.name())
                            .isLessThan(1e-5);
                }
            }
        }
    }

    private static FloatMatrix randomMap() {
        double[][] values = SyntheticGenerations.gaussian(16, 12, Seeds.random(5, "map"));
        float[] floats = new float[16 * 12];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i / 12][i % 12];
        }
        return FloatMatrix.wrap(16, 12, floats);
    }

    @Test
    void oneStepIsTorchStochasticGradientDescent() {
        try (NDManager manager = NDManager.newBaseManager();
                UpgradeNetwork network = new UpgradeNetwork(
                        manager,
                        DataType.FLOAT64,
                        UpgradeBranch.Normalisation.BATCH,
                        12,
                        20,
                        16,
                        Seeds.random(1, "test"))) {
            UpgradeBatch batch = UpgradeBatch.of(pairs(), randomMap(), 1, 0);
            UpgradeLoss loss = new UpgradeLoss(SMALL, null);
            NDArray weight = Objects.requireNonNull(network.trained().get("secondBias"));
            double[] w = weight.toDoubleArray();
            double[] v = new double[w.length];
            for (double rate : new double[] {.1, .02}) {
                try (NDManager step = manager.newSubManager()) {
                    network.backward(step, loss, batch);
                }
                try (NDArray gradient = weight.getGradient()) {
                    double[] g = gradient.toDoubleArray();
                    for (int i = 0; i < w.length; i++) {
                        v[i] = .9 * v[i] + g[i] + .01 * w[i];
                        w[i] -= rate * v[i];
                    }
                }
                network.step(rate, .9, .01);
                assertThat(weight.toDoubleArray()).containsExactly(w, within(1e-12));
            }
        }
    }

    @Test
    void lossEqualsExplicitLoopsAndItsGradientFiniteDifferences() {
        UpgradePairs pairs = pairs();
        int[] some = IntStream.range(0, 40).map(i -> i * 20).toArray();
        Prototypes classifier =
                Prototypes.of(pairs.newEmbeddings(), pairs.labels().orElseThrow(), 60);
        double[] heritability = new double[pairs.size()];
        Arrays.setAll(heritability, i -> (i % 17) / 16.0);
        int[] labels = pairs.labels().orElseThrow().clone();
        for (int i = 0; i < labels.length; i += 60) {
            labels[i] = UpgradePairs.NO_CLASS;
        }
        UpgradeBatch batch = UpgradeBatch.of(
                        pairs.withLabels(labels).withHeritability(heritability), randomMap(), 1, .3)
                .select(some);
        ForwardAdaptation options = SMALL.classWeight(1).keepWeight(.7).scale(8).margin(.3);
        for (UpgradeBranch.Normalisation normalisation : UpgradeBranch.Normalisation.values()) {
            checkGradient(options, classifier, batch, normalisation);
        }
    }

    private static void checkGradient(
            ForwardAdaptation options,
            Prototypes classifier,
            UpgradeBatch batch,
            UpgradeBranch.Normalisation normalisation) {
        try (NDManager manager = NDManager.newBaseManager();
                UpgradeNetwork network = new UpgradeNetwork(
                        manager, DataType.FLOAT64, normalisation, 12, 10, 16, Seeds.random(2, "test"))) {
            float[] transposed = FloatKernels.transposed(classifier.vectors().values(), 60, 16);
            UpgradeLoss loss = new UpgradeLoss(options, network.array(manager, transposed, new Shape(16, 60)));
            for (int i = 0; i < 3; i++) { // away from the zero last layer
                try (NDManager step = manager.newSubManager()) {
                    network.backward(step, loss, batch);
                }
                network.step(.05, .9, 0);
            }
            Map<String, Double> terms;
            try (NDManager step = manager.newSubManager()) {
                terms = network.backward(step, loss, batch);
            }
            double[] byHand = byHand(network, manager, options, classifier, batch);
            assertThat(terms.get("point")).isCloseTo(byHand[0], within(1e-9));
            assertThat(terms.get("class")).isCloseTo(byHand[1], within(1e-9));
            assertThat(terms.get("keep")).isCloseTo(byHand[2], within(1e-9));

            for (Map.Entry<String, NDArray> entry : network.trained().entrySet()) {
                double[] gradient;
                try (NDArray g = entry.getValue().getGradient()) {
                    gradient = g.toDoubleArray();
                }
                double[] values = entry.getValue().toDoubleArray();
                for (int place : new int[] {0, values.length / 2, values.length - 1}) {
                    double up = total(network, manager, loss, batch, entry.getValue(), values, place, 1e-5);
                    double down = total(network, manager, loss, batch, entry.getValue(), values, place, -1e-5);
                    assertThat((up - down) / 2e-5)
                            .as(normalisation + " " + entry.getKey() + " " + place)
                            .isCloseTo(gradient[place], within(1e-6));
                }
            }
        }
    }

    private static double total(
            UpgradeNetwork network,
            NDManager manager,
            UpgradeLoss loss,
            UpgradeBatch batch,
            NDArray value,
            double[] values,
            int place,
            double change) {
        boolean gradients = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager step = manager.newSubManager()) {
            double[] changed = values.clone();
            changed[place] += change;
            value.set(changed);
            UpgradeLoss.Arrays arrays = loss.arrays(network, step, batch);
            double sum = 0;
            for (NDArray term : loss.terms(network.forward(arrays.in(), arrays.start(), true), arrays)
                    .values()) {
                sum += term.getDouble();
            }
            value.set(values);
            return sum;
        } finally {
            JniUtils.setGradMode(gradients);
        }
    }

    /** point, class and keep terms by loops over psi of the engine. */
    private static double[] byHand(
            UpgradeNetwork network,
            NDManager manager,
            ForwardAdaptation options,
            Prototypes classifier,
            UpgradeBatch batch) {
        int rows = batch.in().rows();
        double[] psi;
        try (NDManager step = manager.newSubManager()) {
            psi = network.forward(
                            network.array(step, batch.in().values(), new Shape(rows, 12)),
                            network.array(step, batch.start().values(), new Shape(rows, 16)),
                            true)
                    .toDoubleArray();
        }
        double[] sums = new double[3];
        for (int i = 0; i < rows; i++) {
            double toTarget = 0;
            double toStart = 0;
            for (int j = 0; j < 16; j++) {
                toTarget += psi[i * 16 + j] * batch.target().get(i, j);
                toStart += psi[i * 16 + j]
                        * batch.start().get(i, j)
                        / batch.start().rowNorm(i);
            }
            double own = 0;
            double all = 0;
            for (int c = 0; c < 60; c++) {
                double cosine = 0;
                for (int j = 0; j < 16; j++) {
                    cosine += psi[i * 16 + j] * classifier.vectors().get(c, j);
                }
                double logit = options.scale()
                        * (c == batch.labels()[i] ? Math.cos(Math.acos(cosine) + options.margin()) : cosine);
                own = c == batch.labels()[i] ? logit : own;
                all += Math.exp(logit);
            }
            sums[0] += options.pointWeight() * batch.emphasis()[i] * (1 - toTarget) / rows;
            sums[1] += batch.labels()[i] == UpgradePairs.NO_CLASS
                    ? 0
                    : options.classWeight() * batch.emphasis()[i] * (Math.log(all) - own) / rows;
            sums[2] += options.keepWeight() * batch.heritability()[i] * (1 - toStart) / rows;
        }
        return sums;
    }

    @Test
    void liveArraysDoNotGrowOverSteps() {
        try (NDManager manager = NDManager.newBaseManager();
                UpgradeNetwork network = new UpgradeNetwork(
                        manager,
                        DataType.FLOAT32,
                        UpgradeBranch.Normalisation.BATCH,
                        12,
                        20,
                        16,
                        Seeds.random(1, "test"))) {
            UpgradeBatch batch = UpgradeBatch.of(pairs(), randomMap(), 1, 0);
            UpgradeLoss loss = new UpgradeLoss(SMALL, null);
            List<Integer> live = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                try (NDManager step = manager.newSubManager()) {
                    network.backward(step, loss, batch);
                }
                network.step(.05, .9, 1e-4);
                network.snapshot();
                live.add(manager.getManagedArrays().size());
            }
            assertThat(live).containsOnly(live.get(0));
        }
    }
}
