package io.github.dmu4j.data;

/**
 * A decoded image: 8 bits a channel, rows from the top, channels interleaved (RGB or grey). The array is not copied;
 * nobody writes to it after construction.
 *
 * @param pixels length width * height * channels
 */
@SuppressWarnings("ArrayRecordComponent") // identity equality is what a pixel buffer needs
public record PixelImage(int width, int height, int channels, byte[] pixels) {
    public PixelImage {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3) || pixels.length != width * height * channels) {
            throw new IllegalArgumentException("a " + width + " x " + height + " image of " + channels
                    + " channels (1 or 3 allowed) needs " + (long) width * height * channels + " bytes, found "
                    + pixels.length);
        }
    }

    /** One channel of one pixel, 0..255. */
    public int value(int x, int y, int channel) {
        return pixels[(y * width + x) * channels + channel] & 0xff;
    }
}
