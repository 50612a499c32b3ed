package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Preprocessing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final Preprocessing GREY = new Preprocessing(12, 1, List.of(.5), List.of(.5));
    private static final ResNet TINY = Backbones.resNet10(5).widths(4, 6, 8);

    private static Network tiny(long seed) {
        return TINY.build(GREY, seed, Device.cpu());
    }

    private static NDArray images(NDManager step, int n, int channels, int size) {
        Random random = new Random(3);
        float[] pixels = new float[n * channels * size * size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() - .5f;
        }
        return step.create(pixels, new Shape(n, channels, size, size));
    }

    private static float[] embed(Network network) {
        try (NDManager step = network.manager().newSubManager()) {
            return network.forward(images(step, 3, 1, 12), false).toFloatArray();
        }
    }

    private static void train(Network network, Optimizer optimizer, int steps) {
        for (int i = 0; i < steps; i++) {
            try (NDManager step = network.manager().newSubManager();
                    GradientRecording recording = GradientRecording.open()) {
                NDArray loss = network.forward(images(step, 4, 1, 12), true)
                        .sub(1)
                        .square()
                        .mean();
                recording.backward(loss);
                optimizer.step(network.parameters(), .01);
            }
        }
    }

    @Test
    void parameterNamesAreStable() {
        try (Network network = tiny(1)) {
            assertThat(network.parameters().stream().map(NamedParameter::name).toList())
                    .startsWith("stem.conv.weight", "stem.bn.weight", "stem.bn.bias", "stage1.block0.conv1.weight")
                    .contains("stage2.block0.shortcut.conv.weight", "stage3.block0.bn2.bias")
                    .endsWith("embedding.weight", "embedding.bias", "neck.weight", "neck.bias");
            assertThat(network.parameterSet().arrays()).containsKey("stage1.block0.bn1.running_var");
        }
    }

    /** torchvision: resnet18 has 11,689,512 parameters and resnet50 25,557,032, with 1,000 outputs and the large stem. */
    @Test
    @Tag("slow")
    void fullNetworksHaveThePublishedNumberOfParameters() {
        Preprocessing colour = Preprocessing.colour(224);
        try (Network resNet18 = Backbones.resNet18(1000).withoutBatchNormNeck().build(colour, 1, Device.cpu())) {
            assertThat(resNet18.parameterSet().parameterCount()).isEqualTo(11_689_512);
        }
        try (Network resNet50 = Backbones.resNet50(1000).withoutBatchNormNeck().build(colour, 1, Device.cpu())) {
            assertThat(resNet50.parameterSet().parameterCount()).isEqualTo(25_557_032);
        }
    }

    @Test
    void everyKindOfNetworkEmbedsAndLearns() {
        List<ResNet> kinds = List.of(
                TINY,
                TINY.widths(4, 4, 4, 4).stem(Stem.LARGE).withLearnableGemPower(),
                Backbones.resNet50(3).widths(2, 2, 2).withoutBatchNormNeck(),
                TINY.gemPower(1));
        for (ResNet kind : kinds) {
            try (Network network = kind.build(
                            new Preprocessing(32, 3, List.of(.5, .5, .5), List.of(.5, .5, .5)), 1, Device.cpu());
                    NDManager step = network.manager().newSubManager();
                    Optimizer optimizer = OptimizerSpec.sgd().start();
                    GradientRecording recording = GradientRecording.open()) {
                NDArray embeddings = network.forward(images(step, 4, 3, 32), true);
                assertThat(embeddings.getShape()).isEqualTo(new Shape(4, kind.dimension()));
                String before = network.hash();
                recording.backward(embeddings.sub(1).square().mean());
                for (NamedParameter parameter : network.parameters()) {
                    try (NDArray gradient = parameter.in(step).getGradient()) {
                        assertThat(gradient.abs().sum().getFloat())
                                .as(parameter.name())
                                .isFinite();
                    }
                }
                optimizer.step(network.parameters(), .1);
                assertThat(network.hash()).isNotEqualTo(before);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameNetworkWhateverElseIsBuilt() {
        try (Network first = tiny(7);
                Network other = tiny(8);
                Network again = tiny(7)) {
            assertThat(again.hash()).isEqualTo(first.hash());
            assertThat(other.hash()).isNotEqualTo(first.hash());
        }
    }

    @Test
    void convolutionsStartHeNormalByFanOut() {
        float[] values = new float[64 * 32 * 9];
        Initialiser.heFanOut(64, 3).fill(values, new SplittableRandom(1));

        double mean = 0;
        double square = 0;
        for (float v : values) {
            mean += v / values.length;
            square += (double) v * v / values.length;
        }
        double expected = 2.0 / (64 * 9); // variance; its standard error here is 1 %
        assertThat(square).isCloseTo(expected, within(.05 * expected));
        assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(expected / values.length)));
    }

    @Test
    void generalisedMeanPoolingOfPowerThreeIsTheCubicMean() {
        try (ParameterSet set = new ParameterSet(Device.cpu(), 1);
                NDManager step = set.manager().newSubManager()) {
            NDArray map = step.create(new float[] {1, 2, 3, -5}, new Shape(1, 1, 2, 2));

            float pooled =
                    new GemPooling(set, "a", 3, false).forward(map, false).getFloat();
            float learned =
                    new GemPooling(set, "b", 3, true).forward(map, false).getFloat();

            assertThat(pooled).isCloseTo((float) Math.cbrt((1 + 8 + 27 + 0) / 4.0), within(1e-5f));
            assertThat(learned).isCloseTo(pooled, within(1e-5f));
        }
    }

    @Test
    void savedAndLoadedGivesIdenticalEmbeddings() throws IOException {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (Network network = tiny(1);
                Network loaded = tiny(2);
                Optimizer optimizer = OptimizerSpec.sgd().start()) {
            train(network, optimizer, 3);
            network.save(saved);
            loaded.load(new ByteArrayInputStream(saved.toByteArray()));

            assertThat(loaded.hash()).isEqualTo(network.hash());
            assertThat(embed(loaded)).isEqualTo(embed(network));
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByNameAndChangeNothing() throws IOException {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (Network wide = TINY.widths(4, 6, 9).build(GREY, 1, Device.cpu());
                Network network = tiny(1)) {
            wide.save(saved);
            String before = network.hash();

            assertThatThrownBy(() -> network.load(new ByteArrayInputStream(saved.toByteArray())))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("stage3.block0.conv1.weight");
            byte[] half = Arrays.copyOf(saved.toByteArray(), saved.size() / 2);
            assertThatThrownBy(() -> network.load(new ByteArrayInputStream(half)))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("ends too early");
            assertThat(network.hash()).isEqualTo(before);
        }
    }

    @Test
    void twoHundredStepsLeaveNoArraysBehind() {
        try (Network network = tiny(1);
                Optimizer optimizer = OptimizerSpec.sgd().start()) {
            train(network, optimizer, 2);
            int before = network.manager().getManagedArrays().size();
            train(network, optimizer, 200);
            embed(network);

            assertThat(network.manager().getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void aFrozenNetworkDoesNotChangeAndIsNotRecorded() {
        try (Network network = tiny(1).freeze();
                Network trained = tiny(1);
                NDManager step = network.manager().newSubManager();
                GradientRecording recording = GradientRecording.open()) {
            String before = network.hash();

            NDArray fixed = network.forward(images(step, 4, 1, 12), true);
            NDArray recorded = trained.forward(images(step, 4, 1, 12), true);
            recording.backward(recorded.sub(fixed).square().mean());

            assertThatThrownBy(() -> recording.backward(fixed.mean())).hasMessageContaining("does not require grad");
            assertThat(network.hash()).isEqualTo(before);
        }
    }

    @Test
    void evaluationDoesNotRecordOnAnyThread() throws InterruptedException {
        try (Network network = tiny(1)) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try (NDManager step = network.manager().newSubManager();
                        GradientRecording recording = GradientRecording.open()) {
                    recording.backward(
                            network.forward(images(step, 2, 1, 12), false).mean());
                } catch (EngineException e) {
                    failure.set(e);
                }
            });
            thread.start();
            thread.join();

            assertThat(failure.get()).hasMessageContaining("does not require grad");
        }
    }

    @Test
    void imagesOfOtherChannelsAreRefused() {
        try (Network network = tiny(1);
                NDManager step = network.manager().newSubManager()) {
            assertThatThrownBy(() -> network.forward(images(step, 2, 3, 12), false))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("(n, 1, height, width)");
        }
    }

    @Test
    void backbonesAndHeadsSurviveJson() throws IOException {
        ResNet backbone = TINY.withoutBatchNormNeck().stem(Stem.SMALL);
        String json = Json.mapper().writerFor(Backbone.class).writeValueAsString(backbone);
        assertThat(json).contains("\"type\":\"resnet\"");
        assertThat(Json.mapper().readValue(json, Backbone.class)).isEqualTo(backbone);
        String head = Json.mapper().writerFor(HeadSpec.class).writeValueAsString(HeadSpec.faces());
        assertThat(Json.mapper().readValue(head, HeadSpec.class)).isEqualTo(HeadSpec.faces());
        assertThatThrownBy(() -> Json.mapper().readValue("{\"type\":\"java.lang.String\"}", Backbone.class))
                .hasMessageContaining("is no backbone");
    }

    @Test
    void threadsAreAPositiveNumber() {
        assertThat(NativeEngine.parseThreads(" 3 ")).isEqualTo(3);
        for (String wrong : List.of("0", "-1", "two", "1.5", "10000")) {
            assertThatThrownBy(() -> NativeEngine.parseThreads(wrong))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("DMU_THREADS is \"" + wrong + "\"");
        }
    }

    @Test
    void onlyTheRightEngineVersionIsAccepted() {
        NativeEngine.requireVersion("2.7.1");
        NativeEngine.requireVersion("2.7.1+cu128");
        assertThatThrownBy(() -> NativeEngine.requireVersion("2.7.10")).hasMessageContaining("2.7.1 is needed");
    }

    @Test
    void devicesAreParsedAndMissingOnesNamed() {
        assertThat(Devices.parse("CPU", 0)).isEqualTo(Device.cpu());
        assertThat(Devices.parse("gpu:1", 2)).isEqualTo(Device.gpu(1));
        assertThatThrownBy(() -> Devices.parse("gpu", 0)).hasMessageContaining("0 GPU(s)");
        assertThatThrownBy(() -> Devices.parse("tpu", 0)).hasMessageContaining("allowed are cpu, gpu and gpu:N");
    }
}
