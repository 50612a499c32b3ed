package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {
    private static NDArray images(NDManager step, int channels) {
        Random random = new Random(3);
        float[] pixels = new float[16 * channels * 12 * 12];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() - .5f;
        }
        return Tensors.owned(step, pixels, new Shape(16, channels, 12, 12));
    }

    /** Leaves freed memory full of NaN for the next step to reuse. */
    private static void poison(NDManager step) {
        List<NDArray> nothing = new ArrayList<>();
        for (int size = 256; size <= 1 << 17; size *= 2) {
            nothing.add(step.full(new Shape(size), Float.NaN, DataType.FLOAT32));
            nothing.add(step.full(new Shape(size), Float.NaN, DataType.FLOAT32));
        }
        nothing.forEach(NDArray::close);
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 3, 1", "4, 6, 3, 2", "16, 8, 3, 1", "8, 24, 1, 2", "8, 16, 3, 1"})
    void gradientsAreFiniteWhateverLiesInFreedMemory(int in, int out, int kernel, int stride) {
        try (ParameterSet set = new ParameterSet(Device.cpu(), 1)) {
            Convolution convolution = new Convolution(set, "conv", in, out, kernel, stride, false);
            for (int i = 0; i < 10; i++) {
                try (NDManager step = set.manager().newSubManager();
                        GradientRecording recording = GradientRecording.open()) {
                    poison(step);
                    NDArray input = images(step, in);
                    input.setRequiresGradient(true);
                    recording.backward(convolution.forward(input, true).square().mean());

                    for (float value : input.getGradient().toFloatArray()) {
                        assertThat(value).isFinite();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 8, 3, 1", "4, 6, 3, 2", "8, 24, 1, 2"})
    void inTrainingItGivesWhatThePlainConvolutionGives(int in, int out, int kernel, int stride) {
        try (ParameterSet set = new ParameterSet(Device.cpu(), 1);
                NDManager step = set.manager().newSubManager()) {
            Convolution convolution = new Convolution(set, "conv", in, out, kernel, stride, false);
            NDArray input = images(step, in);
            NDArray weight = Objects.requireNonNull(set.arrays().get("conv.weight"));
            NDArray plain = Conv2d.conv2d(
                            input,
                            weight,
                            null,
                            new Shape(stride, stride),
                            new Shape(kernel / 2, kernel / 2),
                            new Shape(1, 1),
                            1)
                    .singletonOrThrow();

            NDArray trained = convolution.forward(input, true);

            assertThat(trained.getShape()).isEqualTo(plain.getShape());
            float[] expected = plain.toFloatArray();
            float[] found = trained.toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-5f)); // sums in another order
            }
        }
    }
}
