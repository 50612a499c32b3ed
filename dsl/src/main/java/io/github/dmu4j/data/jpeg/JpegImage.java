package io.github.dmu4j.data.jpeg;

import java.util.Optional;

/**
 * A baseline JPEG file of which any rectangle can be decoded. The rectangle's pixels are those of the whole picture, and both
 * are bit for bit what libjpeg and libjpeg-turbo give with their defaults (the accurate integer cosine transform, smooth chroma
 * upsampling), hence what Pillow reads.
 *
 * <p>Not read: progressive and arithmetic coding, more than 8 bits, CMYK, files without JFIF, EXIF or Adobe header (whose colour
 * space is a guess), colour profiles, chroma subsampled otherwise than 4:4:4, 4:2:2 and 4:2:0, several scans, files without an
 * end. Such a file is no error: {@link #of} gives nothing, and another reader has the word.
 *
 * <p>Source: ITU-T Recommendation T.81 (1992), "Digital compression and coding of continuous-tone still images"; the arithmetic
 * after the Independent JPEG Group's jidctint.c, jdsample.c and jdcolor.c. Deviations: none for the kinds that are read.
 */
public final class JpegImage {
    private final JpegHeader header;
    private final byte[] bytes;

    private JpegImage(JpegHeader header, byte[] bytes) {
        this.header = header;
        this.bytes = bytes;
    }

    /** Reads the header; empty if this is no JPEG file, or one of the kinds that are not read. The bytes are not copied. */
    public static Optional<JpegImage> of(byte[] bytes) {
        return JpegHeader.read(bytes).map(header -> new JpegImage(header, bytes));
    }

    /** Pixels from left to right. */
    public int width() {
        return header.width();
    }

    /** Pixels from top to bottom. */
    public int height() {
        return header.height();
    }

    /** 1 (grey) or 3 (RGB). */
    public int channels() {
        return header.components().length;
    }

    /**
     * Decodes a rectangle.
     *
     * @return for each channel the values 0..255, column by column: pixel (x, y) of the rectangle at {@code x * height + y}; empty
     *     if the file is damaged above the rectangle's lower edge. What lies below is not looked at, unless it ends with the picture
     * @throws IllegalArgumentException if the rectangle is empty or not within the picture
     */
    public Optional<int[][]> columns(int left, int top, int width, int height) {
        if (left < 0 || top < 0 || width < 1 || height < 1 || width > width() - left || height > height() - top) {
            throw new IllegalArgumentException("a part of " + width + " x " + height + " pixels at (" + left + ", "
                    + top + "); the picture has " + width() + " x " + height());
        }
        BlockRange range = BlockRange.around(header, left, top, width, height);
        try {
            SamplePlane[] planes = new Scan(header, bytes).decode(range);
            return Optional.of(new Colours(header, planes).columns(left, top, width, height));
        } catch (DamagedScan e) {
            return Optional.empty();
        }
    }
}
