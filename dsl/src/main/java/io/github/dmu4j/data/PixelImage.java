package io.github.dmu4j.data;

/**
 * A decoded image: 8 bits a channel, rows from the top, channels interleaved (RGB or grey). The array is not copied;
 * nobody writes to it after construction.
 *
 * @param pixels length width * height * channels
 */
@SuppressWarnings("ArrayRecordComponent") // identity equality is what a pixel buffer needs
public record PixelImage(int width, int height, int channels, byte[] pixels) implements ImageSource {
    public PixelImage {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3) || pixels.length != width * height * channels) {
            throw new IllegalArgumentException("a " + width + " x " + height + " image of " + channels
                    + " channels (1 or 3 allowed) needs " + (long) width * height * channels + " bytes, found "
                    + pixels.length);
        }
    }

    /**
     * Decodes the bytes of a PNG, JPEG, GIF (first frame) or BMP file.
     *
     * @param where what the bytes are, for the message, for example a path
     * @param maxPixels more than this, as width times height, is refused by the header, before memory is taken for it
     * @throws io.github.dmu4j.base.DmuException if they are empty, too large, of another format, corrupt or truncated
     */
    public static PixelImage decode(byte[] bytes, String where, long maxPixels) {
        return ImageCodec.decode(bytes, where, maxPixels);
    }

    /** This. */
    @Override
    public PixelImage decoded() {
        return this;
    }

    /** One channel of one pixel, 0..255. */
    public int value(int x, int y, int channel) {
        return pixels[(y * width + x) * channels + channel] & 0xff;
    }

    /** This image, or its luma by ITU-R BT.601 (0.299 R + 0.587 G + 0.114 B, Pillow's fixed-point form) if it is RGB. */
    public PixelImage toGrey() {
        if (channels == 1) {
            return this;
        }
        byte[] grey = new byte[width * height];
        for (int i = 0, p = 0; i < grey.length; i++, p += 3) {
            int luma = (pixels[p] & 0xff) * 19595 + (pixels[p + 1] & 0xff) * 38470 + (pixels[p + 2] & 0xff) * 7471;
            grey[i] = (byte) ((luma + 0x8000) >> 16);
        }
        return new PixelImage(width, height, 1, grey);
    }

    /** This image as the bytes of a PNG file, for reports. */
    public byte[] toPng() {
        return ImageCodec.png(this);
    }

    @Override
    public String toString() {
        return "PixelImage " + width + " x " + height + (channels == 1 ? " grey" : " RGB");
    }
}
