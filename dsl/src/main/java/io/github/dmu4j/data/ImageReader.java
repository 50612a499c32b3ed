package io.github.dmu4j.data;

/**
 * Opens collections of images again from what a run recorded of them, so that the run can be resumed and loaded by its folder
 * alone. Found by {@link java.util.ServiceLoader}: name the class in {@code META-INF/services/io.github.dmu4j.data.ImageReader},
 * and have your collections say {@link LabeledImages#origin}.
 */
public interface ImageReader {
    /** What {@link ImageOrigin#reader} calls it. */
    String name();

    /**
     * Opens a collection again: the same images in the same order.
     *
     * @throws io.github.dmu4j.base.DmuException if its files are gone or changed beyond use, or an argument is missing
     */
    LabeledImages open(ImageOrigin origin);
}
