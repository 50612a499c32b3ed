package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.PillowPhotos.Crop;
import io.github.dmu4j.data.PillowPhotos.Photo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PillowResizeTest {
    /** Mean 0 and deviation 1 / 255, so that values stay in 0..255. */
    private static Preprocessing unchanged(int size, int channels) {
        return channels == 1
                ? new Preprocessing(size, 1, List.of(0.0), List.of(1 / 255.0))
                : new Preprocessing(size, 3, List.of(0.0, 0.0, 0.0), List.of(1 / 255.0, 1 / 255.0, 1 / 255.0));
    }

    private static EncodedImage file(Photo photo) {
        return new EncodedImage(photo.jpeg(), photo.name(), 10_000);
    }

    @ParameterizedTest
    @MethodSource("io.github.dmu4j.data.PillowPhotos#crops")
    void resizedCropsAreThoseOfTorchvisionToTheBit(Crop crop) {
        int channels = crop.photo().channels();
        Preprocessing preprocessing = unchanged(crop.size(), channels);
        float[] found = new float[preprocessing.length()];
        PixelColumns part = PixelColumns.of(file(crop.photo()), (width, height) -> crop.box());
        preprocessing.apply(part, crop.mirrored(), found, 0);
        float[] expected = new float[found.length];
        int plane = crop.size() * crop.size();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = crop.pixels()[i % plane * channels + i / plane] & 0xff;
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aFileAndItsDecodedImageGiveTheSameInput() {
        Augmentation augmentation = Augmentation.randomResizedCrop(0.08);
        for (Photo photo : PillowPhotos.photos()) {
            for (Preprocessing preprocessing : List.of(Preprocessing.colour(20), Preprocessing.grey(20))) {
                float[] ofFile = new float[preprocessing.length()];
                float[] ofImage = new float[preprocessing.length()];
                for (int seed = 0; seed < 10; seed++) {
                    augmentation.apply(file(photo), preprocessing, Seeds.random(seed, "test"), ofFile, 0);
                    augmentation.apply(file(photo).decoded(), preprocessing, Seeds.random(seed, "test"), ofImage, 0);
                    assertThat(ofFile).as("seed %d of %s", seed, photo).isEqualTo(ofImage);
                }
            }
        }
    }

    @Test
    void kindsThatAnotherReaderReadsAreCroppedToo() {
        Preprocessing preprocessing = Preprocessing.colour(8);
        EncodedImage progressive = new EncodedImage(PillowPhotos.other("progressive"), "progressive", 10_000);
        float[] ofFile = new float[preprocessing.length()];
        float[] ofImage = new float[preprocessing.length()];
        Augmentation augmentation = Augmentation.randomResizedCrop(0.3);
        augmentation.apply(progressive, preprocessing, Seeds.random(1, "test"), ofFile, 0);
        augmentation.apply(progressive.decoded(), preprocessing, Seeds.random(1, "test"), ofImage, 0);
        assertThat(ofFile).isEqualTo(ofImage);
    }
}
