package io.github.dmu4j.data;

import java.util.Arrays;

/**
 * Resizes a part of an image to a square exactly as Pillow does, mirrors and normalises it. For one thread.
 *
 * <p>Source: {@code Image.resize(..., BILINEAR)} of Pillow (libImaging Resample.c): a triangle filter whose support grows with the
 * reduction, in fixed point, rounded to 8 bits after each of the two passes. What is outside of the part has no influence, as in
 * torchvision's {@code RandomResizedCrop}. Deviations: none; {@link Resampler}, which does not round, differs by less than one grey
 * level.
 *
 * <p>Each pass adds weighted lines of numbers that lie side by side, which the compiler turns into vector code; writing the first
 * pass's lines across gives the second the same form.
 */
final class PillowResize {
    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << (FRACTION_BITS - 1);

    private final int size;
    private final Weights horizontal;
    private final Weights vertical;
    // used again for each channel
    private final int[] sum;
    private final int[] rows;
    private final int[] line;

    /** From this width and height to a square. */
    PillowResize(int width, int height, int size) {
        this.size = size;
        horizontal = new Weights(width, size);
        vertical = new Weights(height, size);
        sum = new int[height];
        rows = new int[height * size];
        line = new int[size];
    }

    /**
     * Resizes one channel.
     *
     * @param columns values 0..255, column by column
     * @param mirrored whether left and right are exchanged
     * @param level what is written for each value 0..255
     * @param target receives the rows of the square from {@code offset}
     */
    void apply(int[] columns, boolean mirrored, float[] level, float[] target, int offset) {
        int height = vertical.in;
        for (int x = 0; x < size; x++) {
            horizontal.sum(columns, x, sum);
            int at = mirrored ? size - 1 - x : x;
            for (int y = 0; y < height; y++) {
                rows[y * size + at] = sum[y] >> FRACTION_BITS;
            }
        }
        for (int y = 0; y < size; y++) {
            vertical.sum(rows, y, line);
            int at = offset + y * size;
            for (int x = 0; x < size; x++) {
                target[at + x] = level[line[x] >> FRACTION_BITS];
            }
        }
    }

    /** What each output position reads along one axis. */
    private static final class Weights {
        private final int in;
        private final int[] first;
        private final int[][] values;

        Weights(int in, int out) {
            this.in = in;
            first = new int[out];
            values = new int[out][];
            double scale = (double) in / out;
            double filterScale = Math.max(scale, 1);
            for (int o = 0; o < out; o++) {
                double centre = (o + 0.5) * scale;
                int from = Math.max(0, (int) (centre - filterScale + 0.5));
                int to = Math.min(in, (int) (centre + filterScale + 0.5));
                first[o] = from;
                values[o] = fixed(triangle(from, to, centre, 1 / filterScale));
            }
        }

        private static double[] triangle(int from, int to, double centre, double inverseScale) {
            double[] weights = new double[to - from];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(0, 1 - Math.abs((i + from - centre + 0.5) * inverseScale));
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            return weights;
        }

        private static int[] fixed(double[] weights) {
            int[] fixed = new int[weights.length];
            for (int i = 0; i < weights.length; i++) {
                fixed[i] = (int) (0.5 + weights[i] * (1 << FRACTION_BITS));
            }
            return fixed;
        }

        /** Writes the weighted sum of the lines that one output position reads, and half of the last place, so that shifting rounds. */
        void sum(int[] lines, int output, int[] sum) {
            Arrays.fill(sum, HALF);
            int from = first[output] * sum.length;
            for (int weight : values[output]) {
                if (weight != 0) {
                    add(lines, from, weight, sum);
                }
                from += sum.length;
            }
        }

        private static void add(int[] lines, int from, int weight, int[] sum) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weight * lines[from + i];
            }
        }
    }
}
