package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and expected numbers by {@code src/test/python/onnx_models.py}. */
class OnnxEmbedderTest {
    /** x / 255, unchanged. */
    private static final Preprocessing PLAIN = new Preprocessing(8, 1, List.of(0.0), List.of(1.0));

    @TempDir
    Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(OnnxEmbedderTest.class.getResource("onnx/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"any-batch.onnx", "batch-of-4.onnx", "beside.onnx"})
    void aFileGivesItsVectors(String name) {
        float[][] expected = Json.read(resource("expected.json"), float[][].class);
        try (OnnxEmbedder embedder = OnnxEmbedder.load(resource(name), PLAIN)) {
            FloatMatrix vectors = embedder.embed(new Slopes(7));

            assertThat(embedder.dimension()).isEqualTo(3);
            assertThat(vectors.rows()).isEqualTo(7);
            for (int i = 0; i < 7; i++) {
                assertThat(vectors.row(i)).containsExactly(expected[i], within(1e-5f));
            }
            assertThat(embedder.embed(new Slopes(0)).rows()).isZero();
            assertThat(embedder.name()).isEqualTo(name);
            assertThat(embedder.file()).isEqualTo(resource(name));
        }
    }

    @Test
    void weightsBesideTheFileBelongToItsIdentity() throws IOException {
        Path file = Files.copy(resource("beside.onnx"), folder.resolve("beside.onnx"));
        assertRefused(file, PLAIN, "has weights in the file beside.onnx.data, which is not beside it");
        byte[] weights = Files.readAllBytes(resource("beside.onnx.data"));
        Files.write(folder.resolve("beside.onnx.data"), weights);
        String hash = OnnxFile.read(file).hash();
        weights[3] ^= 1;
        Files.write(folder.resolve("beside.onnx.data"), weights);

        assertThat(OnnxFile.read(file).hash()).isNotEqualTo(hash);
        assertThat(OnnxFile.read(resource("beside.onnx")).hash()).isEqualTo(hash);
        assertThat(OnnxFile.read(resource("maps.onnx")).hash()).isEqualTo(FileHash.of(resource("maps.onnx")));
    }

    @Test
    void weightsOutsideOfItsFolderAreRefused() throws IOException {
        String content = Files.readString(resource("beside.onnx"), StandardCharsets.ISO_8859_1);
        Path file = Files.writeString(
                folder.resolve("out.onnx"),
                content.replace("beside.onnx.data", "../de.onnx.data!"),
                StandardCharsets.ISO_8859_1);

        assertRefused(file, PLAIN, "has weights in ../de.onnx.data!, outside of its own folder");
    }

    @Test
    void unusableFilesAreRefusedWithTheReason() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "not a model, but some text");
        byte[] half = Arrays.copyOf(Files.readAllBytes(resource("any-batch.onnx")), 700);

        assertRefused(resource("maps.onnx"), PLAIN, "(2, dimension) is needed");
        assertRefused(resource("two.onnx"), PLAIN, "has 1 inputs and 2 outputs");
        assertRefused(resource("last.onnx"), PLAIN, "takes float32 of shape (any, 8, 8, 3)", "channels first");
        assertRefused(resource("flat.onnx"), PLAIN, "takes float32 of shape (any, 64)");
        assertRefused(resource("double.onnx"), PLAIN, "type number 11");
        assertRefused(resource("any-batch.onnx"), PLAIN.withSize(9), "(any, 1, 8, 8)", "(n, 1, 9, 9)");
        assertRefused(text, PLAIN, "is no ONNX file or is damaged");
        assertRefused(Files.write(folder.resolve("half.onnx"), half), PLAIN, "a field goes beyond its message");
        assertRefused(Files.createFile(folder.resolve("empty.onnx")), PLAIN, "it has no graph");
        assertRefused(folder.resolve("missing.onnx"), PLAIN, "there is no ONNX file");
    }

    private static void assertRefused(Path file, Preprocessing preprocessing, String... reasons) {
        assertThatThrownBy(() -> OnnxEmbedder.load(file, preprocessing))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void embeddingIsHeardAndCanBeCancelled() {
        List<UpgradeEvent> events = new ArrayList<>();
        try (OnnxEmbedder embedder = OnnxEmbedder.load(resource("any-batch.onnx"), PLAIN)) {
            embedder.embed(new Slopes(3), events::add, Cancellation.NEVER);

            assertThat(events).first().isEqualTo(new UpgradeEvent.StageStarted("embed slopes", 3, "image"));
            assertThat(events).last().isInstanceOf(UpgradeEvent.StageCompleted.class);
            assertThatThrownBy(() -> embedder.embed(new Slopes(3), UpgradeListener.NONE, () -> true))
                    .isInstanceOf(RunCancelled.class)
                    .hasMessageContaining("after 0 of 3 images");
        }
    }

    @Test
    void anEngineThatIsNotThereIsNamedWithItsCoordinates() {
        assertThatThrownBy(() -> OnnxEngine.require("NoSuchEngine"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("add the Maven dependency ai.djl.onnxruntime:onnxruntime-engine:0.35.1")
                .hasMessageContaining("%maven ai.djl.onnxruntime:onnxruntime-engine:0.35.1");
    }

    /** Pixel (x, y) of image i is 17 i + 5 x + 3 y^2, modulo 256. */
    private record Slopes(int size) implements LabeledImages {
        @Override
        public String name() {
            return "slopes";
        }

        @Override
        public String id(int index) {
            return "slope " + index;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public List<String> classNames() {
            return List.of("slope");
        }

        @Override
        public PixelImage image(int index) {
            byte[] pixels = new byte[64];
            for (int at = 0; at < 64; at++) {
                int x = at % 8;
                int y = at / 8;
                pixels[at] = (byte) (17 * index + 5 * x + 3 * y * y);
            }
            return new PixelImage(8, 8, 1, pixels);
        }

        @Override
        public Preprocessing preprocessing() {
            return PLAIN;
        }

        @Override
        public Augmentation augmentation() {
            return Augmentation.none();
        }

        @Override
        public boolean synthetic() {
            return true;
        }

        @Override
        public String fingerprint() {
            return "slopes";
        }
    }
}
