package io.github.dmu4j.data.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.data.PillowPhotos;
import io.github.dmu4j.data.PillowPhotos.Photo;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegImageTest {
    private static final String PHOTOS = "io.github.dmu4j.data.PillowPhotos#photos";

    private static JpegImage opened(Photo photo) {
        return JpegImage.of(photo.jpeg()).orElseThrow();
    }

    /** Row by row, channels interleaved. */
    private static byte[] interleaved(int[][] columns, int width, int height) {
        byte[] pixels = new byte[width * height * columns.length];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = i / columns.length;
            pixels[i] = (byte) columns[i % columns.length][pixel % width * height + pixel / width];
        }
        return pixels;
    }

    @ParameterizedTest
    @MethodSource(PHOTOS)
    void pixelsAreThoseOfPillow(Photo photo) {
        JpegImage image = opened(photo);
        assertThat(new int[] {image.width(), image.height(), image.channels()})
                .containsExactly(photo.width(), photo.height(), photo.channels());
        int[][] columns = image.columns(0, 0, photo.width(), photo.height()).orElseThrow();
        assertThat(interleaved(columns, photo.width(), photo.height())).isEqualTo(photo.pixels());
    }

    @ParameterizedTest
    @MethodSource(PHOTOS)
    void pixelsAreThoseOfTheJdksReader(Photo photo) throws IOException {
        Raster expected = ImageIO.read(new ByteArrayInputStream(photo.jpeg())).getRaster();
        int[][] columns =
                opened(photo).columns(0, 0, photo.width(), photo.height()).orElseThrow();
        for (int c = 0; c < columns.length; c++) {
            for (int x = 0; x < photo.width(); x++) {
                assertThat(expected.getSamples(x, 0, 1, photo.height(), c, (int[]) null))
                        .as("channel %d of column %d", c, x)
                        .isEqualTo(Arrays.copyOfRange(columns[c], x * photo.height(), (x + 1) * photo.height()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(PHOTOS)
    void anyRectangleHasThePixelsOfTheWhole(Photo photo) {
        JpegImage image = opened(photo);
        int[][] whole = image.columns(0, 0, image.width(), image.height()).orElseThrow();
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int width = 1 + random.nextInt(image.width());
            int height = 1 + random.nextInt(image.height());
            int left = random.nextInt(image.width() - width + 1);
            int top = random.nextInt(image.height() - height + 1);
            int[][] part = image.columns(left, top, width, height).orElseThrow();
            for (int c = 0; c < part.length; c++) {
                for (int x = 0; x < width; x++) {
                    int from = (left + x) * image.height() + top;
                    assertThat(Arrays.copyOfRange(part[c], x * height, (x + 1) * height))
                            .as("seed %d, channel %d, column %d", seed, c, x)
                            .isEqualTo(Arrays.copyOfRange(whole[c], from, from + height));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"progressive", "CMYK", "profile"})
    void otherKindsAreLeftToAnotherReader(String kind) {
        assertThat(JpegImage.of(PillowPhotos.other(kind))).isEmpty();
    }

    @Test
    void whatIsNoJpegFileIsNotRead() {
        assertThat(JpegImage.of(new byte[0])).isEmpty();
        assertThat(JpegImage.of(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10}))
                .isEmpty();
    }

    @Test
    void aFileThatWasCutOffIsNotRead() {
        byte[] bytes = PillowPhotos.photo("4:2:0").jpeg();
        for (int length = 0; length < bytes.length - 1; length++) {
            assertThat(JpegImage.of(Arrays.copyOf(bytes, length)))
                    .as("the first %d bytes", length)
                    .isEmpty();
        }
    }

    @Test
    void aPictureThatEndsTooEarlyIsDamagedFromThereOn() {
        byte[] bytes = PillowPhotos.photo("4:2:0").jpeg();
        byte[] holed = Arrays.copyOf(bytes, bytes.length * 3 / 4);
        holed[holed.length - 2] = (byte) 0xff;
        holed[holed.length - 1] = (byte) 0xd9;
        JpegImage image = JpegImage.of(holed).orElseThrow();
        assertThat(image.columns(0, 0, image.width(), image.height())).isEmpty();
        assertThat(image.columns(0, 0, image.width(), 8)).isPresent();
    }

    @Test
    void damageIsFoundOrOverlookedButNeverAnError() {
        for (Photo photo : PillowPhotos.photos()) {
            for (int seed = 0; seed < 100; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                byte[] damaged = photo.jpeg().clone();
                for (int i = 0; i < 1 + seed % 4; i++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                assertThatCode(() -> {
                            Optional<JpegImage> image = JpegImage.of(damaged);
                            image.filter(one -> (long) one.width() * one.height() < 1 << 16)
                                    .ifPresent(one -> one.columns(0, 0, one.width(), one.height()));
                        })
                        .as("seed %d of %s", seed, photo)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void aRectangleBeyondThePictureIsRefused() {
        JpegImage image = opened(PillowPhotos.photo("grey"));
        assertThatThrownBy(() -> image.columns(40, 0, 8, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 x 5 pixels at (40, 0); the picture has 47 x 35");
        assertThatThrownBy(() -> image.columns(0, 0, 0, 5)).isInstanceOf(IllegalArgumentException.class);
    }
}
