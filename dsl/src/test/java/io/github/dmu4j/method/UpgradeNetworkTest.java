package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.VectorContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The trained part of an upgrade module and its loss, against loops, finite differences and the Java that is deployed. */
class UpgradeNetworkTest {
    private static final ForwardAdaptation SMALL =
            new ForwardAdaptation().hidden(48).epochs(6).batchSize(128);

    private final SyntheticGenerations data = SyntheticGenerations.of(90, 16, 12, 16, 7);

    private UpgradePairs pairs() {
        SyntheticGenerations training = data.classesFrom(0, 60);
        return UpgradePairs.of(training.old(), training.fresh()).withLabels(training.labels());
    }

    @Test
    void javaForwardEqualsTheEngine() {
        for (UpgradeBranch.Normalisation normalisation : UpgradeBranch.Normalisation.values()) {
            try (NDManager manager = NDManager.newBaseManager();
                    UpgradeNetwork network = new UpgradeNetwork(
                            manager,
                            DataType.FLOAT32,
                            BranchTraining.start(normalisation, 12, 20, 16, Seeds.random(1, "test")))) {
                UpgradeBatch batch = UpgradeBatch.of(pairs(), SyntheticGenerations.randomMap(16, 12), 1, 0);
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
                        SyntheticGenerations.randomMap(16, 12),
                        List.of(network.snapshot()),
                        false);
                try (NDManager step = manager.newSubManager()) {
                    NDArray psi = network.forward(
                            network.array(
                                    step,
                                    batch.in().toMatrix().values(),
                                    new Shape(batch.in().rows(), 12)),
                            network.array(
                                    step,
                                    batch.start().toMatrix().values(),
                                    new Shape(batch.in().rows(), 16)),
                            false);
                    FloatMatrix engine = FloatMatrix.wrap(batch.in().rows(), 16, psi.toFloatArray());
                    assertThat(Expected.difference(
                                    module.adapt(pairs().oldEmbeddings().toMatrix()), engine))
                            .as(normalisation.name())
                            .isLessThan(1e-5);
                }
            }
        }
    }

    @Test
    void oneStepIsTorchStochasticGradientDescent() {
        try (NDManager manager = NDManager.newBaseManager();
                UpgradeNetwork network = new UpgradeNetwork(
                        manager,
                        DataType.FLOAT64,
                        BranchTraining.start(UpgradeBranch.Normalisation.BATCH, 12, 20, 16, Seeds.random(1, "test")))) {
            UpgradeBatch batch = UpgradeBatch.of(pairs(), SyntheticGenerations.randomMap(16, 12), 1, 0);
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
                        pairs.withLabels(labels).withHeritability(heritability),
                        SyntheticGenerations.randomMap(16, 12),
                        1,
                        .3)
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
                        manager,
                        DataType.FLOAT64,
                        BranchTraining.start(normalisation, 12, 10, 16, Seeds.random(2, "test")))) {
            float[] transposed = RightFactor.transposed(classifier.vectors().values(), 60, 16);
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
        int rows = batch.rows().length;
        FloatMatrix in = batch.in().select(batch.rows());
        FloatMatrix start = batch.start().select(batch.rows());
        FloatMatrix target = batch.target().select(batch.rows());
        double[] psi;
        try (NDManager step = manager.newSubManager()) {
            psi = network.forward(
                            network.array(step, in.values(), new Shape(rows, 12)),
                            network.array(step, start.values(), new Shape(rows, 16)),
                            true)
                    .toDoubleArray();
        }
        double[] sums = new double[3];
        for (int i = 0; i < rows; i++) {
            double toTarget = 0;
            double toStart = 0;
            for (int j = 0; j < 16; j++) {
                toTarget += psi[i * 16 + j] * target.get(i, j);
                toStart += psi[i * 16 + j] * start.get(i, j) / start.rowNorm(i);
            }
            double own = 0;
            double all = 0;
            for (int c = 0; c < 60; c++) {
                double cosine = 0;
                for (int j = 0; j < 16; j++) {
                    cosine += psi[i * 16 + j] * classifier.vectors().get(c, j);
                }
                double logit = options.scale()
                        * (c == batch.label(i) ? Math.cos(Math.acos(cosine) + options.margin()) : cosine);
                own = c == batch.label(i) ? logit : own;
                all += Math.exp(logit);
            }
            sums[0] += options.pointWeight() * batch.emphasis()[i] * (1 - toTarget) / rows;
            sums[1] += batch.label(i) == UpgradePairs.NO_CLASS
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
                        BranchTraining.start(UpgradeBranch.Normalisation.BATCH, 12, 20, 16, Seeds.random(1, "test")))) {
            UpgradeBatch batch = UpgradeBatch.of(pairs(), SyntheticGenerations.randomMap(16, 12), 1, 0);
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
