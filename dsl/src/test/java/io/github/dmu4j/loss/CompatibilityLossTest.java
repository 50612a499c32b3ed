package io.github.dmu4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompatibilityLossTest {
    private static final int[] LABELS = {0, 1, 0, 2, 1};
    private static final double[][] NEW = Torch.random(5, 4, 3);
    private static final double[][] OLD = Torch.random(5, 4, 4);

    private final Torch torch = new Torch();

    @AfterEach
    void close() {
        torch.close();
    }

    private NDArray labels() {
        return torch.manager.create(LABELS);
    }

    @Test
    void prototypeLossIsCrossEntropyOfScaledCosines() {
        double[][] prototypes = {{1, 0}, {0, 1}, {.6, .8}};
        double[] loss = new PrototypeLoss(10)
                .perSample(
                        torch.matrix(new double[][] {{3, 4}, {-2, 0}}),
                        torch.matrix(prototypes),
                        torch.manager.create(new int[] {1, 0}))
                .toDoubleArray();

        // cosines (.6, .8, 1) and (-1, 0, -.6)
        assertThat(loss[0]).isCloseTo(Math.log(Math.exp(6) + Math.exp(8) + Math.exp(10)) - 8, within(1e-12));
        assertThat(loss[1]).isCloseTo(Math.log(Math.exp(-10) + 1 + Math.exp(-6)) + 10, within(1e-12));
    }

    @Test
    void samplesOfClassesUnknownToTheOldClassifierCostNothingAndAreNotCounted() {
        NDArray labels = torch.manager.create(new int[] {1, -1, 0});
        NDArray embeddings = torch.matrix(new double[][] {{1, 2}, {5, 5}, {-1, 1}});
        NDArray classifier = torch.matrix(new double[][] {{1, 0}, {0, 2}});

        NDArray losses = OldClassifierLoss.raw().perSample(embeddings, classifier, labels);
        NDArray mean = WeightedMean.overContributing(losses, OldClassifierLoss.contributing(labels, embeddings));

        double first = Math.log1p(Math.exp(1 - 4));
        double third = Math.log1p(Math.exp(2 + 1));
        assertThat(losses.toDoubleArray()).containsExactly(new double[] {first, 0, third}, within(1e-12));
        assertThat(mean.getDouble()).isCloseTo((first + third) / 2, within(1e-12));
    }

    @Test
    void normalisedOldClassifierEqualsThePrototypeLossOfItsDirections() {
        double[][] classifier = Torch.random(3, 4, 5);
        double[] normed = OldClassifierLoss.normalised(12)
                .perSample(torch.matrix(NEW), torch.matrix(classifier), labels())
                .toDoubleArray();
        double[] prototypes = new PrototypeLoss(12)
                .perSample(torch.matrix(NEW), Embeddings.normalise(torch.matrix(classifier)), labels())
                .toDoubleArray();

        assertThat(normed).containsExactly(prototypes, within(1e-12));
    }

    @Test
    void contrastiveEqualsAnExplicitLoopWithAndWithoutNewNegatives() {
        for (boolean ract : new boolean[] {false, true}) {
            for (int hardest : new int[] {1, 2, 99}) {
                double[] loss = new Contrastive(.5, hardest, ract)
                        .perSample(torch.matrix(NEW), torch.matrix(OLD), labels())
                        .toDoubleArray();

                double[] expected = new double[5];
                for (int i = 0; i < 5; i++) {
                    double positive = cosine(NEW[i], OLD[i]) / .5;
                    double sum = Math.exp(positive);
                    for (double c : hardest(i, OLD, hardest)) {
                        sum += Math.exp(c / .5);
                    }
                    if (ract) {
                        for (double c : hardest(i, NEW, hardest)) {
                            sum += Math.exp(c / .5);
                        }
                    }
                    expected[i] = Math.log(sum) - positive;
                }
                assertThat(loss).as("hardest %d, ract %s", hardest, ract).containsExactly(expected, within(1e-9));
            }
        }
    }

    @Test
    void tripletEqualsAnExplicitLoopWithAndWithoutNewNegatives() {
        for (boolean ract : new boolean[] {false, true}) {
            double[] loss = new Triplet(.8, 2, ract)
                    .perSample(torch.matrix(NEW), torch.matrix(OLD), labels())
                    .toDoubleArray();

            double[] expected = new double[5];
            for (int i = 0; i < 5; i++) {
                double positive = distance(cosine(NEW[i], OLD[i]));
                expected[i] = hinges(positive, hardest(i, OLD, 2)) + (ract ? hinges(positive, hardest(i, NEW, 2)) : 0);
            }
            assertThat(loss).containsExactly(expected, within(1e-9));
        }
    }

    @Test
    void aBatchOfOneClassHasNoNegativesAndNoLoss() {
        NDArray same = torch.manager.create(new int[5]);

        assertThat(Contrastive.ract()
                        .perSample(torch.matrix(NEW), torch.matrix(OLD), same)
                        .toDoubleArray())
                .containsOnly(0);
        assertThat(Triplet.ract()
                        .perSample(torch.matrix(NEW), torch.matrix(OLD), same)
                        .toDoubleArray())
                .containsOnly(0);
    }

    @Test
    void squaredDistanceIsAMeanOverDimensions() {
        NDArray a = torch.matrix(new double[][] {{3, 4}});
        NDArray b = torch.matrix(new double[][] {{0, 2}});

        assertThat(new L2(false).perSample(a, b).getDouble()).isCloseTo((9 + 4) / 2.0, within(1e-12));
        assertThat(new L2(true).perSample(a, b).getDouble()).isCloseTo((.36 + .04) / 2, within(1e-12));
    }

    @Test
    void learningWithoutForgettingIsLeastWhereThePosteriorsAgree() {
        NDArray old = torch.matrix(new double[][] {{.02, .01, 0}});
        double[] q = {Math.exp(2), Math.exp(1), 1};
        double total = Arrays.stream(q).sum();
        double entropy =
                -Arrays.stream(q).map(p -> p / total * Math.log(p / total)).sum();

        double same = Lwf.standard().perSample(old, old).getDouble();
        double other = Lwf.standard()
                .perSample(torch.matrix(new double[][] {{.01, .02, 0}}), old)
                .getDouble();

        assertThat(same).isCloseTo(entropy, within(1e-12));
        assertThat(other).isGreaterThan(same + .1);
    }

    @Test
    void gradientsAreWhatFiniteDifferencesSay() {
        NDArray old = torch.matrix(OLD);
        NDArray classes = torch.matrix(Torch.random(3, 4, 6));
        NDArray masked = torch.manager.create(new int[] {0, -1, 2, 1, -1});
        assertThat(torch.gradientError(
                        NEW, x -> new PrototypeLoss(9, .2).perSample(x, Embeddings.normalise(classes), labels())))
                .isLessThan(1e-6);
        assertThat(torch.gradientError(NEW, x -> OldClassifierLoss.raw().perSample(x, classes, masked)))
                .isLessThan(1e-6);
        assertThat(torch.gradientError(NEW, x -> new Contrastive(.5, 2, true).perSample(x, old, labels())))
                .isLessThan(1e-6);
        assertThat(torch.gradientError(NEW, x -> new Triplet(.8, 2, true).perSample(x, old, labels())))
                .isLessThan(1e-6);
        assertThat(torch.gradientError(NEW, x -> new L2(true).perSample(x, old)))
                .isLessThan(1e-6);
        assertThat(torch.gradientError(NEW, x -> new Lwf(.5).perSample(x, old))).isLessThan(1e-6);
    }

    @Test
    void weightsDivideByTheBatchAndAllZeroGivesZero() {
        NDArray losses = torch.manager.create(new double[] {1, 2, 6});

        assertThat(WeightedMean.of(losses).getDouble()).isEqualTo(3);
        assertThat(WeightedMean.of(losses, torch.manager.create(new double[] {1, 1, 1}))
                        .getDouble())
                .isEqualTo(WeightedMean.of(losses).getDouble());
        assertThat(WeightedMean.of(losses, torch.manager.create(new double[] {0, 3, 0}))
                        .getDouble())
                .isEqualTo(2);
        assertThat(WeightedMean.of(losses, torch.manager.create(new double[3])).getDouble())
                .isZero();
        assertThat(WeightedMean.overContributing(losses, torch.manager.create(new double[3]))
                        .getDouble())
                .isZero();
    }

    private static double hinges(double positive, double[] cosines) {
        return Arrays.stream(cosines)
                .map(c -> Math.max(0, positive - distance(c) + .8))
                .average()
                .orElse(0);
    }

    private static double[] hardest(int i, double[][] against, int count) {
        return IntStream.range(0, 5)
                .filter(k -> LABELS[k] != LABELS[i])
                .mapToDouble(k -> -cosine(NEW[i], against[k]))
                .sorted()
                .limit(count)
                .map(c -> -c)
                .toArray();
    }

    private static double distance(double cosine) {
        return Math.sqrt(2 - 2 * cosine);
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        double aa = 0;
        double bb = 0;
        for (int j = 0; j < a.length; j++) {
            product += a[j] * b[j];
            aa += a[j] * a[j];
            bb += b[j] * b[j];
        }
        return product / Math.sqrt(aa * bb);
    }
}
