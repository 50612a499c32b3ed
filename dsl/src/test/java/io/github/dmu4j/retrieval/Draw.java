package io.github.dmu4j.retrieval;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The inputs of a random case, drawn by the rule that the Python scripts draw by: class Draw there. */
public final class Draw {
    private final SplittableRandom random;

    /** Of one case. */
    public Draw(long seed) {
        random = new SplittableRandom(seed); // whose nextLong is SplitMix64
    }

    /** 0..n-1. */
    public int below(int n) {
        return (int) ((random.nextLong() >>> 33) % n);
    }

    int[] ints(int count, int below) {
        return IntStream.range(0, count).map(i -> below(below)).toArray();
    }

    float[] floats(int count, int below) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = below(below);
        }
        return values;
    }

    /** Components in [-0.5, 0.5), so many different ones that no two distances are equal by chance. */
    float[] vectors(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = below(1 << 20) / (float) (1 << 20) - 0.5f;
        }
        return values;
    }
}
