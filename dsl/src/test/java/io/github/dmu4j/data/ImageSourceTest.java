package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageSourceTest {
    private static final PillowPhotos.Photo PHOTO = PillowPhotos.photo("4:4:4");

    /** Three times the same file. */
    private static LabeledImages files() {
        return new StreamedImages(
                "files",
                List.of("a", "b", "c"),
                new int[3],
                List.of("photo"),
                i -> new EncodedImage(PHOTO.jpeg(), "photo " + i, 10_000),
                Preprocessing.colour(8),
                Augmentation.randomResizedCrop(0.2),
                "");
    }

    private static float[] pixels(LabeledImages images) {
        try (BatchLoader loader = new BatchLoader(images, images.preprocessing(), images.augmentation(), 1);
                BatchLoader.Batches batches = loader.batches(new int[] {2, 0, 1}, 3, 7, 0, 0, false)) {
            ImageBatch batch = batches.next();
            return Arrays.copyOf(batch.pixels(), batch.pixels().length);
        }
    }

    @Test
    void filesReachTheLoaderUndecodedThroughViews() {
        assertThat(files().source(1)).isInstanceOf(EncodedImage.class).hasToString("photo 1");
        assertThat(files().subset(new int[] {2, 1}).source(0)).hasToString("photo 2");
        assertThat(files().image(1).pixels()).isEqualTo(PHOTO.pixels());
    }

    @Test
    void aCacheKeepsDecodedImagesAndPassesFilesOnWhenItIsFull() {
        long oneImage = PHOTO.pixels().length + 64L;
        CachedImages cached = CachedImages.of(files(), oneImage);
        PixelImage kept = (PixelImage) cached.source(1);
        assertThat(cached.source(1)).isSameAs(kept);
        assertThat(cached.source(2)).isInstanceOf(PixelImage.class); // found too large for what is left
        assertThat(cached.source(2)).isInstanceOf(EncodedImage.class);
        assertThat(cached.cachedBytes()).isEqualTo(oneImage);
    }

    @Test
    void batchesAreTheSameWithAndWithoutCache() {
        assertThat(pixels(CachedImages.of(files()))).isEqualTo(pixels(files()));
    }

    @Test
    void inventedImagesAreNotTheFilesTheyAreMadeOf() {
        InventedImages invented = InventedImages.of(files(), 7, 0);
        assertThat(invented.source(1)).isInstanceOf(PixelImage.class);
        assertThat(((PixelImage) invented.source(1)).pixels())
                .isEqualTo(invented.image(1).pixels())
                .isNotEqualTo(PHOTO.pixels());
    }
}
