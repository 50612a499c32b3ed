package io.github.dmu4j.bench;

import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Preprocessing;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random pixels, of {@code classes} classes in turn; few different images, many numbers. For benchmarks of training. */
record Noise(int side, int classes, int size, PixelImage[] pixels) implements LabeledImages {
    Noise(int side, int classes, int size) {
        this(side, classes, size, new PixelImage[256]);
        for (int i = 0; i < pixels.length; i++) {
            byte[] bytes = new byte[side * side * 3];
            new Random(i).nextBytes(bytes);
            pixels[i] = new PixelImage(side, side, 3, bytes);
        }
    }

    /** Some of the images as a batch's pixels. */
    float[] prepared(int[] indices) {
        int length = preprocessing().length();
        float[] target = new float[indices.length * length];
        for (int i = 0; i < indices.length; i++) {
            preprocessing().apply(image(indices[i]), target, i * length);
        }
        return target;
    }

    @Override
    public String name() {
        return "noise";
    }

    @Override
    public String id(int index) {
        return Integer.toString(index);
    }

    @Override
    public int label(int index) {
        return index % classes;
    }

    @Override
    public List<String> classNames() {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    @Override
    public PixelImage image(int index) {
        return pixels[index % pixels.length];
    }

    @Override
    public Preprocessing preprocessing() {
        return Preprocessing.colour(side);
    }

    @Override
    public Augmentation augmentation() {
        return Augmentation.none();
    }

    @Override
    public boolean synthetic() {
        return true;
    }
}
