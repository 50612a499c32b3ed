package io.github.dmu4j.run.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.StreamedImages;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.model.Embedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty images in blocks of eight, by a model whose vectors are the tones of the two pixels. */
class ResumableEmbeddingTest {
    private static final int IMAGES = 20;
    private static final int BLOCK = 8;

    private static final LabeledImages TONES = new StreamedImages(
            "tones",
            IntStream.range(0, IMAGES).mapToObj(i -> "tone-" + i).toList(),
            new int[IMAGES],
            List.of("tone"),
            i -> new PixelImage(2, 1, 1, new byte[] {(byte) (i + 1), (byte) (2 * i)}),
            Preprocessing.grey(2),
            Augmentation.none(),
            "");

    @TempDir
    Path folder;

    private final List<UpgradeEvent> events = new ArrayList<>();
    private final Tones model = new Tones();

    /** Counts the images that it sees, and can be stopped at one. */
    private static final class Tones implements Embedder {
        private int seen;
        private int stopAt = Integer.MAX_VALUE;

        @Override
        public String name() {
            return "tones";
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public Preprocessing preprocessing() {
            return Preprocessing.grey(2);
        }

        @Override
        public String hash() {
            return "0".repeat(64);
        }

        @Override
        public FloatMatrix embed(LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
            float[][] rows = new float[images.size()][];
            for (int i = 0; i < rows.length; i++) {
                if (seen++ == stopAt) {
                    throw new RunCancelled("stopped");
                }
                PixelImage image = images.image(i);
                rows[i] = new float[] {image.value(0, 0, 0), image.value(1, 0, 0)};
                listener.on(new UpgradeEvent.StepCompleted("part", 0, i + 1, rows.length, Map.of(), 0, 1));
            }
            return FloatMatrix.ofRows(rows);
        }

        @Override
        public void close() {}
    }

    private FloatMatrix embed(boolean flipTest, Optional<Path> file) {
        return new ResumableEmbedding(model, "new model", TONES, flipTest, BLOCK, events::add, Cancellation.NEVER)
                .into(file);
    }

    @Test
    void rowsStandInTheOrderOfTheImagesWhateverTheBlocks() {
        FloatMatrix vectors = embed(false, Optional.empty());
        assertThat(vectors.rows()).isEqualTo(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            assertThat(vectors.row(i)).containsExactly(i + 1, 2 * i);
        }
    }

    @Test
    void theFlipTestAddsTheVectorOfTheMirrorImage() {
        FloatMatrix vectors = embed(true, Optional.empty());
        for (int i = 0; i < IMAGES; i++) {
            assertThat(vectors.row(i)).containsExactly(3 * i + 1, 3 * i + 1);
        }
        assertThat(model.seen).isEqualTo(2 * IMAGES);
    }

    @Test
    void anInterruptionCostsOneBlock() throws IOException {
        Path file = folder.resolve("vectors/tones.npy");
        model.stopAt = 2 * BLOCK + 3;
        assertThatThrownBy(() -> embed(false, Optional.of(file))).isInstanceOf(RunCancelled.class);
        assertThat(file).doesNotExist();
        model.seen = 0;
        model.stopAt = Integer.MAX_VALUE;
        FloatMatrix resumed = embed(false, Optional.of(file));
        assertThat(model.seen).isEqualTo(IMAGES - 2 * BLOCK);
        assertThat(resumed).isEqualTo(embed(false, Optional.empty()));
        assertThat(embed(false, Optional.of(file))).isEqualTo(resumed);
        try (Stream<Path> left = Files.list(folder.resolve("vectors"))) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void progressIsThatOfTheWhole() {
        embed(true, Optional.empty());
        assertThat(events)
                .first()
                .isEqualTo(new UpgradeEvent.StageStarted("embed tones, new model", 2 * IMAGES, "image"));
        List<Long> steps = events.stream()
                .filter(UpgradeEvent.StepCompleted.class::isInstance)
                .map(event -> ((UpgradeEvent.StepCompleted) event).step())
                .toList();
        assertThat(steps)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 2 * IMAGES)
                        .mapToObj(i -> (long) i)
                        .toList());
        assertThat(events).last().isInstanceOf(UpgradeEvent.StageCompleted.class);
    }

    @Test
    void aVectorWithoutDirectionNamesItsImage() {
        LabeledImages black = new StreamedImages(
                "black",
                List.of("night"),
                new int[1],
                List.of("none"),
                i -> new PixelImage(2, 1, 1, new byte[2]),
                Preprocessing.grey(2),
                Augmentation.none(),
                "");
        assertThatThrownBy(() -> new ResumableEmbedding(
                                model, "old model", black, false, BLOCK, UpgradeListener.NONE, Cancellation.NEVER)
                        .into(Optional.empty()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("night by the old model");
    }
}
