package io.github.dmu4j.data;

import java.nio.file.Path;

/** Where images come from. Nothing is downloaded. */
public final class Datasets {
    private Datasets() {}

    /**
     * The embedded data set: invented alphabets, drawn in code, the same on every machine. 240 training, 40 validation and 80
     * test classes of 22 grey images of 32 x 32 pixels; classes of whole alphabets are kept apart, some are near-duplicates,
     * and a third of the images are blurred, noisy, occluded, faint or deformed. Good for learning the tool and for tests;
     * what holds on it need not hold on photographs. Everything printed about it says "synthetic".
     */
    public static ImageDataset glyphs() {
        return glyphs(GlyphSettings.frozen());
    }

    /** Invented alphabets of other numbers, sizes or difficulty, for quick tests: not comparable with {@link #glyphs()}. */
    public static ImageDataset glyphs(GlyphSettings settings) {
        return Glyphs.dataset(settings);
    }

    /**
     * Images in {@code root/<class>/<file>}.
     *
     * @throws io.github.dmu4j.base.DmuException if the folder is missing or has no images
     */
    public static ImageFolderDataset imageFolder(Path root) {
        return ImageFolderDataset.of(root);
    }

    /**
     * Images of yours, or of a reader of another format ({@code SmallImages.cifar100(folder).training()}). Classes are divided by a
     * hash of their names, 60 % training, 10 % validation, 30 % test ({@link ImageDataset#withClassShares} changes it); half of
     * the images of a validation or test class, rounded down and chosen by a hash of their identifiers, are queries. A run on
     * images of our readers is resumed and loaded by its folder alone while their files are where they were; for images of yours, or
     * a subset, pass the data, or say where they come from ({@link LabeledImages#origin}).
     *
     * @throws io.github.dmu4j.base.DmuException if there are fewer than 4 classes; in {@code split}, if a class of validation or
     *     test has one image
     */
    public static ImageDataset of(LabeledImages images) {
        return new PooledDataset(
                images,
                ClassPools.byShares(images.classNames(), ClassPools.TRAINING, ClassPools.VALIDATION, ClassPools.TEST),
                OpenSetSplit.halfOfEachClass(images),
                images.origin().map(DataOrigin.OfImages::new));
    }

    /**
     * Images whose use is written in CSV files with the columns {@code path,label,split,role}.
     *
     * @param path a zip or folder with {@code splits/<scenario>.csv}, or one CSV file beside its images
     * @throws io.github.dmu4j.base.DmuException if a file, column or image is missing, a split or role is unknown, or a class of
     *     validation or test is also in another part
     */
    public static ManifestDataset manifest(Path path) {
        return ManifestDataset.of(path);
    }

    /**
     * The split that a manifest has written down, of images of any collection: {@code path} is an image's identifier, or a file whose
     * name without folders and ending is (GLDv2's {@code train/6/2/d/62d0caa23ab29732.jpg}). Labels may be any names for the
     * collection's classes, one for each. The manifest is read line by line; in memory are 16 bytes for each image of the collection.
     *
     * @param manifest a CSV file with the columns {@code path,label,split,role}; with the JSON file that {@link
     *     UpgradeData#saveManifest} writes beside it, its hash is compared
     * @return old and new training, validation and test images in the collection's order
     * @throws io.github.dmu4j.base.DmuException naming the line that is not of this form, whose image the collection does not have, or
     *     whose label contradicts its classes; if a class of validation or test is also in another part; if the hash differs
     */
    public static UpgradeData splitAsWritten(Path manifest, LabeledImages images) {
        return WrittenSplit.of(manifest, images);
    }

    /**
     * Omniglot from the authors' archives as they are: handwritten characters, 105 x 105, black on white. Whole alphabets are for
     * training, validation or test; ten of the twenty drawers' images are queries, the others gallery. Input is grey, 28 pixels.
     *
     * @param zips {@code images_background.zip} (964 characters), and {@code images_evaluation.zip} for 659 more test classes
     * @throws io.github.dmu4j.base.DmuException if one is missing or has no Omniglot images
     */
    public static ImageDataset omniglot(Path... zips) {
        return Omniglot.dataset(zips);
    }
}
