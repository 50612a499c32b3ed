package io.github.dmu4j.data;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Small collections for tests. */
final class TinyImages {
    private TinyImages() {}

    /** {@code n} images of class i % classes, with identifiers {@code image-<i>}. */
    static LabeledImages of(int n, int classes, IntFunction<PixelImage> decoder) {
        return new StreamedImages(
                "tiny",
                IntStream.range(0, n).mapToObj(i -> "image-" + i).toList(),
                IntStream.range(0, n).map(i -> i % classes).toArray(),
                IntStream.range(0, classes).mapToObj(c -> "class-" + c).toList(),
                decoder,
                Preprocessing.grey(4),
                Augmentation.characters(),
                "");
    }

    /** A grey image of one tone. */
    static PixelImage tone(int width, int height, int value) {
        byte[] pixels = new byte[width * height];
        Arrays.fill(pixels, (byte) value);
        return new PixelImage(width, height, 1, pixels);
    }

    /** The pattern of pil_resize.py: a slope, an edge and a fine texture. */
    static PixelImage pattern(int width, int height, int channels) {
        byte[] pixels = new byte[width * height * channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < channels; c++) {
                    int value = x * 3 + y * 5 + c * 60 + (x * 2 > y ? 90 : 0) + (x * y) % 7 * 9;
                    pixels[(y * width + x) * channels + c] = (byte) (value % 256);
                }
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }
}
