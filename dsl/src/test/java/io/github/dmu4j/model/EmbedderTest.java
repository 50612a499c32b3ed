package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedderTest {
    /** x / 255, unchanged. */
    private static final Preprocessing PLAIN = new Preprocessing(8, 1, List.of(0.0), List.of(1.0));

    @TempDir
    Path folder;

    private static NetworkEmbedder network(long seed) {
        return new NetworkEmbedder(Backbones.resNet10(5).widths(4, 6, 8).build(PLAIN, seed, Device.cpu()));
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(EmbedderTest.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void savedAndLoadedGivesIdenticalVectorsAndTheSameContract() {
        try (NetworkEmbedder saved = network(1)) {
            saved.save(folder);
            try (NetworkEmbedder loaded = NetworkEmbedder.load(folder, Device.cpu())) {
                FloatMatrix expected = saved.embed(new Squares(20));

                assertThat(expected.rows()).isEqualTo(20);
                assertThat(expected.firstUnusableRow()).isEqualTo(-1);
                assertThat(loaded.embed(new Squares(20))).isEqualTo(expected);
                assertThat(loaded.hash()).isEqualTo(saved.hash());
                assertThat(loaded.network().backbone())
                        .isEqualTo(saved.network().backbone());
            }
        }
    }

    @Test
    void aModelWithOtherWeightsThanItsDescriptionIsRefused() throws IOException {
        Path other = folder.resolve("other");
        try (NetworkEmbedder one = network(1);
                NetworkEmbedder two = network(2)) {
            one.save(folder);
            two.save(other);
        }
        Files.copy(
                other.resolve("weights.safetensors"),
                folder.resolve("weights.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> NetworkEmbedder.load(folder, Device.cpu()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("are not those");
        assertThatThrownBy(() -> NetworkEmbedder.load(folder.resolve("nothing"), Device.cpu()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("has no model.json");
    }

    @Test
    void noImagesGiveNoRows() {
        try (NetworkEmbedder embedder = network(1)) {
            assertThat(embedder.embed(new Squares(0))).isEqualTo(FloatMatrix.wrap(0, 5, new float[0]));
        }
    }

    @Test
    void embeddingIsHeardAndCanBeCancelled() {
        List<UpgradeEvent> events = new ArrayList<>();
        try (NetworkEmbedder embedder = network(1)) {
            embedder.embed(new Squares(3), events::add, Cancellation.NEVER);

            assertThat(events).first().isEqualTo(new UpgradeEvent.StageStarted("embed squares", 3, "image"));
            assertThat(events).last().isInstanceOf(UpgradeEvent.StageCompleted.class);
            assertThatThrownBy(() -> embedder.embed(new Squares(3), UpgradeListener.NONE, () -> true))
                    .isInstanceOf(RunCancelled.class)
                    .hasMessageContaining("after 0 of 3 images");
        }
    }

    @Test
    void aTorchScriptFileGivesItsVectors() {
        try (TorchScriptEmbedder embedder = TorchScriptEmbedder.load(resource("means.pt"), PLAIN, Device.cpu())) {
            FloatMatrix vectors = embedder.embed(new Squares(3));

            assertThat(embedder.dimension()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                float grey = 10 * i / 255f;
                assertThat(vectors.row(i)).containsExactly(new float[] {grey, 2 * grey, grey}, within(1e-6f));
            }
        }
    }

    @Test
    void unusableTorchScriptFilesAreRefusedWithTheReason() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "not a model");

        assertRefused(resource("maps.pt"), "(2, dimension) is needed");
        assertRefused(resource("bfloat16.pt"), "bfloat16");
        assertRefused(resource("state_dict.pt"), "no code");
        assertRefused(text, "no TorchScript file");
        assertRefused(folder.resolve("missing.pt"), "there is no TorchScript file");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> TorchScriptEmbedder.load(file, PLAIN, Device.cpu()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(reason);
    }

    /** Image i is all of grey value 10 i. */
    private record Squares(int size) implements LabeledImages {
        @Override
        public String name() {
            return "squares";
        }

        @Override
        public String id(int index) {
            return "square " + index;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public List<String> classNames() {
            return List.of("square");
        }

        @Override
        public PixelImage image(int index) {
            byte[] pixels = new byte[64];
            Arrays.fill(pixels, (byte) (10 * index));
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
            return "squares";
        }
    }
}
