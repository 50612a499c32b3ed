package io.github.dmu4j.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The classes that occur in a collection, renumbered 0..K-1 in ascending order of their labels: what a classification head
 * needs, since labels of a subset have gaps.
 *
 * @param classes the label of each class number; ascending
 * @param numbers the class number of each image
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ClassIndex(int[] classes, int[] numbers) {
    /** Renumbers {@code labels}. */
    public static ClassIndex of(int[] labels) {
        int[] classes = IntStream.of(labels).distinct().sorted().toArray();
        int[] numbers = IntStream.of(labels)
                .map(label -> Arrays.binarySearch(classes, label))
                .toArray();
        return new ClassIndex(classes, numbers);
    }

    /** K. */
    public int size() {
        return classes.length;
    }

    /** The number of a label, or a negative value if the class does not occur. */
    public int numberOf(int label) {
        return Arrays.binarySearch(classes, label);
    }
}
