package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedBackboneTest {
    private static final Preprocessing COLOUR = Preprocessing.colour(16);
    private static final ResNet NET = Backbones.resNet10(5).widths(4, 6, 8, 10).stem(Stem.LARGE);
    private static final IResNet FACES = Backbones.iResNet18(6).widths(4, 4, 6, 8);

    @TempDir
    Path folder;

    private Path file(Map<String, int[]> tensors) {
        return PublishedWeights.write(folder.resolve("net.safetensors"), tensors, "F32");
    }

    private static Map<String, float[]> state(Backbone backbone) {
        try (Network network = backbone.build(COLOUR, 7, Device.cpu())) {
            return network.parameterSet().state();
        }
    }

    @Test
    void theTrunkStartsFromTheFileAndTheRestFromTheSeed() {
        Map<String, int[]> tensors = PublishedWeights.of(NET, COLOUR);
        tensors.put("fc.weight", new int[] {1000, 10});
        tensors.put("fc.bias", new int[] {1000});
        PretrainedBackbone pretrained = NET.pretrained(file(tensors));

        Map<String, float[]> anew = state(NET);
        Map<String, float[]> begun = state(pretrained);

        assertThat(begun.get("stem.conv.weight")).isEqualTo(PublishedWeights.values("conv1.weight", 4, 3, 7, 7));
        assertThat(begun.get("stage2.block0.shortcut.bn.running_var"))
                .isEqualTo(PublishedWeights.values("layer2.0.downsample.1.running_var", 6));
        for (String name : List.of("embedding.weight", "embedding.bias", "neck.weight", "neck.running_mean")) {
            assertThat(begun.get(name)).as(name).isEqualTo(anew.get(name));
        }
        assertThat(pretrained.dimension()).isEqualTo(5);
        assertThat(pretrained.name()).isEqualTo("resNet10(5).widths(4, 6, 8, 10).pretrained(net.safetensors)");
        assertThat(pretrained.problems(COLOUR)).isEmpty();
        try (Network network = pretrained.build(COLOUR, 7, Device.cpu())) {
            assertThat(network)
                    .hasToString(NET.name() + ", " + network.parameterSet().parameterCount()
                            + " parameters on cpu(), began from 60 arrays of net.safetensors; anew: embedding, neck");
            assertThat(network.backbone()).isEqualTo(NET);
        }
    }

    @Test
    void aFaceNetworkIsReadWhole() {
        Map<String, float[]> begun = state(FACES.pretrained(file(PublishedWeights.of(FACES, COLOUR))));

        assertThat(begun.get("embedding.weight")).isEqualTo(PublishedWeights.values("fc.weight", 6, 8));
        assertThat(begun.get("neck.weight")).isEqualTo(PublishedWeights.values("features.weight", 6));
        assertThat(begun.get("bn.bias")).isEqualTo(PublishedWeights.values("bn2.bias", 8));
        assertThat(begun.get("stage3.block1.prelu.weight"))
                .isEqualTo(PublishedWeights.values("layer3.1.prelu.weight", 6));
    }

    @Test
    void wrappersThatAllNamesShareAreTakenOff() {
        Map<String, int[]> wrapped = new LinkedHashMap<>();
        PublishedWeights.of(NET, COLOUR).forEach((name, shape) -> wrapped.put("module.backbone." + name, shape));

        assertThat(state(NET.pretrained(file(wrapped))).get("stem.bn.weight"))
                .isEqualTo(PublishedWeights.values("module.backbone.bn1.weight", 4));
    }

    @Test
    void halvesAreWidenedAndBfloat16IsRefusedByName() {
        Map<String, int[]> tensors = PublishedWeights.of(NET, COLOUR);
        Path halves = PublishedWeights.write(folder.resolve("half.safetensors"), tensors, "F16");
        Path brain = PublishedWeights.write(folder.resolve("bf16.safetensors"), tensors, "BF16");

        assertThat(state(NET.pretrained(halves)).get("stem.conv.weight")).containsOnly(1f);
        assertThatThrownBy(() -> NET.pretrained(brain))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("bf16.safetensors holds conv1.weight as BF16; only F32 and F16 are read");
    }

    @Test
    void everythingThatDoesNotFitIsListedAtOnce() {
        Map<String, int[]> tensors = PublishedWeights.of(NET, COLOUR);
        tensors.remove("bn1.bias");
        tensors.put("head.weight", new int[] {2});
        tensors.put("layer2.0.conv1.weight", new int[] {6, 4, 5, 5});

        assertRefused(
                NET.pretrained(file(tensors)),
                COLOUR,
                "missing bn1.bias;",
                "unknown head.weight;",
                "of another shape layer2.0.conv1.weight has (6, 4, 5, 5) where (6, 4, 3, 3) is needed",
                "The file looks like resNet10");
    }

    @Test
    void aFileOfAnotherNetworkIsRecognised() {
        Path file = file(
                PublishedWeights.of(Backbones.resNet50(5).widths(2, 2, 2, 2).stem(Stem.LARGE), COLOUR));

        assertRefused(NET.pretrained(file), COLOUR, " more", "The file looks like resNet50");
        assertRefused(FACES.pretrained(file), COLOUR, "by the names of InsightFace", "The file looks like resNet50");
        Path faces = PublishedWeights.write(folder.resolve("f"), PublishedWeights.of(FACES, COLOUR), "F32");
        assertRefused(NET.pretrained(faces), COLOUR, "The file looks like iResNet18");
        Path other = PublishedWeights.write(folder.resolve("o"), Map.of("blocks.0.attn", new int[] {2}), "F32");
        assertRefused(NET.pretrained(other), COLOUR, "unknown blocks.0.attn", "looks like no residual network");
        Map<String, int[]> deep = new LinkedHashMap<>();
        for (int stage = 1; stage <= 4; stage++) {
            deep.put("layer" + stage + ".4.conv3.weight", new int[] {1});
        }
        Path strange = PublishedWeights.write(folder.resolve("s"), deep, "F32");
        assertRefused(NET.pretrained(strange), COLOUR, "a network of [5, 5, 5, 5] basic blocks, which is none of ours");
    }

    @Test
    void whatInTheImagesDoesNotFitIsSaid() {
        Path file = file(PublishedWeights.of(NET, COLOUR));

        assertRefused(
                NET.pretrained(file),
                Preprocessing.grey(16),
                "conv1.weight has (4, 3, 7, 7) where (4, 1, 7, 7) is needed",
                "takes images of 3 channels and these have 1",
                "Preprocessing.colour(size)");
        assertRefused(NET.stem(Stem.AUTO).pretrained(file), COLOUR, "use stem(Stem.LARGE)");
        Path faces = PublishedWeights.write(folder.resolve("faces"), PublishedWeights.of(FACES, COLOUR), "F32");
        assertRefused(
                Backbones.iResNet18(3).widths(4, 4, 6, 8).pretrained(faces),
                COLOUR,
                "fc.weight has (6, 8) where (3, 8) is needed",
                "its last layer has the shape [6, 8]");
    }

    private static void assertRefused(PretrainedBackbone net, Preprocessing input, String... reasons) {
        assertThatThrownBy(() -> net.build(input, 1, Device.cpu()))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll(reasons);
        assertThat(net.problems(input)).singleElement().asString().contains(reasons);
    }

    @Test
    void aFileThatIsGoneOrHasChangedIsRefused() throws IOException {
        Path file = file(PublishedWeights.of(NET, COLOUR));
        PretrainedBackbone net = NET.pretrained(file);
        Map<String, int[]> changed = PublishedWeights.of(NET, COLOUR);
        changed.put("fc.bias", new int[] {3});

        file(changed);
        assertRefused(net, COLOUR, file.toString(), "have changed", "as another plan");
        Files.delete(file);
        assertRefused(net, COLOUR, file + ", are not there: put the file back");
        assertThatThrownBy(() -> NET.pretrained(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no file " + file);
    }

    @Test
    void itSurvivesJson() throws IOException {
        for (Backbone net : List.of(NET, FACES)) {
            Path file = PublishedWeights.write(folder.resolve("ä b.safetensors"), net, COLOUR);
            PretrainedBackbone pretrained = PretrainedBackbone.of(net, file);
            String json = Json.mapper().writerFor(Backbone.class).writeValueAsString(pretrained);

            assertThat(json).startsWith("{\"type\":\"pretrained\",\"backbone\":{\"type\":\"");
            assertThat(Json.mapper().readValue(json, Backbone.class)).isEqualTo(pretrained);
            assertThat(pretrained.architecture()).isEqualTo(net);
        }
    }

    @Test
    void onlyNetworksOfPublishedNamesTakeAFile() {
        PretrainedBackbone net = NET.pretrained(file(PublishedWeights.of(NET, COLOUR)));

        assertThatThrownBy(() -> PretrainedBackbone.of(net, net.file()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a ResNet or an IResNet");
    }
}
