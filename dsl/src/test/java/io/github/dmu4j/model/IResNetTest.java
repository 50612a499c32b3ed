package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.Preprocessing;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IResNetTest {
    private static final IResNet TINY = Backbones.iResNet18(5).widths(4, 4, 6, 8);
    private static final Preprocessing GREY = Preprocessing.grey(32);

    private static NDArray images(NDManager step, int n, int size) {
        Random random = new Random(3);
        float[] pixels = new float[n * size * size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() - .5f;
        }
        return step.create(pixels, new Shape(n, 1, size, size));
    }

    /** arcface_torch gives its optimiser all parameters alike; the last scale is none of them. */
    @Test
    void everyParameterDecaysAndTheLastScaleIsNone() {
        try (Network network = TINY.build(GREY, 1, Device.cpu())) {
            assertThat(network.parameters()).allMatch(NamedParameter::decays);
            assertThat(network.parameters().stream().map(NamedParameter::name))
                    .contains("stem.prelu.weight", "stage4.block1.bn3.weight", "embedding.bias", "neck.bias")
                    .doesNotContain("neck.weight");
            assertThat(Objects.requireNonNull(network.parameterSet().arrays().get("neck.weight"))
                            .toFloatArray())
                    .containsOnly(1f);
        }
    }

    @Test
    void itStartsAsPublished() {
        try (Network network = Backbones.iResNet18(5).widths(32, 32, 4, 4).build(GREY, 1, Device.cpu())) {
            double square = 0;
            float[] weights = Objects.requireNonNull(
                            network.parameterSet().arrays().get("stage1.block1.conv1.weight"))
                    .toFloatArray();
            for (float w : weights) {
                square += (double) w * w / weights.length;
            }
            assertThat(square).isCloseTo(.01, within(.0005)); // variance; its standard error is 1.5 %
            assertThat(Objects.requireNonNull(network.parameterSet().arrays().get("stem.prelu.weight"))
                            .toFloatArray())
                    .containsOnly(.25f);
        }
    }

    @Test
    void allOfItLearnsAndNoArraysStay() {
        try (Network network = TINY.build(GREY, 1, Device.cpu());
                Optimizer optimizer = OptimizerSpec.sgd().start()) {
            int before = network.manager().getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                try (NDManager step = network.manager().newSubManager();
                        GradientRecording recording = GradientRecording.open()) {
                    NDArray embeddings = network.forward(images(step, 4, 32), true);
                    assertThat(embeddings.getShape()).isEqualTo(new Shape(4, 5));
                    recording.backward(embeddings.sub(1).pow(3).mean());
                    for (NamedParameter parameter : network.parameters()) {
                        try (NDArray gradient = parameter.in(step).getGradient()) {
                            assertThat(gradient.abs().sum().getFloat())
                                    .as(parameter.name())
                                    .isFinite()
                                    .isPositive();
                        }
                    }
                    optimizer.step(network.parameters(), .01);
                }
                try (NDManager step = network.manager().newSubManager()) {
                    assertThat(network.forward(images(step, 2, 32), false).toFloatArray())
                            .doesNotContain(Float.NaN);
                }
            }
            assertThat(network.manager().getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void slopesAreLearnedByChannelAndPositiveNumbersPass() {
        try (ParameterSet set = new ParameterSet(Device.cpu(), 1);
                NDManager step = set.manager().newSubManager();
                GradientRecording recording = GradientRecording.open()) {
            ParametricRelu relu = new ParametricRelu(set, "prelu", 2);
            NDArray input = step.create(new float[] {3, -2, -4, 5}, new Shape(1, 2, 1, 2));

            NDArray output = relu.forward(input, true);
            recording.backward(output.sum());

            assertThat(output.toFloatArray()).containsExactly(3, -.5f, -1, 5);
            try (NDArray gradient = set.parameters().get(0).in(step).getGradient()) {
                assertThat(gradient.toFloatArray()).containsExactly(-2, -4);
            }
        }
    }

    @Test
    void sidesThatSixteenDoesNotDivideAreRefused() {
        assertThat(TINY.problems(GREY)).isEmpty();
        assertThat(TINY.problems(Preprocessing.grey(60)))
                .singleElement()
                .asString()
                .contains("a multiple of 16 pixels, found 60: use 64");
        assertThatThrownBy(() -> TINY.build(Preprocessing.grey(7), 1, Device.cpu()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("found 7: use 16");
        try (Network network = TINY.build(GREY, 1, Device.cpu());
                NDManager step = network.manager().newSubManager()) {
            assertThatThrownBy(() -> network.forward(images(step, 2, 48), false))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("built for images of 32 pixels");
        }
    }

    @Test
    void impossibleNetworksAreRefused() {
        assertThatThrownBy(() -> new IResNet(50, 0, TINY.widths())).hasMessageContaining("at least 1, found 0");
        assertThatThrownBy(() -> new IResNet(101, 8, TINY.widths())).hasMessageContaining("18, 34, 50 or 100");
        assertThatThrownBy(() -> TINY.widths(4, 4, 6)).hasMessageContaining("four positive numbers");
    }
}
