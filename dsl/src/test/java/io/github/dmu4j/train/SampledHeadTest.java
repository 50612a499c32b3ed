package io.github.dmu4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.model.ClassifierHead;
import io.github.dmu4j.model.GradientRecording;
import io.github.dmu4j.model.HeadSpec;
import io.github.dmu4j.model.Optimizer;
import io.github.dmu4j.model.OptimizerSpec.SgdSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledHeadTest {
    private static final int CLASSES = 20;
    private static final int DIMENSION = 4;
    private static final int[] LABELS = {3, 17, 3};
    private static final HeadSpec HEAD = HeadSpec.arcFace(30, 0.3);

    @Test
    void aSampleHoldsTheClassesOfTheImagesAndOthersUpToItsShare() {
        for (int seed = 0; seed < 50; seed++) {
            ClassSample sample = ClassSample.of(LABELS, CLASSES, 0.25, new SplittableRandom(seed));

            assertThat(sample.classes())
                    .hasSize(5)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .contains(3, 17);
            assertThat(Arrays.stream(sample.labels()).map(i -> sample.classes()[i]))
                    .containsExactly(3, 17, 3);
        }
    }

    @Test
    void everyOtherClassIsDrawnEquallyOften() {
        int[] drawn = new int[CLASSES];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 6_000; i++) {
            for (int c : ClassSample.of(LABELS, CLASSES, 0.25, random).classes()) {
                drawn[c]++;
            }
        }
        // 3 of 18: 1,000 expected, standard deviation 29.
        IntStream.range(0, CLASSES)
                .filter(c -> c != 3 && c != 17)
                .forEach(c -> assertThat(drawn[c]).isBetween(870, 1_130));
    }

    @Test
    void moreImagesThanTheShareAreAllKept() {
        assertThat(ClassSample.of(new int[] {0, 1, 2}, CLASSES, 0.05, new SplittableRandom(1))
                        .classes())
                .containsExactly(0, 1, 2);
    }

    @Test
    void shareOneIsTheWholeHeadBitForBit() {
        assertThat(loss(HEAD.sampled(1), 1)).isEqualTo(loss(HEAD, 1));
    }

    @Test
    void theSameStepDrawsTheSameClassesAndAnotherOthers() {
        assertThat(loss(HEAD.sampled(0.3), 1)).isEqualTo(loss(HEAD.sampled(0.3), 1));
        assertThat(loss(HEAD.sampled(0.3), 1)).isNotEqualTo(loss(HEAD.sampled(0.3), 2));
    }

    @Test
    void onlySampledVectorsMove() {
        int[] sampled = ClassSample.of(LABELS, CLASSES, 0.25, Seeds.random(1, "class sample", 1))
                .classes();
        try (ClassifierHead head = head(HEAD.sampled(0.25));
                Optimizer optimizer = new SgdSpec(0, 0, false, 0).start()) {
            float[] before = head.weight().array().toFloatArray();
            try (NDManager step = head.parameterSet().manager().newSubManager();
                    GradientRecording recording = GradientRecording.open()) {
                recording.backward(batch(step, head, 1).classificationLoss());
                optimizer.step(head.parameterSet().parameters(), 0.1);
            }
            float[] after = head.weight().array().toFloatArray();

            int[] moved = IntStream.range(0, CLASSES)
                    .filter(c -> !Arrays.equals(
                            before, c * DIMENSION, (c + 1) * DIMENSION, after, c * DIMENSION, (c + 1) * DIMENSION))
                    .toArray();
            assertThat(moved).containsExactly(sampled);
        }
    }

    @Test
    void theScaleIsThatOfTheHead() {
        assertThat(HeadLoss.scale(HeadSpec.faces().sampled(0.1))).isEqualTo(64);
    }

    @Test
    void aShareOutsideItsRangeIsRefused() {
        for (double rate : new double[] {0, -0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> HEAD.sampled(rate)).hasMessageContaining("share of sampled classes is " + rate);
        }
        assertThatThrownBy(() -> HEAD.sampled(0.1).sampled(0.1)).hasMessageContaining("sampled already");
    }

    @Test
    void theSpecificationSurvivesJson() throws JsonProcessingException {
        HeadSpec spec = HeadSpec.faces().sampled(0.1);
        String json = Json.mapper().writerFor(HeadSpec.class).writeValueAsString(spec);

        assertThat(Json.mapper().readValue(json, HeadSpec.class)).isEqualTo(spec);
    }

    private static float loss(HeadSpec spec, long step) {
        try (ClassifierHead head = head(spec);
                NDManager manager = head.parameterSet().manager().newSubManager()) {
            return batch(manager, head, step).classificationLoss().getFloat();
        }
    }

    private static ClassifierHead head(HeadSpec spec) {
        return new ClassifierHead(spec, CLASSES, DIMENSION, 5, Device.cpu());
    }

    private static LoopBatch batch(NDManager manager, ClassifierHead head, long step) {
        float[] embeddings = {1, -2, 3, .5f, .3f, 1, -1, 2, -1, .2f, .1f, 1};
        NDArray rows = manager.create(embeddings, new Shape(LABELS.length, DIMENSION));
        return new LoopBatch(
                manager, rows, LABELS, new int[] {0, 1, 2}, head.spec(), head, Seeds.random(1, "class sample", step));
    }
}
