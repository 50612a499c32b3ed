package io.github.dmu4j.data;

import java.util.SplittableRandom;

/**
 * The geometric half of an {@link Augmentation} with its random numbers drawn: crop, affine map, mirror.
 *
 * <p>A crop is resampled straight to the output. With an affine map the crop is first reduced, antialiased, to at most 1.25
 * times the output's side, then read bilinearly: shrinking is antialiased without a filter per pixel.
 */
final class Warp {
    private static final double MARGIN = 1.25;

    private final SplittableRandom random;
    private final double minCropArea;
    private final boolean mirrored;
    private final boolean straight;
    /** Output to input, both centred with unit side: [x y] = inverse [u - shiftX, v - shiftY]. */
    private final double inverse00;

    private final double inverse01;
    private final double inverse10;
    private final double inverse11;
    private final double shiftX;
    private final double shiftY;

    /** Draws everything but the crop, which depends on the image's shape. */
    Warp(Augmentation options, SplittableRandom random) {
        this.random = random;
        this.minCropArea = options.minCropArea();
        mirrored = random.nextDouble() < options.flipProbability();
        double angle = Math.toRadians(options.rotationDegrees()) * symmetric(random);
        double shear = Math.tan(Math.toRadians(options.shearDegrees()) * symmetric(random));
        double scale = options.minScale() * Math.pow(options.maxScale() / options.minScale(), random.nextDouble());
        shiftX = options.translateFraction() * symmetric(random);
        shiftY = options.translateFraction() * symmetric(random);
        straight = angle == 0 && shear == 0 && scale == 1 && shiftX == 0 && shiftY == 0;
        // forward = rotation * shear * scale; its inverse is shear^-1 * rotation^-1 / scale
        double cos = Math.cos(angle) / scale;
        double sin = Math.sin(angle) / scale;
        inverse00 = cos + shear * sin;
        inverse01 = sin - shear * cos;
        inverse10 = -sin;
        inverse11 = cos;
    }

    /** Uniform in -1..1. */
    private static double symmetric(SplittableRandom random) {
        return 2 * random.nextDouble() - 1;
    }

    /** Planes of side {@code size} with values in 0..255, one for each channel of the source. */
    float[] apply(PixelColumns source, int size) {
        CropBox box = minCropArea < 1
                ? CropBox.random(random, source.width(), source.height(), minCropArea)
                : CropBox.whole(source.width(), source.height());
        if (straight) {
            float[] planes = Resampler.resample(source, columns(box, source, size), rows(box, source, size));
            if (mirrored) {
                mirror(planes, size);
            }
            return planes;
        }
        int width = Math.min(box.width(), (int) Math.ceil(MARGIN * size));
        int height = Math.min(box.height(), (int) Math.ceil(MARGIN * size));
        float[] reduced = Resampler.resample(source, columns(box, source, width), rows(box, source, height));
        return warp(reduced, width, height, source.channels().length, size);
    }

    private float[] warp(float[] source, int width, int height, int channels, int size) {
        int plane = size * size;
        float[] target = new float[channels * plane];
        for (int y = 0; y < size; y++) {
            double v = (y + 0.5) / size - 0.5 - shiftY;
            for (int x = 0; x < size; x++) {
                double u = ((mirrored ? size - 1 - x : x) + 0.5) / size - 0.5 - shiftX;
                double sx = clamp((inverse00 * u + inverse01 * v + 0.5) * width - 0.5, width - 1);
                double sy = clamp((inverse10 * u + inverse11 * v + 0.5) * height - 0.5, height - 1);
                int left = (int) sx;
                int top = (int) sy;
                float fx = (float) (sx - left);
                float fy = (float) (sy - top);
                int right = left + 1 < width ? 1 : 0;
                int down = top + 1 < height ? width : 0;
                for (int c = 0; c < channels; c++) {
                    int at = (c * height + top) * width + left;
                    float upper = source[at] + fx * (source[at + right] - source[at]);
                    float lower = source[at + down] + fx * (source[at + down + right] - source[at + down]);
                    target[c * plane + y * size + x] = upper + fy * (lower - upper);
                }
            }
        }
        return target;
    }

    private static double clamp(double value, int max) {
        return Math.max(0, Math.min(max, value));
    }

    private static void mirror(float[] planes, int size) {
        for (int row = 0; row < planes.length; row += size) {
            for (int a = row, b = row + size - 1; a < b; a++, b--) {
                float kept = planes[a];
                planes[a] = planes[b];
                planes[b] = kept;
            }
        }
    }

    private static Resampler.Weights columns(CropBox box, PixelColumns source, int out) {
        return box.width() == source.width()
                ? Resampler.whole(source.width(), out)
                : Resampler.of(box.left(), box.width(), source.width(), out);
    }

    private static Resampler.Weights rows(CropBox box, PixelColumns source, int out) {
        return box.height() == source.height()
                ? Resampler.whole(source.height(), out)
                : Resampler.of(box.top(), box.height(), source.height(), out);
    }
}
