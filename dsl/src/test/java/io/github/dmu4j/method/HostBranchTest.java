package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The gradients that are written out, against automatic ones in double precision (which have been compared with finite differences
 * by {@link UpgradeNetworkTest}), over some steps with momentum and decay.
 */
class HostBranchTest {
    private static final double[] RATES = {.05, .1, .2, .1, .05};

    private final SyntheticGenerations data = SyntheticGenerations.of(90, 16, 12, 16, 7);

    private UpgradeBatch pairs() {
        UpgradePairs pairs = UpgradePairs.of(data.old(), data.fresh()).withLabels(data.labels());
        double[] heritability = new double[pairs.size()];
        Arrays.setAll(heritability, i -> (i % 17) / 16.0);
        return UpgradeBatch.of(pairs.withHeritability(heritability), SyntheticGenerations.randomMap(16, 12), 1, .3);
    }

    private static UpgradeBatch batch(UpgradeBatch pairs, int step, int size) {
        return pairs.select(
                IntStream.range(0, size).map(i -> (7 * i + step * size) % 1_000).toArray());
    }

    private static UpgradeBranch start(int hidden) {
        UpgradeBranch start =
                BranchTraining.start(UpgradeBranch.Normalisation.BATCH, 12, hidden, 16, Seeds.random(1, "test"));
        // a last layer of zeros lets no gradient through to the first
        float[] second = new float[16 * hidden];
        var random = Seeds.random(2, "test");
        for (int i = 0; i < second.length; i++) {
            second[i] = (float) (.2 * (random.nextDouble() - .5));
        }
        return new UpgradeBranch(
                start.firstWeight(),
                start.firstBias(),
                start.normalisation(),
                start.gain(),
                start.shift(),
                start.mean(),
                start.variance(),
                FloatMatrix.wrap(16, hidden, second),
                start.secondBias());
    }

    @Test
    void stepsEqualThoseOfAutomaticGradients() {
        UpgradeBatch pairs = pairs();
        List<ForwardAdaptation> losses = List.of(
                new ForwardAdaptation(),
                new ForwardAdaptation().keepWeight(4),
                new ForwardAdaptation().keepWeight(5).pointWeight(0).weightDecay(.01));
        List<TileKernel> kernels = List.of(new PlainTiles(8, 48), new PlainTiles(4, 12), new PlainTiles(1, 1));
        for (ForwardAdaptation options : losses) {
            for (TileKernel kernel : kernels) {
                for (int hidden : new int[] {5, 32, 75}) {
                    for (int size : new int[] {2, 64, 101}) {
                        compare(kernel, options, start(hidden), pairs, size);
                    }
                }
            }
        }
    }

    private static void compare(
            TileKernel kernel, ForwardAdaptation options, UpgradeBranch start, UpgradeBatch pairs, int size) {
        try (NDManager manager = NDManager.newBaseManager();
                UpgradeNetwork network = new UpgradeNetwork(manager, DataType.FLOAT64, start);
                HostBranch branch = new HostBranch(kernel, options, start, size)) {
            UpgradeLoss loss = new UpgradeLoss(options, null);
            for (int step = 0; step < RATES.length; step++) {
                UpgradeBatch batch = batch(pairs, step, size);
                Map<String, Double> expected;
                try (NDManager ofStep = manager.newSubManager()) {
                    expected = network.backward(ofStep, loss, batch);
                }
                network.step(RATES[step], options.momentum(), options.weightDecay());

                Map<String, Double> terms = branch.step(batch, RATES[step]);

                assertThat(terms.keySet()).containsExactlyElementsOf(expected.keySet());
                expected.forEach(
                        (name, value) -> assertThat(terms.get(name)).as(name).isCloseTo(value, within(2e-4)));
            }
            close(branch.snapshot(), network.snapshot());
        }
    }

    private static void close(UpgradeBranch found, UpgradeBranch expected) {
        close("first weight", found.firstWeight(), expected.firstWeight());
        close("first bias", found.firstBias(), expected.firstBias());
        close("gain", found.gain(), expected.gain());
        close("shift", found.shift(), expected.shift());
        close("mean", found.mean(), expected.mean());
        close("variance", found.variance(), expected.variance());
        close("second weight", found.secondWeight(), expected.secondWeight());
        close("second bias", found.secondBias(), expected.secondBias());
    }

    private static void close(String name, FloatMatrix found, FloatMatrix expected) {
        assertThat(Expected.difference(found, expected)).as(name).isLessThan(5e-4);
    }

    @Test
    void bitsDoNotDependOnThreads() throws Exception {
        UpgradeBatch pairs = pairs();
        UpgradeBranch alone = stepsOn(1, pairs);
        assertThat(stepsOn(5, pairs)).isEqualTo(alone);
    }

    private static UpgradeBranch stepsOn(int threads, UpgradeBatch pairs) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try (HostBranch branch = new HostBranch(new PlainTiles(4, 12), new ForwardAdaptation(), start(75), 200)) {
            return pool.submit(() -> {
                        for (int step = 0; step < 3; step++) {
                            branch.step(batch(pairs, step, 200), .1);
                        }
                        return branch.snapshot();
                    })
                    .get();
        } finally {
            pool.shutdown();
        }
    }
}
