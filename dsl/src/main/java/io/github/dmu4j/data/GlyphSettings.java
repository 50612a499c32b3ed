package io.github.dmu4j.data;

import java.util.Locale;

/**
 * What the generated alphabets are like. The defaults were frozen on 2026-11-25, before any method was tuned on them: changing
 * one makes another data set, with another version in its name ({@code glyphs-1 (synthetic)}).
 *
 * <p>Shares of damage and deformation were set by looking at contact sheets and at a nearest-neighbour search on raw pixels,
 * so that a person can tell the classes apart, siblings with effort, and damaged images sometimes not.
 *
 * @param trainingFamilies alphabets whose characters are trained on
 * @param validationFamilies alphabets for choices
 * @param testFamilies alphabets for published figures
 * @param classesPerFamily characters of each alphabet
 * @param imagesPerClass drawings of each character
 * @param size side of an image, pixels
 * @param siblingShare probability that a character is another of its alphabet with one stroke changed: a hard pair
 * @param deformation how unsteady the hand is; 1 is the frozen default, 0 draws every image alike
 * @param damageShare mean share of images that are blurred, noisy, occluded, faint or strongly deformed; a character's own
 *     share lies anywhere between 0 and twice this
 * @param seed chooses alphabets and drawings
 */
public record GlyphSettings(
        int trainingFamilies,
        int validationFamilies,
        int testFamilies,
        int classesPerFamily,
        int imagesPerClass,
        int size,
        double siblingShare,
        double deformation,
        double damageShare,
        long seed) {

    private static final int VERSION = 1;
    private static final GlyphSettings FROZEN = new GlyphSettings(24, 4, 8, 10, 22, 32, 0.35, 1, 0.35, 1);

    /** @throws IllegalArgumentException naming what is outside its range */
    public GlyphSettings {
        if (trainingFamilies < 1 || validationFamilies < 1 || testFamilies < 1) {
            throw new IllegalArgumentException(
                    "glyphs need at least one family for each of training, validation and test," + " found "
                            + trainingFamilies + ", " + validationFamilies + ", " + testFamilies);
        }
        if (classesPerFamily < 1 || classesPerFamily > 40 || imagesPerClass < 2 || size < 16 || size > 256) {
            throw new IllegalArgumentException("glyphs with " + classesPerFamily + " classes per family (1 to 40), "
                    + imagesPerClass + " images per class (at least 2), side " + size + " (16 to 256)");
        }
        if (!(siblingShare >= 0 && siblingShare <= 1)
                || !(deformation >= 0 && deformation <= 3)
                || !(damageShare >= 0 && damageShare <= 0.5)) {
            throw new IllegalArgumentException("glyphs with sibling share " + siblingShare + " (0 to 1), deformation "
                    + deformation + " (0 to 3), damage share " + damageShare + " (0 to 0.5)");
        }
    }

    /** 240 training, 40 validation and 80 test classes of 22 grey images, 32 x 32. */
    public static GlyphSettings frozen() {
        return FROZEN;
    }

    /**
     * About this many classes in the same proportions, for quick tests: families of ten, at least three families; fewer than 30
     * classes make the families smaller.
     *
     * @param classes at least 6
     */
    public GlyphSettings withClasses(int classes) {
        if (classes < 6) {
            throw new IllegalArgumentException(classes + " glyph classes; at least 6 are needed");
        }
        int families = Math.max(3, classes / 10);
        int validation = Math.max(1, families / 9);
        int test = Math.max(1, families * 2 / 9);
        return new GlyphSettings(
                families - validation - test,
                validation,
                test,
                Math.max(2, Math.min(40, classes / families)),
                imagesPerClass,
                size,
                siblingShare,
                deformation,
                damageShare,
                seed);
    }

    /** This many drawings of each character. */
    public GlyphSettings withImagesPerClass(int images) {
        return new GlyphSettings(
                trainingFamilies,
                validationFamilies,
                testFamilies,
                classesPerFamily,
                images,
                size,
                siblingShare,
                deformation,
                damageShare,
                seed);
    }

    /** Images of this side, pixels. */
    public GlyphSettings withSize(int side) {
        return new GlyphSettings(
                trainingFamilies,
                validationFamilies,
                testFamilies,
                classesPerFamily,
                imagesPerClass,
                side,
                siblingShare,
                deformation,
                damageShare,
                seed);
    }

    /** Another unsteadiness of the hand and another share of damaged images. */
    public GlyphSettings withDifficulty(double handDeformation, double damagedShare) {
        return new GlyphSettings(
                trainingFamilies,
                validationFamilies,
                testFamilies,
                classesPerFamily,
                imagesPerClass,
                size,
                siblingShare,
                handDeformation,
                damagedShare,
                seed);
    }

    /** Families in all. */
    int families() {
        return trainingFamilies + validationFamilies + testFamilies;
    }

    /** {@code glyphs-1 (synthetic)}, or a name that says that settings were changed. */
    String datasetName() {
        String changed = equals(FROZEN)
                ? ""
                : String.format(Locale.ROOT, " changed to %d classes", families() * classesPerFamily);
        return "glyphs-" + VERSION + changed + " (synthetic)";
    }
}
