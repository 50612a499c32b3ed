package io.github.dmu4j.data;

import java.nio.file.Path;
import java.util.List;

/**
 * What changed between the training of the old model and that of the new one: a pure function from training images to the two
 * sides. Ours is independent of the order of rows: images are ranked by a hash of their identifier and classes by a hash of
 * their label, under the seed; {@code round(share * n)} of them, halves up, are old.
 *
 * <p>Source: the names and rules are those of the compatible-training literature, which differ in detail (UniBCT, 2022;
 * AdvBCT, 2023; MixBCT, 2023; OpenCompatible's code), whose own rules are {@link PublishedSplit}. Deviations: seeded hashes instead of file order or numpy's shuffle;
 * every class or side that a rule would leave empty keeps one image or class.
 */
public interface Scenario {
    /** A name with its share, for example {@code extended-class 0.3}. */
    String name();

    /**
     * Divides training images.
     *
     * @param ids stable identifiers, unique
     * @param labels class of each image
     * @throws io.github.dmu4j.base.DmuException if there is nothing to divide, for example one class under open-class
     */
    ScenarioSplit split(List<String> ids, int[] labels, long seed);

    /**
     * The old model sees {@code share} of the images of every class, the new one everything.
     *
     * @param share 0 (exclusive) to 1; each class keeps at least one old image, so a class of one image is on both sides
     */
    static Scenario extendedData(double share) {
        return new ShareScenario(ShareScenario.Rule.EXTENDED_DATA, share);
    }

    /** The old model sees {@code share} of the classes with all their images (at least one class), the new one everything. */
    static Scenario extendedClass(double share) {
        return new ShareScenario(ShareScenario.Rule.EXTENDED_CLASS, share);
    }

    /**
     * The old model sees {@code share} of the images of every class, the new one the others.
     *
     * @param share between 0 and 1, both exclusive; each side has at least one image of each class, and the image of a class
     *     with just one is on both
     */
    static Scenario openData(double share) {
        return new ShareScenario(ShareScenario.Rule.OPEN_DATA, share);
    }

    /**
     * The old model sees {@code share} of the classes, the new one the others: no common class.
     *
     * @param share between 0 and 1, both exclusive; each side has at least one class
     */
    static Scenario openClass(double share) {
        return new ShareScenario(ShareScenario.Rule.OPEN_CLASS, share);
    }

    /** Both models see everything: only the network changes. */
    static Scenario extendedBackbone() {
        return new ShareScenario(ShareScenario.Rule.EXTENDED_BACKBONE, 1);
    }

    /**
     * The old model sees the first {@code share} of the classes by label, the new one everything, as in the class-incremental
     * literature (FCT and FastFill: 50 of CIFAR-100's 100 classes). The seed changes nothing.
     */
    static Scenario classGrowth(double share) {
        return new ShareScenario(ShareScenario.Rule.CLASS_GROWTH, share);
    }

    /**
     * The old model sees the images that a list names, the new one everything: for splits that others published as lists of {@code
     * path label} lines (OpenCompatible's and AdvBCT's {@code gldv2_train_old_30percent_class.txt}). A path is an image's identifier, or
     * a file whose name without folders and ending is. Labels may be any names for the collection's classes, one for each, so that
     * AdvBCT's renumbered ones are fine. The seed changes nothing.
     *
     * <p>Splitting throws {@link io.github.dmu4j.base.DmuException} if the list names an image that is none of the training images, or
     * contradicts their classes.
     */
    static Scenario listed(Path oldList) {
        return new ListedScenario(List.of(oldList.toAbsolutePath().normalize()));
    }

    /** The old model sees the images that one list names, the new one those that another names; as {@link #listed(Path)}. */
    static Scenario listed(Path oldList, Path newList) {
        return new ListedScenario(List.of(
                oldList.toAbsolutePath().normalize(), newList.toAbsolutePath().normalize()));
    }

    /**
     * The scenario that has this {@link #name}: what a run writes down, and a command line gives.
     *
     * @param name for example {@code extended-class 0.3}, {@code extended-backbone}, {@code MixBCT open-class 0.3} or {@code
     *     class-sequence 2 of 5}
     * @throws io.github.dmu4j.base.DmuException for an unknown name or a share that is not allowed, listing the known names
     */
    static Scenario named(String name) {
        return ScenarioNames.named(name);
    }
}
