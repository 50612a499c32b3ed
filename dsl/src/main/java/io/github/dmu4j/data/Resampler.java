package io.github.dmu4j.data;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Separable resampling with a triangle filter whose support grows with the reduction, so that shrinking does not alias.
 *
 * <p>Source: the filter and its arithmetic are those of Pillow's {@code Image.resize(..., BILINEAR)} (libImaging
 * Resample.c). Deviations: Pillow rounds to 8 bits after each pass, this stays in float32; the difference is below one
 * grey level.
 */
final class Resampler {
    private static final int CACHED_SIZES = 4096;
    private static final ConcurrentHashMap<Long, Weights> WHOLE = new ConcurrentHashMap<>();

    private Resampler() {}

    /**
     * What each output position reads along one axis.
     *
     * @param first first input position of each output position
     * @param count how many input positions follow it
     * @param values weights, {@code stride} per output position, summing to one over {@code count}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Weights(int[] first, int[] count, float[] values, int stride) {
        int size() {
            return first.length;
        }

        /** Whether all {@code in} positions are read as they are. */
        boolean isIdentity(int in) {
            if (size() != in) {
                return false;
            }
            for (int o = 0; o < in; o++) {
                if (first[o] != o || count[o] != 1) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Weights that map all {@code in} positions to {@code out}; cached, since a data set has few sizes. */
    static Weights whole(int in, int out) {
        long key = (long) in << 32 | out;
        Weights cached = WHOLE.get(key);
        if (cached != null) {
            return cached;
        }
        Weights made = of(0, in, in, out);
        if (WHOLE.size() < CACHED_SIZES) {
            WHOLE.putIfAbsent(key, made);
        }
        return made;
    }

    /** Weights that map {@code length} positions from {@code start} (of {@code in}) to {@code out} positions. */
    static Weights of(double start, double length, int in, int out) {
        double scale = length / out;
        double support = Math.max(scale, 1);
        int stride = 2 * (int) Math.ceil(support) + 1;
        int[] first = new int[out];
        int[] count = new int[out];
        float[] values = new float[out * stride];
        double[] line = new double[stride];
        for (int o = 0; o < out; o++) {
            double center = start + (o + 0.5) * scale;
            int from = Math.max(0, (int) (center - support + 0.5));
            int to = Math.min(in, (int) (center + support + 0.5));
            double sum = 0;
            for (int i = from; i < to; i++) {
                line[i - from] = Math.max(0, 1 - Math.abs((i + 0.5 - center) / support));
                sum += line[i - from];
            }
            int n = to - from;
            int skip = 0;
            while (n > 1 && line[n - 1] == 0) {
                n--;
            }
            while (n - skip > 1 && line[skip] == 0) {
                skip++;
            }
            first[o] = from + skip;
            count[o] = n - skip;
            for (int k = skip; k < n; k++) {
                values[o * stride + k - skip] = (float) (line[k] / sum);
            }
        }
        return new Weights(first, count, values, stride);
    }

    /**
     * Resamples every channel. Both passes add weighted lines of numbers that lie side by side, which the compiler turns into vector
     * code.
     *
     * @return planes in the order of the channels, each {@code vertical.size()} rows of {@code horizontal.size()} values in
     *     0..255
     */
    static float[] resample(PixelColumns source, Weights horizontal, Weights vertical) {
        if (horizontal.isIdentity(source.width()) && vertical.isIdentity(source.height())) {
            return planes(source);
        }
        int channels = source.channels().length;
        int outWidth = horizontal.size();
        int outHeight = vertical.size();
        int top = vertical.first[0];
        int height = vertical.first[outHeight - 1] + vertical.count[outHeight - 1] - top;
        float[] planes = new float[channels * outWidth * outHeight];
        float[] columns = new float[source.width() * height];
        float[] rows = new float[height * outWidth];
        float[] sum = new float[height];
        for (int c = 0; c < channels; c++) {
            for (int x = 0; x < source.width(); x++) {
                convert(source.channels()[c], x * source.height() + top, columns, x * height, height);
            }
            for (int o = 0; o < outWidth; o++) {
                Arrays.fill(sum, 0);
                for (int k = 0; k < horizontal.count[o]; k++) {
                    float weight = horizontal.values[o * horizontal.stride + k];
                    add(columns, (horizontal.first[o] + k) * height, weight, sum, 0, height);
                }
                for (int y = 0; y < height; y++) {
                    rows[y * outWidth + o] = sum[y];
                }
            }
            for (int o = 0; o < outHeight; o++) {
                for (int k = 0; k < vertical.count[o]; k++) {
                    float weight = vertical.values[o * vertical.stride + k];
                    int target = (c * outHeight + o) * outWidth;
                    add(rows, (vertical.first[o] + k - top) * outWidth, weight, planes, target, outWidth);
                }
            }
        }
        return planes;
    }

    /** The pixels as they are. */
    private static float[] planes(PixelColumns source) {
        int width = source.width();
        int height = source.height();
        float[] planes = new float[source.channels().length * width * height];
        for (int c = 0; c < source.channels().length; c++) {
            int[] columns = source.channels()[c];
            for (int y = 0, i = c * width * height; y < height; y++) {
                for (int x = 0; x < width; x++, i++) {
                    planes[i] = columns[x * height + y];
                }
            }
        }
        return planes;
    }

    private static void convert(int[] values, int from, float[] target, int to, int length) {
        for (int i = 0; i < length; i++) {
            target[to + i] = values[from + i];
        }
    }

    private static void add(float[] line, int from, float weight, float[] target, int to, int length) {
        for (int i = 0; i < length; i++) {
            target[to + i] += weight * line[from + i];
        }
    }
}
