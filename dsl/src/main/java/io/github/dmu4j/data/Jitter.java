package io.github.dmu4j.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The half of an {@link Augmentation} that changes values: brightness, contrast, erasing. */
final class Jitter {
    private static final double MIN_ERASED = 0.02;
    private static final double MAX_ERASED = 0.2;

    private Jitter() {}

    /** Changes planes of side {@code size} with values in 0..255 in place. */
    static void apply(Augmentation options, SplittableRandom random, float[] planes, int size) {
        if (options.brightness() > 0 || options.contrast() > 0) {
            double brightness = 1 + options.brightness() * (2 * random.nextDouble() - 1);
            double contrast = 1 + options.contrast() * (2 * random.nextDouble() - 1);
            float centre = (float) (mean(planes, 0, planes.length) * brightness);
            float factor = (float) (brightness * contrast);
            float shift = (float) (centre * (1 - contrast));
            for (int i = 0; i < planes.length; i++) {
                planes[i] = Math.max(0, Math.min(255, planes[i] * factor + shift));
            }
        }
        if (random.nextDouble() < options.eraseProbability()) {
            erase(random, planes, size);
        }
    }

    private static void erase(SplittableRandom random, float[] planes, int size) {
        double area = (MIN_ERASED + (MAX_ERASED - MIN_ERASED) * random.nextDouble()) * size * size;
        double ratio = 0.5 * Math.pow(4, random.nextDouble());
        int width = Math.max(1, Math.min(size, (int) Math.round(Math.sqrt(area * ratio))));
        int height = Math.max(1, Math.min(size, (int) Math.round(Math.sqrt(area / ratio))));
        int left = random.nextInt(size - width + 1);
        int top = random.nextInt(size - height + 1);
        int plane = size * size;
        for (int from = 0; from < planes.length; from += plane) {
            float fill = (float) mean(planes, from, from + plane);
            for (int y = top; y < top + height; y++) {
                int row = from + y * size;
                Arrays.fill(planes, row + left, row + left + width, fill);
            }
        }
    }

    private static double mean(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
