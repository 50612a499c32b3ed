package io.github.dmu4j.data;

import java.util.List;

/**
 * How an image becomes network input.
 *
 * @param size side of the square input, pixels
 * @param channels 1 (grey) or 3 (RGB)
 * @param mean per channel, of x / 255
 * @param standardDeviation per channel, of x / 255
 */
public record Preprocessing(int size, int channels, List<Double> mean, List<Double> standardDeviation) {
    public Preprocessing {
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
    }
}
