package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.data.Preprocessing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Several "devices" that all are the processor, beside one device with the whole batch. */
class ReplicasTest {
    private static final Preprocessing GREY = new Preprocessing(8, 1, List.of(.5), List.of(.5));
    private static final int IMAGES = 11;

    /** Without batch normalisation: two layers on the pixels. */
    private record Plain(int dimension) implements Backbone {
        @Override
        public String name() {
            return "plain";
        }

        @Override
        public Network build(Preprocessing input, long seed, Device device) {
            ParameterSet set = new ParameterSet(device, seed);
            LinearLayer hidden = new LinearLayer(set, "hidden", input.size() * input.size(), 16, true);
            LinearLayer embedding = new LinearLayer(set, "embedding", 16, dimension, true);
            return new Network(this, input, set, (images, training) -> {
                NDArray rows = images.reshape(images.getShape().get(0), -1);
                return embedding.forward(
                        hidden.forward(rows, training).getNDArrayInternal().relu(), training);
            });
        }
    }

    private static float[] pixels(long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[IMAGES * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() - .5f;
        }
        return pixels;
    }

    private static Shape shape(int images) {
        return new Shape(images, 1, 8, 8);
    }

    /** Three steps on changing images; the loss joins all images of the batch. What the weights are then. */
    private static Map<String, float[]> trained(Backbone net, int devices, boolean clipped) {
        List<Device> others = Collections.nCopies(devices - 1, Device.cpu());
        try (Network network = net.build(GREY, 5, Device.cpu());
                Replicas replicas = new Replicas(network, others);
                Optimizer optimizer =
                        (clipped ? OptimizerSpec.sgd().clipGradientNorm(.5) : OptimizerSpec.sgd()).start()) {
            for (int i = 0; i < 3; i++) {
                try (NDManager step = network.manager().newSubManager();
                        GradientRecording recording = GradientRecording.open()) {
                    NDArray loss = loss(replicas.forward(step, pixels(i), shape(IMAGES)));
                    recording.backward(loss);
                    replicas.gather();
                    optimizer.step(network.parameters(), .1);
                }
                replicas.spread();
            }
            return network.parameterSet().state();
        }
    }

    /** Mean over all pairs of images, so that no part of the batch has a loss of its own. */
    private static NDArray loss(NDArray embeddings) {
        return embeddings.matMul(embeddings.transpose()).sub(1).square().mean();
    }

    private static void assertClose(Map<String, float[]> found, Map<String, float[]> expected, float tolerance) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> {
            float[] other = Objects.requireNonNull(found.get(name));
            for (int i = 0; i < values.length; i++) {
                assertThat(other[i]).as(name).isCloseTo(values[i], within(tolerance));
            }
        });
    }

    @Test
    void aStepOfSeveralDevicesIsThatOfOneWithTheWholeBatch() {
        Map<String, float[]> one = trained(new Plain(6), 1, false);

        for (int devices : new int[] {2, 3, 5}) {
            assertClose(trained(new Plain(6), devices, false), one, 1e-6f);
        }
        Map<String, float[]> clipped = trained(new Plain(6), 1, true);
        assertClose(trained(new Plain(6), 3, true), clipped, 1e-6f);
        assertThat(clipped.get("embedding.weight")).isNotEqualTo(one.get("embedding.weight"));
    }

    /** What {@link #trained} does with batch normalisation over each device's part, on one network that takes the parts in turn. */
    @Test
    void batchNormalisationTakesTheDevicesOwnPart() {
        Backbone net = Backbones.resNet10(5).widths(4, 6, 8);
        Map<String, float[]> expected = new LinkedHashMap<>();
        BiFunction<float[], int[], float[]> cut = (all, part) -> Arrays.copyOfRange(all, part[0] * 64, part[1] * 64);
        int[][] parts = {{0, 3}, {3, 7}, {7, 11}};
        try (Network network = net.build(GREY, 5, Device.cpu());
                Optimizer optimizer = OptimizerSpec.sgd().start()) {
            for (int i = 0; i < 3; i++) {
                try (NDManager step = network.manager().newSubManager();
                        GradientRecording recording = GradientRecording.open()) {
                    NDList embeddings = new NDList();
                    for (int[] part : parts) {
                        float[] own = cut.apply(pixels(i), part);
                        embeddings.add(network.forward(step.create(own, shape(part[1] - part[0])), true));
                    }
                    recording.backward(loss(NDArrays.concat(embeddings)));
                    optimizer.step(network.parameters(), .1);
                }
            }
            network.parameters().forEach(p -> expected.put(p.name(), p.array().toFloatArray()));
        }

        Map<String, float[]> found = new LinkedHashMap<>(trained(net, 3, false));
        found.keySet().retainAll(expected.keySet());

        assertClose(found, expected, 1e-5f);
    }

    @Test
    void embeddingsComeInTheOrderOfTheImages() {
        try (Network network = new Plain(6).build(GREY, 5, Device.cpu());
                Replicas replicas = new Replicas(network, List.of(Device.cpu(), Device.cpu(), Device.cpu()));
                NDManager step = network.manager().newSubManager()) {
            float[] whole = network.forward(step.create(pixels(9), shape(IMAGES)), false)
                    .toFloatArray();

            NDArray shared = replicas.forward(step, pixels(9), shape(IMAGES));

            assertThat(replicas.count()).isEqualTo(4);
            assertThat(shared.getShape()).isEqualTo(new Shape(IMAGES, 6));
            assertThat(shared.toFloatArray())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(whole);
        }
    }

    @Test
    void aFailureOnOneDeviceIsTheStepsFailureAndTheOthersAreWaitedFor() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Backbone failing = new FailingCopies(order);
        try (Network network = failing.build(GREY, 0, Device.cpu());
                Replicas replicas = new Replicas(network, List.of(Device.cpu(), Device.cpu()));
                NDManager step = network.manager().newSubManager()) {
            assertThatThrownBy(() -> replicas.forward(step, pixels(1), shape(IMAGES)))
                    .hasMessage("copy 1 fails");
            assertThat(order).containsExactly("copy 2 is done");
        }
    }

    /** The second network that is built fails, the third takes its time. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record FailingCopies(List<String> order, int[] built) implements Backbone {
        FailingCopies(List<String> order) {
            this(order, new int[1]);
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Network build(Preprocessing input, long seed, Device device) {
            int number = built[0]++;
            ParameterSet set = new ParameterSet(device, seed);
            LinearLayer layer = new LinearLayer(set, "layer", 64, 2, false);
            return new Network(this, input, set, (images, training) -> {
                if (number == 1) {
                    throw new IllegalStateException("copy 1 fails");
                }
                if (number == 2) {
                    pause();
                    order.add("copy 2 is done");
                }
                return layer.forward(images.reshape(images.getShape().get(0), -1), training);
            });
        }

        private static void pause() {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aGroupIsReadFromText() {
        DeviceGroup two = DeviceGroup.parse("gpu:0, GPU:1", 2);

        assertThat(two.members()).containsExactly(Device.gpu(0), Device.gpu(1));
        assertThat(two.first()).isEqualTo(Device.gpu(0));
        assertThat(two.others()).containsExactly(Device.gpu(1));
        assertThat(DeviceGroup.parse(two.text(), 2)).isEqualTo(two);
        assertThat(DeviceGroup.parse("cpu", 0)).isEqualTo(DeviceGroup.of(Device.cpu()));
        assertThatThrownBy(() -> DeviceGroup.parse("gpu:0,gpu:1", 1)).hasMessageContaining("gpu:1 was asked for");
        assertThatThrownBy(() -> DeviceGroup.parse("cpu,", 1)).hasMessageContaining("allowed are cpu, gpu and gpu:N");
        assertThat(DeviceGroup.recorded("gpu:0,gpu:999").members()).hasSizeGreaterThanOrEqualTo(1);
    }
}
