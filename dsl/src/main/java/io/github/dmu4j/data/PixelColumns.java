package io.github.dmu4j.data;

import io.github.dmu4j.data.jpeg.JpegImage;
import java.util.Optional;

/**
 * A part of an image, column by column and channel by channel: the form in which horizontal resampling is a sum of whole columns.
 *
 * @param channels for each channel the values 0..255, pixel (x, y) at {@code x * height + y}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PixelColumns(int width, int height, int[][] channels) {
    /** Chooses a part of an image of this width and height. */
    interface Choice {
        CropBox in(int width, int height);
    }

    /** The chosen part; of a file that allows it nothing else is decoded. The pixels are the same in either case. */
    static PixelColumns of(ImageSource source, Choice choice) {
        if (source instanceof EncodedImage file) {
            Optional<JpegImage> jpeg = file.jpeg();
            if (jpeg.isPresent()) {
                CropBox box = choice.in(jpeg.get().width(), jpeg.get().height());
                Optional<int[][]> columns = jpeg.get().columns(box.left(), box.top(), box.width(), box.height());
                if (columns.isPresent()) {
                    return new PixelColumns(box.width(), box.height(), columns.get());
                }
                return of(file.decoded(), box); // says what is wrong with the file, if anything is
            }
        }
        PixelImage image = source.decoded();
        return of(image, choice.in(image.width(), image.height()));
    }

    private static PixelColumns of(PixelImage image, CropBox box) {
        int[][] channels = new int[image.channels()][box.width() * box.height()];
        byte[] pixels = image.pixels();
        for (int c = 0; c < channels.length; c++) {
            for (int y = 0; y < box.height(); y++) {
                int from = ((box.top() + y) * image.width() + box.left()) * channels.length + c;
                for (int x = 0; x < box.width(); x++) {
                    channels[c][x * box.height() + y] = pixels[from + x * channels.length] & 0xff;
                }
            }
        }
        return new PixelColumns(box.width(), box.height(), channels);
    }

    /** These pixels in the form in which images are kept. */
    PixelImage image() {
        byte[] pixels = new byte[width * height * channels.length];
        for (int x = 0, i = 0; x < width; x++) {
            for (int y = 0; y < height; y++, i++) {
                int pixel = (y * width + x) * channels.length;
                for (int c = 0; c < channels.length; c++) {
                    pixels[pixel + c] = (byte) channels[c][i];
                }
            }
        }
        return new PixelImage(width, height, channels.length, pixels);
    }

    /** One channel, or the luma of three as {@link PixelImage#toGrey} has it. */
    PixelColumns toGrey() {
        if (channels.length == 1) {
            return this;
        }
        int[] grey = new int[width * height];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (channels[0][i] * 19595 + channels[1][i] * 38470 + channels[2][i] * 7471 + 0x8000) >> 16;
        }
        return new PixelColumns(width, height, new int[][] {grey});
    }
}
