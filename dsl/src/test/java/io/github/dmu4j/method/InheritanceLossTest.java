package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.loss.Contrastive;
import io.github.dmu4j.loss.L2;
import io.github.dmu4j.method.MethodContext.OldKnowledge;
import io.github.dmu4j.model.GradientRecording;
import io.github.dmu4j.model.NativeEngine;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DMU's first stage with every loss that can be inherited by, against plain loops. */
class InheritanceLossTest {
    private static final int[] LABELS = SixImagesBatch.LABELS;
    private static final int[] BATCH = SixImagesBatch.BATCH;

    private static final float[][] OLD = {
        {.8f, .6f, 0}, {0, 1, 0}, {0, .6f, .8f}, {.96f, 0, .28f}, {-.6f, .8f, 0}, {.6f, 0, .8f}
    };
    private static final float[][] FEATURES = {{.4f, -.9f, .2f}, {1.5f, .3f, -.5f}, {-.2f, .8f, .7f}, {.6f, .5f, -.9f}};

    private final NDManager manager = NativeEngine.require().newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private MethodContext context(int dimension) {
        OldKnowledge knowledge = new OldKnowledge(FloatMatrix.ofRows(OLD), null, null);
        return new MethodContext(manager, Optional.of(knowledge), LABELS, 3, dimension, 30, 3);
    }

    /** One loss, and the same in plain loops. */
    private record Case(InheritanceLoss loss, double temperature, int hardest, boolean ract) {
        double of(double[][] features, int i) {
            if (loss.equals(InheritanceLoss.l2())) {
                return (2 - 2 * cosine(features[i], wide(OLD)[BATCH[i]])) / 3;
            }
            double[][] old = Arrays.stream(BATCH).mapToObj(k -> wide(OLD)[k]).toArray(double[][]::new);
            double positive = cosine(features[i], old[i]) / temperature;
            double sum = Math.exp(positive) + negatives(features, old, i);
            if (ract) {
                sum += negatives(features, features, i);
            }
            return Math.log(sum) - positive;
        }

        private double negatives(double[][] features, double[][] against, int i) {
            return IntStream.range(0, BATCH.length)
                    .filter(k -> LABELS[BATCH[k]] != LABELS[BATCH[i]])
                    .mapToDouble(k -> -cosine(features[i], against[k]))
                    .sorted()
                    .limit(hardest)
                    .map(c -> Math.exp(-c / temperature))
                    .sum();
        }

        /** lambda / B sum w l. */
        double term(double[][] features, double lambda, float[] weights) {
            return lambda
                    * IntStream.range(0, BATCH.length)
                            .mapToDouble(i -> weights[BATCH[i]] * of(features, i))
                            .average()
                            .orElseThrow();
        }

        @Override
        public String toString() {
            return loss.name();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(InheritanceLoss.l2(), 0, 0, false),
                new Case(InheritanceLoss.contrastive(new Contrastive(.5, 2, false)), .5, 2, false),
                new Case(InheritanceLoss.contrastive(new Contrastive(.5, 1, true)), .5, 1, true),
                new Case(InheritanceLoss.contrastive(), .01, 10, false),
                new Case(InheritanceLoss.ract(), .01, 10, true));
    }

    private double compatibility(Dmu dmu, float[][] features) {
        try (MethodSession session = dmu.start(context(3));
                NDManager step = manager.newSubManager()) {
            return value(session.loss(new SixImagesBatch(step, step.create(features))), "compatibility");
        }
    }

    private static double value(LossTerms terms, String name) {
        return Objects.requireNonNull(terms.values().get(name), name);
    }

    private float[] weights(Dmu dmu) {
        try (MethodSession session = dmu.start(context(3))) {
            return session.selection().orElseThrow().weights();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everySampleIsMultipliedByItsWeight(Case which) {
        Dmu dmu = new Dmu().inheritBy(which.loss).weight(2);
        float[] weights = weights(dmu);
        assertThat(weights[0]).isNotEqualTo(weights[4]);

        double expected = which.term(wide(FEATURES), 2, weights);
        assertThat(compatibility(dmu, FEATURES)).isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void uniformWeightsAreTheUnweightedLoss(Case which) {
        Dmu dmu = new Dmu().inheritBy(which.loss).uniform();
        double unweighted;
        try (NDManager step = manager.newSubManager()) {
            unweighted = unweighted(which.loss, new SixImagesBatch(step, step.create(FEATURES)));
        }
        assertThat(compatibility(dmu, FEATURES)).isCloseTo(unweighted, within(1e-6 * Math.max(1, unweighted)));
        assertThat(compatibility(new Dmu().inheritBy(which.loss), FEATURES)).isNotCloseTo(unweighted, within(1e-4));
    }

    private static double unweighted(InheritanceLoss loss, SixImagesBatch batch) {
        NDArray old = batch.manager()
                .create(Arrays.stream(BATCH).mapToObj(i -> OLD[i]).toArray(float[][]::new));
        NDArray perSample = loss instanceof InheritanceLoss.Contrast contrast
                ? contrast.loss().perSample(batch.embeddings(), old, batch.labels())
                : new L2(true).perSample(batch.embeddings(), old);
        return perSample.mean().getFloat();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreWhatCentralDifferencesOfTheLoopsSay(Case which) {
        Dmu dmu = new Dmu().inheritBy(which.loss).weight(2);
        float[] weights = weights(dmu);
        float[] gradient;
        try (MethodSession session = dmu.start(context(3));
                NDManager step = manager.newSubManager();
                GradientRecording recording = GradientRecording.open()) {
            NDArray embeddings = step.create(FEATURES);
            embeddings.setRequiresGradient(true);
            recording.backward(
                    session.loss(new SixImagesBatch(step, embeddings)).total());
            gradient = embeddings.getGradient().toFloatArray();
        }
        double largest = 0;
        double[] numeric = new double[12];
        for (int i = 0; i < 12; i++) {
            double[][] up = wide(FEATURES);
            double[][] down = wide(FEATURES);
            up[i / 3][i % 3] += 1e-6;
            down[i / 3][i % 3] -= 1e-6;
            numeric[i] = (which.term(up, 2, weights) - which.term(down, 2, weights)) / 2e-6;
            largest = Math.max(largest, Math.abs(numeric[i]));
        }
        assertThat(largest).isGreaterThan(1e-2);
        for (int i = 0; i < 12; i++) {
            assertThat((double) gradient[i]).as("entry %d", i).isCloseTo(numeric[i], within(1e-4 * largest));
        }
    }

    @Test
    void theRactTermIsAddedUnweightedAndIsNotThereByDefault() {
        Case ract = new Case(InheritanceLoss.ract(), .01, 10, true);
        float[] ones = {1, 1, 1, 1, 1, 1};
        try (MethodSession plain = new Dmu().start(context(3));
                MethodSession with = new Dmu().ractWeight(.25).start(context(3));
                NDManager step = manager.newSubManager()) {
            LossTerms without = plain.loss(new SixImagesBatch(step, step.create(FEATURES)));
            LossTerms terms = with.loss(new SixImagesBatch(step, step.create(FEATURES)));

            assertThat(without.values()).containsOnlyKeys("classification", "compatibility");
            assertThat(terms.values()).containsOnlyKeys("classification", "compatibility", "ract");
            assertThat(value(terms, "compatibility")).isEqualTo(value(without, "compatibility"));
            double expected = ract.term(wide(FEATURES), .25, ones);
            assertThat(value(terms, "ract")).isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
        }
    }

    @Test
    void otherDimensionsAreComparedAfterOneTrainedProjection() {
        float[][] wider = {{.4f, -.9f, .2f, 1}, {1.5f, .3f, -.5f, 2}, {-.2f, .8f, .7f, -1}, {.6f, .5f, -.9f, 0}};
        Dmu dmu = new Dmu().inheritBy(InheritanceLoss.l2()).ractWeight(1);
        try (MethodSession session = dmu.start(context(4));
                NDManager step = manager.newSubManager()) {
            var parameters = session.parameters().orElseThrow().parameters();
            assertThat(parameters).hasSize(1);
            float[] map = parameters.get(0).array().toFloatArray(); // (3, 4)
            double[][] projected = new double[4][3];
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 12; j++) {
                    projected[i][j / 4] += map[j] * wider[i][j % 4];
                }
            }
            LossTerms terms = session.loss(new SixImagesBatch(step, step.create(wider)));

            double l2 = new Case(InheritanceLoss.l2(), 0, 0, false).term(projected, 1, weights(dmu));
            assertThat(value(terms, "compatibility")).isCloseTo(l2, within(1e-5));
            double ract =
                    new Case(InheritanceLoss.ract(), .01, 10, true).term(projected, 1, new float[] {1, 1, 1, 1, 1, 1});
            assertThat(value(terms, "ract")).isCloseTo(ract, within(1e-5 * Math.max(1, ract)));
        }
    }

    @Test
    void nameAndOptionsSayWhatIsInherited() {
        assertThat(new Dmu().name()).isEqualTo("DMU");
        assertThat(new Dmu().inheritBy(InheritanceLoss.l2()).weight(64).name()).isEqualTo("DMU L2 x64.0");
        assertThat(new Dmu()
                        .inheritBy(InheritanceLoss.contrastive(new Contrastive(.05, 10, true)))
                        .name())
                .isEqualTo("DMU RACT tau 0.05");
        assertThat(new Dmu().ractWeight(.5).name()).isEqualTo("DMU + RACT x0.5");
        assertThat(new Dmu()
                        .inheritBy(InheritanceLoss.contrastive())
                        .ractWeight(.5)
                        .options())
                .containsEntry("ractWeight", .5)
                .extractingByKey("inheritance")
                .asString()
                .contains("contrastive", "temperature=0.01", "hardest=10");
        assertThatThrownBy(() -> new Dmu().ractWeight(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RACT weight is -1.0");
    }

    private static double[][] wide(float[][] rows) {
        return Arrays.stream(rows)
                .map(row ->
                        IntStream.range(0, row.length).mapToDouble(j -> row[j]).toArray())
                .toArray(double[][]::new);
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
