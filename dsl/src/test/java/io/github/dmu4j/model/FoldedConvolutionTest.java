package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.data.Preprocessing;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldedConvolutionTest {
    /** Of values around 1: a few hundred float32 roundings. */
    private static final float TOLERANCE = 2e-4f;

    private static final Preprocessing COLOUR = Preprocessing.colour(16);
    private static final ResNet WIDE = Backbones.resNet10(8).widths(64, 64, 64);

    @Test
    void freezingAWideNetworkChangesItsVectorsByRoundingAlone() {
        for (Stem stem : List.of(Stem.SMALL, Stem.LARGE)) {
            try (Network network = WIDE.stem(stem).build(COLOUR, 1, Device.cpu())) {
                trainOneStep(network);
                float[] before = embed(network);

                network.freeze();

                assertThat(embed(network)).as("%s", stem).containsExactly(before, within(TOLERANCE));
            }
        }
    }

    @Test
    void bottlenecksOnASinglePixelDoNotEndTheProcess() {
        ResNet deep = Backbones.resNet50(8).widths(64, 64, 256).stem(Stem.LARGE);
        try (Network network = deep.build(COLOUR, 1, Device.cpu())) {
            float[] before = embed(network);

            network.freeze();

            assertThat(embed(network)).containsExactly(before, within(TOLERANCE));
        }
    }

    @Test
    void weightsThatAreLoadedIntoAFrozenNetworkCount() {
        try (Network network = WIDE.build(COLOUR, 1, Device.cpu()).freeze();
                Network other = WIDE.build(COLOUR, 2, Device.cpu()).freeze()) {
            embed(network);

            network.parameterSet().load(other.parameterSet().state());

            assertThat(embed(network)).containsExactly(embed(other));
        }
    }

    @Test
    void narrowNetworksAreEmbeddedAsTheyWereTrained() {
        try (Network network = Backbones.resNet10(8).widths(32, 64, 64).build(COLOUR, 1, Device.cpu())) {
            trainOneStep(network);
            float[] before = embed(network);

            assertThat(embed(network.freeze())).containsExactly(before);
        }
    }

    private static float[] embed(Network network) {
        try (NDManager step = network.manager().newSubManager()) {
            return network.forward(images(step), false).toFloatArray();
        }
    }

    private static void trainOneStep(Network network) {
        try (Optimizer optimizer = OptimizerSpec.sgd().start();
                NDManager step = network.manager().newSubManager();
                GradientRecording recording = GradientRecording.open()) {
            recording.backward(
                    network.forward(images(step), true).sub(1).square().mean());
            optimizer.step(network.parameters(), .01);
        }
    }

    private static NDArray images(NDManager step) {
        Random random = new Random(3);
        float[] pixels = new float[16 * 3 * 16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() - .5f;
        }
        return step.create(pixels, new Shape(16, 3, 16, 16));
    }
}
