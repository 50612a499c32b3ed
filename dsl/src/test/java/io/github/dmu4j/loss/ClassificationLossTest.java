package io.github.dmu4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClassificationLossTest {
    private final Torch torch = new Torch();

    @AfterEach
    void close() {
        torch.close();
    }

    @Test
    void arcFaceHasTheValuesOfTheSpecification() {
        double easy = new ArcFace(30, .3)
                .perSample(torch.matrix(new double[][] {{.8, .1, -.2}}), torch.manager.create(new int[] {0}))
                .getDouble();
        double hard = new ArcFace(64, .5)
                .perSample(torch.matrix(new double[][] {{.3, .5, .1}}), torch.manager.create(new int[] {1}))
                .getDouble();

        assertThat(easy).isCloseTo(4.524499e-7, within(1e-13));
        assertThat(hard).isCloseTo(17.689821, within(1e-6));
    }

    @Test
    void aTinyLossIsAccurateInSinglePrecisionToo() {
        NDArray cosines = torch.manager.create(new float[][] {{.8f, .1f, -.2f}});

        float loss = new ArcFace(30, .3)
                .perSample(cosines, torch.manager.create(new int[] {0}))
                .getFloat();

        assertThat(loss).isCloseTo(4.524499e-7f, within(1e-11f)); // float32 logits of about 18 are good to 1e-6
    }

    @Test
    void beyondThePointOfReturnTheFallbackKeepsTheLogitFalling() {
        // cos(pi - .5) = -.87758; at c = -.95 the fallback is c - .5 sin(pi - .5) = -.95 - .239713 = -1.189713
        NDArray cosines = torch.matrix(new double[][] {{-.95, .2}});
        NDArray labels = torch.manager.create(new int[] {0});

        double with = new ArcFace(10, .5).perSample(cosines, labels).getDouble();
        double without = new ArcFace(10, .5, false).perSample(cosines, labels).getDouble();

        assertThat(with).isCloseTo(2 + 11.897128, within(1e-5));
        assertThat(without).isCloseTo(softplus(2 - 10 * Math.cos(Math.acos(-.95) + .5)), within(1e-9));
    }

    @Test
    void cosFaceAndSoftmaxEqualAnExplicitLoop() {
        double[][] values = {{.3, .5, -.1}, {.9, -.9, .2}};
        int[] labels = {2, 0};

        double[] cosFace = new CosFace(8, .2)
                .perSample(torch.matrix(values), torch.manager.create(labels))
                .toDoubleArray();
        double[] softmax = new SoftmaxLoss()
                .perSample(torch.matrix(values), torch.manager.create(labels))
                .toDoubleArray();

        for (int i = 0; i < 2; i++) {
            double sum = 0;
            double plain = 0;
            for (int j = 0; j < 3; j++) {
                sum += Math.exp(8 * (values[i][j] - (j == labels[i] ? .2 : 0)));
                plain += Math.exp(values[i][j]);
            }
            assertThat(cosFace[i]).isCloseTo(Math.log(sum) - 8 * (values[i][labels[i]] - .2), within(1e-12));
            assertThat(softmax[i]).isCloseTo(Math.log(plain) - values[i][labels[i]], within(1e-12));
        }
    }

    @Test
    void gradientsReachEmbeddingsAndClassVectorsAsFiniteDifferencesSay() {
        double[][] embeddings = Torch.random(4, 5, 1);
        double[][] classes = Torch.random(6, 5, 2);
        NDArray labels = torch.manager.create(new int[] {0, 5, 2, 2});
        for (ClassificationLoss loss : new ClassificationLoss[] {
            new ArcFace(8, .3), new ArcFace(8, .3, false), new CosFace(8, .2), new SoftmaxLoss()
        }) {
            double forEmbeddings =
                    torch.gradientError(embeddings, x -> loss.perSample(x, torch.matrix(classes), labels));
            double forClasses = torch.gradientError(classes, w -> loss.perSample(torch.matrix(embeddings), w, labels));

            assertThat(forEmbeddings).as(loss + " by embeddings").isLessThan(1e-6);
            assertThat(forClasses).as(loss + " by class vectors").isLessThan(1e-6);
        }
    }

    @Test
    void gradientsStayFiniteWhereTheCosineIsOne() {
        NDArray cosines = torch.manager.create(new float[][] {{1, 0}, {-1, 0}});
        cosines.setRequiresGradient(true);
        try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(new ArcFace(30, .3)
                    .perSample(cosines, torch.manager.create(new int[] {0, 0}))
                    .sum());
        }

        for (float g : cosines.getGradient().toFloatArray()) {
            assertThat(g).isFinite();
        }
    }

    @Test
    void oneClassCostsNothing() {
        double loss = new ArcFace(30, 0)
                .perSample(torch.matrix(new double[][] {{.4}}), torch.manager.create(new int[] {0}))
                .getDouble();

        assertThat(loss).isZero();
    }

    @Test
    void aZeroEmbeddingStaysZeroWhenNormalised() {
        double[] rows = Embeddings.normalise(torch.matrix(new double[][] {{0, 0}, {3, 4}}))
                .toDoubleArray();

        assertThat(rows).containsExactly(new double[] {0, 0, .6, .8}, within(1e-12));
    }

    @Test
    void aMarginOfPiIsRefused() {
        assertThatThrownBy(() -> new ArcFace(30, Math.PI)).hasMessageContaining("margin in [0, pi)");
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }
}
