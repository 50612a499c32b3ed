package io.github.dmu4j.data;

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
     * Resamples every channel.
     *
     * @return planes in the order of the channels, each {@code vertical.size()} rows of {@code horizontal.size()} values in
     *     0..255
     */
    static float[] resample(PixelImage source, Weights horizontal, Weights vertical) {
        int channels = source.channels();
        int outWidth = horizontal.size();
        int outHeight = vertical.size();
        int top = vertical.first[0];
        int bottom = vertical.first[outHeight - 1] + vertical.count[outHeight - 1];
        float[] planes = new float[channels * outWidth * outHeight];
        float[] rows = new float[(bottom - top) * outWidth];
        for (int c = 0; c < channels; c++) {
            for (int y = top; y < bottom; y++) {
                shrinkRow(source, c, y, horizontal, rows, (y - top) * outWidth);
            }
            for (int o = 0; o < outHeight; o++) {
                int target = (c * outHeight + o) * outWidth;
                for (int k = 0; k < vertical.count[o]; k++) {
                    float weight = vertical.values[o * vertical.stride + k];
                    int row = (vertical.first[o] + k - top) * outWidth;
                    for (int x = 0; x < outWidth; x++) {
                        planes[target + x] += weight * rows[row + x];
                    }
                }
            }
        }
        return planes;
    }

    private static void shrinkRow(PixelImage source, int channel, int y, Weights weights, float[] target, int offset) {
        byte[] pixels = source.pixels();
        int channels = source.channels();
        int base = y * source.width() * channels + channel;
        for (int o = 0; o < weights.size(); o++) {
            int pixel = base + weights.first[o] * channels;
            int w = o * weights.stride;
            float sum = 0;
            for (int k = 0; k < weights.count[o]; k++) {
                sum += weights.values[w + k] * (pixels[pixel] & 0xff);
                pixel += channels;
            }
            target[offset + o] = sum;
        }
    }
}
