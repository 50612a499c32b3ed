package io.github.dmu4j.data;

import java.util.List;
import java.util.Optional;

/**
 * Images with a class each, in a fixed order: an index in memory, pixels decoded on demand. Nothing assumes that the
 * images fit in memory. Implementations are immutable and safe for concurrent reads.
 */
public interface LabeledImages {
    /** A name for reports, for example {@code glyphs (synthetic)}. */
    String name();

    /** Number of images; may be 0. */
    int size();

    /** A stable identifier, unique in this collection, for example a relative path. */
    String id(int index);

    /** The class of an image: an index into {@link #classNames()}. Labels need not be contiguous over a subset. */
    int label(int index);

    /** Names of all classes of the data set, of which a subset may use a few. */
    List<String> classNames();

    /**
     * Decodes one image.
     *
     * @throws io.github.dmu4j.base.DmuException if it cannot be decoded; the message names the file
     */
    PixelImage image(int index);

    /** One image for a loader that may need only a part of it; the same pixels as {@link #image}, which this is unless overridden. */
    default ImageSource source(int index) {
        return image(index);
    }

    /** How an image becomes network input, unless a plan says otherwise; part of the vector contract. */
    Preprocessing preprocessing();

    /** The augmentation that suits these images (no flips for characters), unless a plan says otherwise. */
    Augmentation augmentation();

    /** Whether the images were generated; everything printed about them says so. */
    boolean synthetic();

    /** How a run opens this collection again; empty if only you know where the images are. That of a subset is empty. */
    default Optional<ImageOrigin> origin() {
        return Optional.empty();
    }

    /** SHA-256 (hex) over name, identifiers and labels in order: what a run records to recognise its data. */
    default String fingerprint() {
        return Fingerprints.of(this);
    }

    /** Labels in order; a fresh array. */
    default int[] labels() {
        int[] labels = new int[size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(i);
        }
        return labels;
    }

    /** The images at {@code indices}, in that order, as a view. */
    default LabeledImages subset(int[] indices) {
        return new ImageSubset(this, indices);
    }

    /**
     * Some images at a glance: each row a class, rows spread evenly over the classes, each column an image of it, in order;
     * grey where a class has fewer images. Tiles have the side of the largest image shown, at most 128 pixels.
     *
     * @param rows classes to show; fewer rows come back if there are fewer classes
     * @param columns images per class
     */
    default PixelImage contactSheet(int rows, int columns) {
        return ContactSheet.of(this, rows, columns);
    }

    /**
     * All images in their order, on one: to look at a few that were chosen.
     *
     * @param columns images a row, at least 1
     * @throws IllegalArgumentException if there is no image
     */
    default PixelImage grid(int columns) {
        return ContactSheet.grid(this, columns);
    }
}
