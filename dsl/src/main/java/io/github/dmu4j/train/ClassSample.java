package io.github.dmu4j.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The classes that one step compares with: those of its images, and others by lot.
 *
 * @param classes ascending, each once
 * @param labels where in {@code classes} each image's class is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ClassSample(int[] classes, int[] labels) {
    /**
     * A sample of round({@code rate} times {@code all}) classes, or of those of the images if they are more.
     *
     * @param labels the class of each image, 0 to {@code all} - 1
     */
    static ClassSample of(int[] labels, int all, double rate, SplittableRandom random) {
        boolean[] taken = new boolean[all];
        for (int label : labels) {
            taken[label] = true;
        }
        int[] others = IntStream.range(0, all).filter(c -> !taken[c]).toArray();
        int wanted = (int) Math.round(rate * all) - (all - others.length);
        for (int i = 0; i < wanted; i++) { // the first steps of a shuffle
            int chosen = i + random.nextInt(others.length - i);
            taken[others[chosen]] = true;
            others[chosen] = others[i];
        }
        int[] classes = IntStream.range(0, all).filter(c -> taken[c]).toArray();
        return new ClassSample(
                classes,
                Arrays.stream(labels)
                        .map(label -> Arrays.binarySearch(classes, label))
                        .toArray());
    }
}
