package io.github.dmu4j.data;

import io.github.dmu4j.base.Seeds;
import java.util.SplittableRandom;

/**
 * One image of no real class for every image of a collection: the image turned by quarter turns and mirrored (one of the seven
 * ways that are not the identity) or, one time in two, laid over another image of the collection and turned in any of the eight
 * ways. What is turned or laid over whom depends on seed, view and position alone.
 *
 * <p>An upgrade module learns from images of the training classes, whose new vectors lie close about their class, and is used on
 * classes that neither model was trained on, whose vectors do not. Vectors of invented classes are like those of untrained ones.
 *
 * <p>Source: turned characters as further classes: "One-shot Learning with Memory-Augmented Neural Networks" (Santoro et al.,
 * 2016); superposed images as further classes: ours. Deviations: no class is trained on them, so they need no labels.
 */
public final class InventedImages extends DelegatingImages {
    private static final int WHITE = 255;

    private final LabeledImages base;
    private final long seed;
    private final int view;

    private InventedImages(LabeledImages base, long seed, int view) {
        super(base);
        this.base = base;
        this.seed = seed;
        this.view = view;
    }

    /**
     * A view of {@code images}, as many and in the same order. A label is the class of the image that a view was made of, to which
     * it does not belong.
     *
     * @param view which of any number of different views; 0 or more
     */
    public static InventedImages of(LabeledImages images, long seed, int view) {
        return new InventedImages(images, seed, view);
    }

    @Override
    public PixelImage image(int index) {
        SplittableRandom random = Seeds.random(seed, "invent", view, index);
        PixelImage image = base.image(index);
        if (base.size() == 1 || random.nextBoolean()) {
            return turned(image, 1 + random.nextInt(7));
        }
        PixelImage other = base.image((index + 1 + random.nextInt(base.size() - 1)) % base.size());
        return turned(superposed(image, other), random.nextInt(8));
    }

    @Override
    public ImageSource source(int index) {
        return image(index);
    }

    /**
     * One of the eight ways to lay a picture into its frame.
     *
     * @param way bit 0 mirrors left and right, bit 1 up and down, bit 2 then exchanges rows and columns; 0 is the identity
     */
    static PixelImage turned(PixelImage image, int way) {
        boolean exchanged = (way & 4) != 0;
        int width = exchanged ? image.height() : image.width();
        int height = exchanged ? image.width() : image.height();
        int channels = image.channels();
        byte[] from = image.pixels();
        byte[] pixels = new byte[from.length];
        int right = channels * ((way & 1) != 0 ? -1 : 1); // one pixel on in the original
        int down = channels * image.width() * ((way & 2) != 0 ? -1 : 1);
        int first = ((way & 1) != 0 ? (image.width() - 1) * channels : 0)
                + ((way & 2) != 0 ? (image.height() - 1) * image.width() * channels : 0);
        int p = 0;
        for (int y = 0; y < height; y++) {
            int at = first + y * (exchanged ? right : down);
            for (int x = 0; x < width; x++, at += exchanged ? down : right) {
                for (int c = 0; c < channels; c++) {
                    pixels[p++] = from[at + c];
                }
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    /**
     * Grey: drawings laid over each other, the darker value on light ground, the lighter on dark ground (the ground is light if
     * the first image's mean is at least 128). Colour, or one of each: the mean of both. The other image is stretched to the
     * first one's size by nearest neighbour.
     */
    static PixelImage superposed(PixelImage image, PixelImage other) {
        boolean drawn = image.channels() == 1 && other.channels() == 1;
        boolean lightGround = drawn && mean(image) >= (WHITE + 1) / 2.0;
        byte[] pixels = image.pixels().clone();
        byte[] laidOver = other.pixels();
        int[] columns = new int[image.width()];
        for (int x = 0; x < columns.length; x++) {
            columns[x] = x * other.width() / image.width() * other.channels();
        }
        int p = 0;
        for (int y = 0; y < image.height(); y++) {
            int row = y * other.height() / image.height() * other.width() * other.channels();
            for (int column : columns) {
                for (int c = 0; c < image.channels(); c++, p++) {
                    int own = pixels[p] & 0xff;
                    int laid = laidOver[row + column + Math.min(c, other.channels() - 1)] & 0xff;
                    int mixed = !drawn ? (own + laid) / 2 : lightGround ? Math.min(own, laid) : Math.max(own, laid);
                    pixels[p] = (byte) mixed;
                }
            }
        }
        return new PixelImage(image.width(), image.height(), image.channels(), pixels);
    }

    private static double mean(PixelImage image) {
        long sum = 0;
        for (byte value : image.pixels()) {
            sum += value & 0xff;
        }
        return (double) sum / image.pixels().length;
    }

    @Override
    public String name() {
        return base.name() + ", invented view " + (view + 1);
    }

    @Override
    public String fingerprint() {
        return Fingerprints.of(this);
    }
}
