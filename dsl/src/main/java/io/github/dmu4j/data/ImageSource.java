package io.github.dmu4j.data;

/**
 * An image whose pixels may still be encoded: what a loader asks for, so that it decodes only the part that it uses. Immutable and
 * safe for concurrent reads.
 */
public sealed interface ImageSource permits PixelImage, EncodedImage {
    /**
     * The whole image.
     *
     * @throws io.github.dmu4j.base.DmuException if it cannot be decoded; the message names the file
     */
    PixelImage decoded();
}
