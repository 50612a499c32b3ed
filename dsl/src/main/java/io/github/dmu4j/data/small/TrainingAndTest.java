package io.github.dmu4j.data.small;

import io.github.dmu4j.data.StreamedImages;

/**
 * The two parts that a set is published in. Both have all classes: for an open-set experiment divide the classes of one part.
 *
 * @param training images to train on
 * @param test images to test on
 */
public record TrainingAndTest(StreamedImages training, StreamedImages test) {
    @Override
    public String toString() {
        return training + System.lineSeparator() + test;
    }
}
