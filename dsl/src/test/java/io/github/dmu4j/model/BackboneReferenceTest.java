package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every backbone, with weights read by published names, against torchvision's ResNet and a plain PyTorch form of the face network:
 * {@code src/test/python/backbones.py} has the rule of the weights and wrote the expected numbers.
 */
class BackboneReferenceTest {
    /** Of the largest expected number, which is at least 1: float32 sums over up to a hundred layers in another order. */
    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    @Test
    void resNet18EqualsTorchvisions() throws IOException {
        compare("resnet18", trunk(Backbones.resNet18(16)));
    }

    @Test
    @Tag("slow")
    void resNet50EqualsTorchvisions() throws IOException {
        compare("resnet50", trunk(Backbones.resNet50(16)));
    }

    @Test
    @Tag("slow")
    void resNet101EqualsTorchvisions() throws IOException {
        compare("resnet101", trunk(Backbones.resNet101(16)));
    }

    @Test
    void iResNet18InTrainingEqualsTheReference() throws IOException {
        compare("iresnet18-32", Backbones.iResNet18(512));
    }

    @Test
    @Tag("slow")
    void iResNet18EqualsTheReference() throws IOException {
        compare("iresnet18", Backbones.iResNet18(512));
    }

    @Test
    @Tag("slow")
    void iResNet34EqualsTheReference() throws IOException {
        compare("iresnet34", Backbones.iResNet34(512));
    }

    @Test
    @Tag("slow")
    void iResNet50EqualsTheReference() throws IOException {
        compare("iresnet50", Backbones.iResNet50(512));
    }

    @Test
    @Tag("slow")
    void iResNet100EqualsTheReference() throws IOException {
        compare("iresnet100", Backbones.iResNet100(512));
    }

    private static ResNet trunk(ResNet net) {
        return net.stem(Stem.LARGE).withoutBatchNormNeck();
    }

    private void compare(String name, Backbone backbone) throws IOException {
        JsonNode reference = reference(name);
        Map<String, int[]> tensors = new LinkedHashMap<>();
        reference.path("tensors").properties().forEach(tensor -> tensors.put(tensor.getKey(), ints(tensor.getValue())));
        Path file = PublishedWeights.write(folder.resolve(name + ".safetensors"), tensors, "F32");
        int size = reference.path("cases").path(0).path("size").asInt();
        try (Network network =
                PretrainedBackbone.of(backbone, file).build(Preprocessing.colour(size), 1, Device.cpu())) {
            if (backbone instanceof ResNet) {
                setByRule(network, "embedding.weight");
                setByRule(network, "embedding.bias");
            }
            for (JsonNode expected : reference.path("cases")) {
                compare(network, expected);
            }
        }
    }

    private static void compare(Network network, JsonNode expected) {
        int batch = expected.path("batch").asInt();
        int size = expected.path("size").asInt();
        try (NDManager step = network.manager().newSubManager()) {
            NDArray images = step.create(images(batch, size), new Shape(batch, 3, size, size));
            float[] embeddings = network.forward(
                            images, expected.path("training").asBoolean())
                    .toFloatArray();
            for (int i = 0; i < batch; i++) {
                float[] row = Arrays.copyOfRange(embeddings, i * network.dimension(), (i + 1) * network.dimension());
                assertClose(
                        "image " + i + " of " + size,
                        row,
                        expected.path("outputs").path(i));
                double square = 0;
                for (float v : row) {
                    square += (double) v * v;
                }
                double norm = expected.path("norms").path(i).asDouble();
                assertThat(Math.sqrt(square)).isCloseTo(norm, within(TOLERANCE * norm));
            }
        }
        expected.path("statistics").properties().forEach(published -> {
            PublishedNames names =
                    network.backbone() instanceof ResNet ? PublishedNames.TORCHVISION : PublishedNames.INSIGHTFACE;
            NDArray ours = network.parameterSet().arrays().entrySet().stream()
                    .filter(array -> names.published(array.getKey()).orElse("").equals(published.getKey()))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            assertClose(published.getKey(), ours.toFloatArray(), published.getValue());
        });
    }

    private static void assertClose(String what, float[] actual, JsonNode expected) {
        double largest = 1;
        for (JsonNode value : expected) {
            largest = Math.max(largest, Math.abs(value.asDouble()));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) actual[i])
                    .as(what + ", number " + i)
                    .isCloseTo(expected.path(i).asDouble(), within(TOLERANCE * largest));
        }
    }

    /** Image i of n has the contrast (i + 1) / n. */
    private static float[] images(int batch, int size) {
        float[] pixels = PublishedWeights.values("images", batch, 3, size, size);
        int length = pixels.length / batch;
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] *= (i / length + 1) / (float) batch;
        }
        return pixels;
    }

    private static void setByRule(Network network, String name) {
        NDArray array = Objects.requireNonNull(network.parameterSet().arrays().get(name));
        int[] shape = Arrays.stream(array.getShape().getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
        Tensors.overwrite(array, PublishedWeights.values(name, shape));
    }

    private static int[] ints(JsonNode numbers) {
        int[] ints = new int[numbers.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = numbers.path(i).asInt();
        }
        return ints;
    }

    private static JsonNode reference(String name) throws IOException {
        try (InputStream in = BackboneReferenceTest.class.getResourceAsStream("backbones/" + name + ".json")) {
            return Json.mapper().readTree(Objects.requireNonNull(in));
        }
    }
}
