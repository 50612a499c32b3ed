package io.github.dmu4j.data;

/**
 * Images and the rule by which their classes are divided into training, validation and test classes. Open set: a model is
 * validated and tested on classes that it was never trained on. The division belongs to the data set, not to the scenario or
 * the seed, so that test classes are the same in every experiment.
 */
public interface ImageDataset {
    /** A name for reports, for example {@code glyphs-1 (synthetic)}. */
    String name();

    /** All images of all classes. */
    LabeledImages images();

    /**
     * The data of one upgrade experiment. Training classes are divided by the scenario. Of each validation and test class one
     * half of the images (rounded down, chosen by a hash of the identifier, or by the data set's own rule) are queries and
     * the others gallery.
     *
     * @param seed chooses what the old model saw; neither the validation nor the test images depend on it
     */
    UpgradeData split(Scenario scenario, long seed);

    /**
     * This data set with classes divided anew, by a hash of their names, instead of by its own rule.
     *
     * @param training share of the classes that models are trained on
     * @param validation share of the classes for choices
     * @param test share of the classes for published figures; the three sum to 1, each above 0
     * @throws io.github.dmu4j.base.DmuException if the division is fixed by a file
     */
    ImageDataset withClassShares(double training, double validation, double test);

    /** This data set with another input size or normalisation. */
    ImageDataset withPreprocessing(Preprocessing preprocessing);

    /** This data set with another augmentation of training images. */
    ImageDataset withAugmentation(Augmentation augmentation);

    /**
     * Some images at a glance: each row a class, rows spread evenly over the classes, each column an image of it.
     *
     * @see LabeledImages#contactSheet
     */
    default PixelImage contactSheet(int rows, int columns) {
        return images().contactSheet(rows, columns);
    }
}
