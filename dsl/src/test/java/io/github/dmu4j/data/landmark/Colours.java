package io.github.dmu4j.data.landmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.data.PixelImage;

/** Tells by its colour which picture was decoded. */
final class Colours {
    /** JPEG rounds in YCbCr; colours of different pictures are further apart. */
    private static final int ROUNDING = 4;

    private Colours() {}

    static void assertIs(PixelImage image, JsonNode colour) {
        for (int[] corner : new int[][] {{0, 0}, {image.width() - 1, image.height() - 1}}) {
            for (int c = 0; c < 3; c++) {
                assertThat(image.value(corner[0], corner[1], c))
                        .isCloseTo(colour.get(c).asInt(), within(ROUNDING));
            }
        }
    }
}
