package io.github.dmu4j.data;

import io.github.dmu4j.data.jpeg.JpegImage;
import java.util.Optional;

/**
 * The bytes of a PNG, JPEG, GIF (first frame) or BMP file, decoded anew each time they are asked for.
 *
 * @param bytes not copied; nobody writes to it afterwards
 * @param where what the bytes are, for messages, for example a path
 * @param maxPixels more than this, as width times height, is refused by the header, before memory is taken for it
 */
@SuppressWarnings("ArrayRecordComponent") // identity equality is what a file's bytes need
public record EncodedImage(byte[] bytes, String where, long maxPixels) implements ImageSource {
    @Override
    public PixelImage decoded() {
        return ImageCodec.decode(bytes, where, maxPixels);
    }

    /** The image as a file of which parts can be decoded; empty if it is none. */
    Optional<JpegImage> jpeg() {
        return ImageCodec.jpeg(bytes, where, maxPixels);
    }

    @Override
    public String toString() {
        return where;
    }
}
