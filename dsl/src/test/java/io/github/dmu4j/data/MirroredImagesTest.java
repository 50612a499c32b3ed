package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MirroredImagesTest {
    @Test
    void leftAndRightChangePlacesAndNothingElse() {
        LabeledImages images =
                TinyImages.of(3, 2, i -> new PixelImage(3, 2, 1, new byte[] {1, 2, 3, 4, 5, (byte) (6 + i)}));
        LabeledImages mirrored = MirroredImages.of(images);
        assertThat(mirrored.image(1).pixels()).containsExactly(3, 2, 1, 7, 5, 4);
        assertThat(mirrored.id(2)).isEqualTo(images.id(2));
        assertThat(mirrored.labels()).isEqualTo(images.labels());
        assertThat(mirrored.fingerprint()).isNotEqualTo(images.fingerprint());
    }
}
