package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InventedImagesTest {
    /** Rows 1 2 3 and 4 5 6. */
    private static final PixelImage NUMBERED = grey(3, 2, 1, 2, 3, 4, 5, 6);

    private static PixelImage grey(int width, int height, int... values) {
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) values[i];
        }
        return new PixelImage(width, height, 1, pixels);
    }

    @Test
    void theEightWaysToTurnAPicture() {
        List<byte[]> ways = IntStream.range(0, 8)
                .mapToObj(way -> InventedImages.turned(NUMBERED, way).pixels())
                .toList();
        assertThat(ways)
                .containsExactly(
                        new byte[] {1, 2, 3, 4, 5, 6},
                        new byte[] {3, 2, 1, 6, 5, 4}, // mirrored left and right
                        new byte[] {4, 5, 6, 1, 2, 3}, // mirrored up and down
                        new byte[] {6, 5, 4, 3, 2, 1}, // half a turn
                        new byte[] {1, 4, 2, 5, 3, 6}, // rows and columns exchanged
                        new byte[] {3, 6, 2, 5, 1, 4}, // a quarter turn against the clock
                        new byte[] {4, 1, 5, 2, 6, 3}, // a quarter turn with the clock
                        new byte[] {6, 3, 5, 2, 4, 1});
        assertThat(InventedImages.turned(NUMBERED, 5))
                .extracting(PixelImage::width)
                .isEqualTo(2);
    }

    @Test
    void coloursStayTogetherWhenTurned() {
        PixelImage colours = new PixelImage(2, 1, 3, new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(InventedImages.turned(colours, 1).pixels()).containsExactly(4, 5, 6, 1, 2, 3);
    }

    @Test
    void drawingsKeepTheirInkOnLightAndOnDarkGround() {
        assertThat(InventedImages.superposed(grey(2, 2, 255, 0, 255, 255), grey(2, 2, 255, 255, 10, 255))
                        .pixels())
                .containsExactly((byte) 255, 0, 10, (byte) 255);
        assertThat(InventedImages.superposed(grey(2, 2, 0, 200, 0, 0), grey(2, 2, 0, 0, 90, 0))
                        .pixels())
                .containsExactly(0, (byte) 200, 90, 0);
    }

    @Test
    void photographsAreAveragedAndTheOtherIsStretched() {
        PixelImage red = new PixelImage(2, 1, 3, new byte[] {100, 0, 0, 100, 0, 0});
        assertThat(InventedImages.superposed(red, grey(1, 1, 50)).pixels()).containsExactly(75, 25, 25, 75, 25, 25);
    }

    @Test
    void viewsAreRepeatableAndDifferAndNoneIsTheImageItself() {
        LabeledImages images = TinyImages.of(20, 5, i -> grey(3, 2, 1 + i, 50 - i, 3 + i, 90 - 4 * i, 5 + i, 120 - i));
        Set<List<Byte>> seen = new HashSet<>();
        for (int view = 0; view < 3; view++) {
            InventedImages invented = InventedImages.of(images, 7, view);
            assertThat(invented.size()).isEqualTo(20);
            assertThat(invented.label(6)).isEqualTo(1);
            for (int i = 0; i < images.size(); i++) {
                byte[] pixels = invented.image(i).pixels();
                assertThat(InventedImages.of(images, 7, view).image(i).pixels()).isEqualTo(pixels);
                assertThat(pixels).isNotEqualTo(images.image(i).pixels());
            }
            seen.add(bytes(invented.image(4)));
            seen.add(bytes(InventedImages.of(images, 8, view).image(4)));
        }
        assertThat(seen).hasSizeGreaterThan(3);
    }

    private static List<Byte> bytes(PixelImage image) {
        return IntStream.range(0, image.pixels().length)
                .mapToObj(i -> image.pixels()[i])
                .toList();
    }
}
