package io.github.dmu4j.data;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Random changes to a training image: which of them, and how strong. Immutable; {@code withX} returns a copy. The random
 * numbers come from the caller, so the result depends on nothing but image, options and generator.
 *
 * <p>Steps, in order: random crop; one affine warp about the centre (scale, shear, rotate, shift) fused with the
 * resampling, borders replicated; mirror; brightness and contrast; erasing; normalisation. Crop and mirror alone are
 * torchvision's random resized crop to the bit, and of a JPEG file only the part that is cropped is decoded.
 *
 * @param rotationDegrees uniform in plus or minus this
 * @param minScale smallest factor by which the content grows, log-uniform up to {@code maxScale}
 * @param maxScale largest factor, at least {@code minScale}
 * @param shearDegrees horizontal shear, uniform in plus or minus this
 * @param translateFraction shift along each axis, uniform in plus or minus this share of the side
 * @param flipProbability probability of mirroring left and right; 0 where handedness carries meaning
 * @param brightness values are multiplied by a factor uniform in 1 plus or minus this
 * @param contrast differences from the image's mean are multiplied by a factor uniform in 1 plus or minus this
 * @param eraseProbability probability that one rectangle (2 to 20 % of the area) is replaced by the image's mean
 * @param minCropArea smallest share of the image's area that a random resized crop keeps (aspect ratio 3/4 to 4/3); 1 for no
 *     crop
 */
public record Augmentation(
        double rotationDegrees,
        double minScale,
        double maxScale,
        double shearDegrees,
        double translateFraction,
        double flipProbability,
        double brightness,
        double contrast,
        double eraseProbability,
        double minCropArea) {

    private static final Augmentation NONE = new Augmentation(0, 1, 1, 0, 0, 0, 0, 0, 0, 1);

    /** @throws IllegalArgumentException naming the option that is outside its range */
    public Augmentation {
        check("rotationDegrees", rotationDegrees, 0, 180);
        check("minScale", minScale, 0.1, 10);
        check("maxScale", maxScale, minScale, 10);
        check("shearDegrees", shearDegrees, 0, 60);
        check("translateFraction", translateFraction, 0, 1);
        check("flipProbability", flipProbability, 0, 1);
        check("brightness", brightness, 0, 1);
        check("contrast", contrast, 0, 1);
        check("eraseProbability", eraseProbability, 0, 1);
        check("minCropArea", minCropArea, 0.01, 1);
    }

    /** No change: exactly {@link Preprocessing#apply}. */
    public static Augmentation none() {
        return NONE;
    }

    /**
     * For drawn characters: rotation 10 degrees, scale 0.85 to 1.15, shear 10 degrees, shift 6 %, no mirror. Near the ranges
     * of Koch, Zemel, Salakhutdinov, "Siamese neural networks for one-shot image recognition", 2015 (rotation 10 degrees,
     * shear 0.3, scale 0.8 to 1.2, shift 2 of 105 pixels).
     */
    public static Augmentation characters() {
        return NONE.withRotation(10).withScale(0.85, 1.15).withShear(10).withTranslation(0.06);
    }

    /**
     * For photographs: random resized crop of 25 to 100 % of the area, mirror one half of the time, brightness and contrast
     * 0.2. Torchvision's ImageNet recipe crops from 8 %; a retrieval image has less to spare at small sizes (our choice, not
     * measured).
     */
    public static Augmentation photos() {
        return NONE.withMinCropArea(0.25).withFlip(0.5).withBrightness(0.2).withContrast(0.2);
    }

    /**
     * For photographs in numbers: a random part of at least {@code minArea} of the area, resized as Pillow does, mirrored one half
     * of the time; the training input of torchvision's ImageNet recipe (with 0.08) and of the landmark papers.
     *
     * @param minArea smallest share of the area that is kept, 0.01 to 1 (for 1 there is no crop)
     */
    public static Augmentation randomResizedCrop(double minArea) {
        return NONE.withMinCropArea(minArea).withFlip(0.5);
    }

    /** Rotation uniform in plus or minus {@code degrees}. */
    public Augmentation withRotation(double degrees) {
        return edited(draft -> draft.rotationDegrees = degrees);
    }

    /** Content scaled by a factor log-uniform in {@code min..max}. */
    public Augmentation withScale(double min, double max) {
        return edited(draft -> {
            draft.minScale = min;
            draft.maxScale = max;
        });
    }

    /** Horizontal shear uniform in plus or minus {@code degrees}. */
    public Augmentation withShear(double degrees) {
        return edited(draft -> draft.shearDegrees = degrees);
    }

    /** Shift along each axis, uniform in plus or minus {@code fraction} of the side. */
    public Augmentation withTranslation(double fraction) {
        return edited(draft -> draft.translateFraction = fraction);
    }

    /** Mirrored left and right with this probability. */
    public Augmentation withFlip(double probability) {
        return edited(draft -> draft.flipProbability = probability);
    }

    /** Values multiplied by a factor uniform in 1 plus or minus {@code strength}. */
    public Augmentation withBrightness(double strength) {
        return edited(draft -> draft.brightness = strength);
    }

    /** Differences from the mean multiplied by a factor uniform in 1 plus or minus {@code strength}. */
    public Augmentation withContrast(double strength) {
        return edited(draft -> draft.contrast = strength);
    }

    /** One rectangle replaced by the mean with this probability (Zhong et al., "Random erasing data augmentation", 2020). */
    public Augmentation withErasing(double probability) {
        return edited(draft -> draft.eraseProbability = probability);
    }

    /** Random resized crop that keeps at least this share of the area; 1 for no crop. */
    public Augmentation withMinCropArea(double share) {
        return edited(draft -> draft.minCropArea = share);
    }

    /**
     * Changes and prepares one image.
     *
     * @param image decoded as far as needed
     * @param random for this image and epoch alone, for example {@code Seeds.random(seed, "augment", epoch, index)}
     * @param target receives {@link Preprocessing#length()} values from {@code offset}, as {@link Preprocessing#apply} writes
     *     them
     */
    public void apply(
            ImageSource image, Preprocessing preprocessing, SplittableRandom random, float[] target, int offset) {
        if (equals(NONE)) {
            preprocessing.apply(image, target, offset);
            return;
        }
        if (onlyCropsAndMirrors()) {
            PixelColumns part =
                    PixelColumns.of(image, (width, height) -> CropBox.random(random, width, height, minCropArea));
            preprocessing.apply(part, random.nextDouble() < flipProbability, target, offset);
            return;
        }
        PixelColumns source = preprocessing.reduced(PixelColumns.of(image, CropBox::whole));
        float[] planes = new Warp(this, random).apply(source, preprocessing.size());
        Jitter.apply(this, random, planes, preprocessing.size());
        preprocessing.normalise(planes, target, offset);
    }

    private boolean onlyCropsAndMirrors() {
        return minCropArea < 1 && equals(NONE.withMinCropArea(minCropArea).withFlip(flipProbability));
    }

    private Augmentation edited(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.augmentation();
    }

    /** The one place that copies all components. */
    private static final class Draft {
        private double rotationDegrees;
        private double minScale;
        private double maxScale;
        private double shearDegrees;
        private double translateFraction;
        private double flipProbability;
        private double brightness;
        private double contrast;
        private double eraseProbability;
        private double minCropArea;

        Draft(Augmentation from) {
            rotationDegrees = from.rotationDegrees;
            minScale = from.minScale;
            maxScale = from.maxScale;
            shearDegrees = from.shearDegrees;
            translateFraction = from.translateFraction;
            flipProbability = from.flipProbability;
            brightness = from.brightness;
            contrast = from.contrast;
            eraseProbability = from.eraseProbability;
            minCropArea = from.minCropArea;
        }

        Augmentation augmentation() {
            return new Augmentation(
                    rotationDegrees,
                    minScale,
                    maxScale,
                    shearDegrees,
                    translateFraction,
                    flipProbability,
                    brightness,
                    contrast,
                    eraseProbability,
                    minCropArea);
        }
    }

    private static void check(String option, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(option + " is " + value + "; " + min + " to " + max + " is allowed");
        }
    }
}
