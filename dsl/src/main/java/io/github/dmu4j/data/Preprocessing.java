package io.github.dmu4j.data;

import java.util.List;
import java.util.Locale;

/**
 * How an image becomes network input: converted to grey or RGB, squeezed into a square (the whole image; the aspect ratio is
 * not kept) with an antialiased triangle filter, and normalised to {@code (x / 255 - mean) / standardDeviation}. Part of the
 * vector contract: vectors of differently prepared images are not comparable.
 *
 * @param size side of the square input, pixels
 * @param channels 1 (grey) or 3 (RGB)
 * @param mean per channel, of x / 255
 * @param standardDeviation per channel, of x / 255
 */
public record Preprocessing(int size, int channels, List<Double> mean, List<Double> standardDeviation) {
    /** @throws IllegalArgumentException for a size below 1, other channels than 1 or 3, lists of another length, deviations of 0 or below */
    public Preprocessing {
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
        if (size < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("preprocessing to side " + size + ", " + channels
                    + " channels: a side of at least 1 and 1 or 3" + " channels are allowed");
        }
        if (mean.size() != channels || standardDeviation.size() != channels) {
            throw new IllegalArgumentException(channels + " channels need as many means and standard deviations, found "
                    + mean.size() + " and " + standardDeviation.size());
        }
        if (!standardDeviation.stream().allMatch(s -> s > 0)) {
            throw new IllegalArgumentException("standard deviations must be positive, found " + standardDeviation);
        }
    }

    /** Grey input in -1..1: mean 0.5, standard deviation 0.5, as InsightFace's arcface_torch does for each channel. */
    public static Preprocessing grey(int size) {
        return new Preprocessing(size, 1, List.of(0.5), List.of(0.5));
    }

    /** RGB input with the ImageNet means 0.485, 0.456, 0.406 and deviations 0.229, 0.224, 0.225 (torchvision's models). */
    public static Preprocessing colour(int size) {
        return new Preprocessing(size, 3, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    }

    /** The same channels and normalisation at another side length. */
    public Preprocessing withSize(int side) {
        return new Preprocessing(side, channels, mean, standardDeviation);
    }

    /** Number of floats of one prepared image: channels * size * size. */
    public int length() {
        return channels * size * size;
    }

    /**
     * Prepares one image.
     *
     * @param target receives {@link #length()} values from {@code offset}: planes by channel, rows from the top (CHW)
     */
    public void apply(ImageSource image, float[] target, int offset) {
        PixelColumns source = reduced(PixelColumns.of(image, CropBox::whole));
        float[] planes = Resampler.resample(
                source, Resampler.whole(source.width(), size), Resampler.whole(source.height(), size));
        normalise(planes, target, offset);
    }

    /** Prepares a part of an image, resized exactly as Pillow does. */
    void apply(PixelColumns part, boolean mirrored, float[] target, int offset) {
        PixelColumns source = reduced(part);
        PillowResize resize = new PillowResize(source.width(), source.height(), size);
        for (int c = 0; c < channels; c++) {
            int[] columns = source.channels()[Math.min(c, source.channels().length - 1)];
            resize.apply(columns, mirrored, levels(c), target, offset + c * size * size);
        }
    }

    /** What each value 0..255 becomes in one channel. */
    private float[] levels(int channel) {
        float[] levels = new float[256];
        for (int value = 0; value < levels.length; value++) {
            levels[value] = value * factor(channel) + shift(channel);
        }
        return levels;
    }

    private float factor(int channel) {
        return (float) (1 / (255 * standardDeviation.get(channel)));
    }

    private float shift(int channel) {
        return (float) (-mean.get(channel) / standardDeviation.get(channel));
    }

    /** The image with no more channels than the input needs. */
    PixelColumns reduced(PixelColumns image) {
        return channels == 1 ? image.toGrey() : image;
    }

    /**
     * Writes planes of values in 0..255 as network input; a single plane stands for all channels.
     *
     * @param planes length size * size, or that times the number of channels
     */
    void normalise(float[] planes, float[] target, int offset) {
        int plane = size * size;
        boolean shared = planes.length == plane;
        for (int c = 0; c < channels; c++) {
            float factor = factor(c);
            float shift = shift(c);
            int from = shared ? 0 : c * plane;
            int to = offset + c * plane;
            for (int i = 0; i < plane; i++) {
                target[to + i] = planes[from + i] * factor + shift;
            }
        }
    }

    /** A short stable text for the vector contract, for example {@code grey-28-a1b2c3d4}; equal for equal preprocessing. */
    public String fingerprint() {
        String kind = channels == 1 ? "grey" : "colour";
        String text =
                "square, triangle filter, version 1|" + size + "|" + channels + "|" + mean + "|" + standardDeviation;
        return String.format(
                Locale.ROOT, "%s-%d-%s", kind, size, Fingerprints.of(text).substring(0, 8));
    }
}
