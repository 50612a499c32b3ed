package io.github.dmu4j.data;

/**
 * Prepared images, ready for the network.
 *
 * @param pixels float32, shape (size, channels, side, side), row-major
 * @param indices position of each image in the loader's collection
 * @param labels class of each image, as {@link LabeledImages#label} gives it
 * @param size number of images in this batch
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record ImageBatch(float[] pixels, int[] indices, int[] labels, int size) {
    public ImageBatch {
        if (indices.length != size || labels.length != size || size < 1 || pixels.length % size != 0) {
            throw new IllegalArgumentException("a batch of " + size + " images with " + indices.length + " indices, "
                    + labels.length + " labels and " + pixels.length + " values");
        }
    }
}
