package io.github.dmu4j.data;

import java.util.SplittableRandom;

/** A rectangle of an image, in whole pixels. */
record CropBox(int left, int top, int width, int height) {
    private static final int ATTEMPTS = 10;
    private static final double MIN_RATIO = 3.0 / 4;
    private static final double MAX_RATIO = 4.0 / 3;

    /** All of an image. */
    static CropBox whole(int width, int height) {
        return new CropBox(0, 0, width, height);
    }

    /**
     * A random part: area uniform in {@code minArea} to all of it, ratio of the sides log-uniform in 3/4 to 4/3; if none of ten
     * fits, the largest one in the middle with an allowed ratio.
     *
     * <p>Source: torchvision's {@code RandomResizedCrop.get_params}; the crop of Szegedy et al., "Going deeper with convolutions",
     * CVPR 2015, section 6. Deviations: none, apart from the generator.
     */
    static CropBox random(SplittableRandom random, int width, int height, double minArea) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double area = (minArea + (1 - minArea) * random.nextDouble()) * width * height;
            double ratio = MIN_RATIO * Math.pow(MAX_RATIO / MIN_RATIO, random.nextDouble());
            int w = (int) Math.rint(Math.sqrt(area * ratio));
            int h = (int) Math.rint(Math.sqrt(area / ratio));
            if (w >= 1 && h >= 1 && w <= width && h <= height) {
                return new CropBox(random.nextInt(width - w + 1), random.nextInt(height - h + 1), w, h);
            }
        }
        double ratio = (double) width / height;
        int w = ratio > MAX_RATIO ? (int) Math.rint(height * MAX_RATIO) : width;
        int h = ratio < MIN_RATIO ? (int) Math.rint(width / MIN_RATIO) : height;
        return new CropBox((width - w) / 2, (height - h) / 2, w, h);
    }
}
