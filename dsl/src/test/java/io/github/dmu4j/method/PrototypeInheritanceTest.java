package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.model.GradientRecording;
import io.github.dmu4j.model.NamedParameter;
import io.github.dmu4j.model.NativeEngine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrototypeInheritanceTest {
    private static final int[] LABELS = SixImagesBatch.LABELS;
    private static final int[] BATCH = SixImagesBatch.BATCH;

    private static final float[][] FEATURES = {{.4f, -.9f}, {1.5f, .3f}, {-.2f, .8f}, {.6f, .5f}};
    private static final float[][] PROTOTYPES = {{1, 0}, {0, 1}, {-.6f, .8f}};
    private static final float[] WEIGHTS = {.5f, 1, 1, 2, .25f, 1.5f};

    private final NDManager manager = NativeEngine.require().newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private MethodContext context(int classes, int dimension) {
        return new MethodContext(manager, Optional.empty(), LABELS, classes, dimension, 30, 3);
    }

    private PrototypeInheritance inheritance(
            float[][] prototypes, boolean normalise, double scale, double lambda, float @Nullable [] weights) {
        return new PrototypeInheritance(
                context(prototypes.length, 2), FloatMatrix.ofRows(prototypes), normalise, scale, lambda, weights);
    }

    private double term(PrototypeInheritance inheritance, float[][] features) {
        try (NDManager step = manager.newSubManager()) {
            NDArray embeddings = step.create(features);
            return inheritance
                    .of(new SixImagesBatch(step, embeddings), embeddings)
                    .getFloat();
        }
    }

    /** lambda / B sum w CE, in plain loops; a zero prototype is a class that does not exist. */
    private static double expected(
            double[][] features,
            float[][] prototypes,
            boolean normalise,
            double scale,
            double lambda,
            float[] weights) {
        double sum = 0;
        int counting = 0;
        for (int i = 0; i < features.length; i++) {
            double length = normalise ? Math.hypot(features[i][0], features[i][1]) : 1;
            double exponentials = 0;
            double own = Double.NaN;
            for (int c = 0; c < prototypes.length; c++) {
                if (prototypes[c][0] == 0 && prototypes[c][1] == 0) {
                    continue;
                }
                double logit = scale * (features[i][0] * prototypes[c][0] + features[i][1] * prototypes[c][1]) / length;
                exponentials += Math.exp(logit);
                if (c == LABELS[BATCH[i]]) {
                    own = logit;
                }
            }
            if (!Double.isNaN(own)) {
                sum += weights[BATCH[i]] * (Math.log(exponentials) - own);
                counting++;
            }
        }
        return lambda * sum / counting;
    }

    private static double[][] wide(float[][] rows) {
        double[][] result = new double[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                result[i][j] = rows[i][j];
            }
        }
        return result;
    }

    @Test
    void isTheWeightedMeanOfCrossEntropiesOfScaledCosines() {
        assertThat(term(inheritance(PROTOTYPES, true, 5, 2, WEIGHTS), FEATURES))
                .isCloseTo(expected(wide(FEATURES), PROTOTYPES, true, 5, 2, WEIGHTS), within(1e-5));
    }

    @Test
    void rawFormComparesByInnerProductWithoutScale() {
        float[] ones = {1, 1, 1, 1, 1, 1};
        assertThat(term(inheritance(PROTOTYPES, false, 30, 1, null), FEATURES))
                .isCloseTo(expected(wide(FEATURES), PROTOTYPES, false, 1, 1, ones), within(1e-5));
    }

    @Test
    void aMissingClassHasNoLogitAndItsImagesAreNeitherSummedNorCounted() {
        float[][] withoutSecond = {{1, 0}, {0, 0}, {-.6f, .8f}};
        assertThat(term(inheritance(withoutSecond, true, 5, 1, WEIGHTS), FEATURES))
                .isCloseTo(expected(wide(FEATURES), withoutSecond, true, 5, 1, WEIGHTS), within(1e-5));
        assertThat(term(inheritance(withoutSecond, false, 5, 1, WEIGHTS), FEATURES))
                .isCloseTo(expected(wide(FEATURES), withoutSecond, false, 1, 1, WEIGHTS), within(1e-5));
    }

    @Test
    void aBatchOfMissingClassesOnlyCostsNothing() {
        // The batch has no image of a third class if there are four and only the fourth has a vector.
        float[][] onlyFourth = {{0, 0}, {0, 0}, {0, 0}, {1, 0}};
        assertThat(term(inheritance(onlyFourth, true, 5, 1, WEIGHTS), FEATURES)).isZero();
    }

    @Test
    void noClassVectorAtAllIsRefused() {
        assertThatThrownBy(() -> inheritance(new float[3][2], true, 5, 1, WEIGHTS))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("none of the 3 classes");
    }

    @Test
    void otherDimensionsAreProjectedByATrainedMap() {
        float[][] wideFeatures = {{.4f, -.9f, .1f}, {1.5f, .3f, -.7f}, {-.2f, .8f, .9f}, {.6f, .5f, -.1f}};
        MethodContext context = context(PROTOTYPES.length, 3);
        try (InheritingSession session = new InheritingSession(
                        new CompatibilityHead(context, 2),
                        inheritance(PROTOTYPES, true, 5, 1, WEIGHTS),
                        Optional.empty(),
                        Optional.empty());
                NDManager step = manager.newSubManager()) {
            NamedParameter projection =
                    session.parameters().orElseThrow().parameters().get(0);
            float[] map = projection.array().toFloatArray(); // (2, 3)
            double[][] projected = new double[4][2];
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 2; j++) {
                    for (int k = 0; k < 3; k++) {
                        projected[i][j] += map[j * 3 + k] * wideFeatures[i][k];
                    }
                }
            }

            assertThat(projection.decays()).isTrue();
            LossTerms terms = session.loss(new SixImagesBatch(step, step.create(wideFeatures)));
            assertThat(terms.values().get("compatibility"))
                    .isCloseTo(expected(projected, PROTOTYPES, true, 5, 1, WEIGHTS), within(1e-5));
        }
    }

    @Test
    void itsGradientEqualsCentralDifferencesOfTheLoops() {
        float[][] withoutSecond = {{1, 0}, {0, 0}, {-.6f, .8f}};
        float[] gradient;
        PrototypeInheritance inheritance = inheritance(withoutSecond, true, 5, 2, WEIGHTS);
        try (NDManager step = manager.newSubManager();
                GradientRecording recording = GradientRecording.open()) {
            NDArray embeddings = step.create(FEATURES);
            embeddings.setRequiresGradient(true);
            recording.backward(inheritance.of(new SixImagesBatch(step, embeddings), embeddings));
            gradient = embeddings.getGradient().toFloatArray();
        }

        for (int i = 0; i < 8; i++) {
            double[][] up = wide(FEATURES);
            double[][] down = wide(FEATURES);
            up[i / 2][i % 2] += 1e-5;
            down[i / 2][i % 2] -= 1e-5;
            double numeric = (expected(up, withoutSecond, true, 5, 2, WEIGHTS)
                            - expected(down, withoutSecond, true, 5, 2, WEIGHTS))
                    / 2e-5;
            assertThat((double) gradient[i]).as("entry %d", i).isCloseTo(numeric, within(1e-4));
        }
        assertThat(gradient[0]).as("the image of the missing class").isZero();
    }
}
