package io.github.dmu4j.data;

import java.util.List;
import java.util.Locale;

/** How good an image is. A weak model loses damaged images first, so that an upgrade finds poor old features. */
enum GlyphDamage {
    CLEAN,
    BLUR,
    NOISE,
    OCCLUDED,
    FAINT,
    /** Drawn by a very unsteady hand. */
    DEFORMED;

    /** All but {@link #CLEAN}. */
    static final List<GlyphDamage> HARMS = List.of(BLUR, NOISE, OCCLUDED, FAINT, DEFORMED);

    /** Lower case, for identifiers. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Changes grey values in place.
     *
     * @param values rows from the top, 0..255
     */
    void apply(float[] values, int size, GlyphRandom random) {
        switch (this) {
            case CLEAN, DEFORMED -> {}
            case BLUR -> {
                float[] soft = blurred(values, size, random.uniform(0.045, 0.08) * size);
                System.arraycopy(soft, 0, values, 0, soft.length);
            }
            case NOISE -> addNoise(values, random, random.uniform(45, 80));
            case OCCLUDED -> occlude(values, size, random);
            case FAINT -> fade(values, random);
        }
    }

    static void addNoise(float[] values, GlyphRandom random, double deviation) {
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (deviation * random.bell());
        }
    }

    /** A slanted band of one tone across the image, as wide as 25 to 40 % of the side. */
    private static void occlude(float[] values, int size, GlyphRandom random) {
        float tone = (float) random.uniform(60, 235);
        double angle = random.uniform(0, StrictMath.PI);
        double nx = StrictMath.cos(angle);
        double ny = StrictMath.sin(angle);
        double middle = random.uniform(-0.2, 0.2);
        double half = random.uniform(0.125, 0.2);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double distance = ((x + 0.5) / size - 0.5) * nx + ((y + 0.5) / size - 0.5) * ny - middle;
                if (Math.abs(distance) < half) {
                    values[y * size + x] = tone;
                }
            }
        }
    }

    /** Contrast of 12 to 25 % on paper of any brightness. */
    private static void fade(float[] values, GlyphRandom random) {
        float contrast = (float) random.uniform(0.12, 0.25);
        float paper = (float) random.uniform(90, 220);
        for (int i = 0; i < values.length; i++) {
            values[i] = paper + contrast * (values[i] - 235);
        }
        addNoise(values, random, 6);
    }

    /** Gaussian blur, borders replicated; a new array. */
    static float[] blurred(float[] values, int size, double deviation) {
        int radius = (int) Math.ceil(2.5 * deviation);
        float[] kernel = new float[radius + 1];
        float sum = 0;
        for (int k = 0; k <= radius; k++) {
            kernel[k] = (float) StrictMath.exp(-k * k / (2 * deviation * deviation));
            sum += k == 0 ? kernel[k] : 2 * kernel[k];
        }
        float[] rows = pass(values, size, kernel, sum, 1, size);
        return pass(rows, size, kernel, sum, size, 1);
    }

    private static float[] pass(float[] values, int size, float[] kernel, float sum, int step, int across) {
        float[] out = new float[values.length];
        for (int line = 0; line < size; line++) {
            int base = line * across;
            for (int i = 0; i < size; i++) {
                float total = kernel[0] * values[base + i * step];
                for (int k = 1; k < kernel.length; k++) {
                    int before = Math.max(0, i - k);
                    int after = Math.min(size - 1, i + k);
                    total += kernel[k] * (values[base + before * step] + values[base + after * step]);
                }
                out[base + i * step] = total / sum;
            }
        }
        return out;
    }
}
