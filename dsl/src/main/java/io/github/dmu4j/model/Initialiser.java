package io.github.dmu4j.model;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Fills a new parameter. Each parameter has its own generator, seeded by its name, so that the same seed gives the same
 * values whatever else is built.
 */
@FunctionalInterface
public interface Initialiser {
    /** Writes every value of {@code target}. */
    void fill(float[] target, SplittableRandom random);

    /** All values equal. */
    static Initialiser constant(float value) {
        return (target, random) -> Arrays.fill(target, value);
    }

    /** Uniform in [-bound, bound). */
    static Initialiser uniform(double bound) {
        return (target, random) -> {
            for (int i = 0; i < target.length; i++) {
                target[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
        };
    }

    /**
     * Normal with mean 0: Marsaglia's polar method with {@link StrictMath}, so that every JVM draws the same numbers (the
     * JDK's own method may change between versions).
     */
    static Initialiser normal(double standardDeviation) {
        return (target, random) -> {
            for (int i = 0; i < target.length; i += 2) {
                double u;
                double v;
                double s;
                do {
                    u = 2 * random.nextDouble() - 1;
                    v = 2 * random.nextDouble() - 1;
                    s = u * u + v * v;
                } while (s >= 1 || s == 0);
                double factor = StrictMath.sqrt(-2 * StrictMath.log(s) / s) * standardDeviation;
                target[i] = (float) (u * factor);
                if (i + 1 < target.length) {
                    target[i + 1] = (float) (v * factor);
                }
            }
        };
    }

    /**
     * He normal by fan-out, for a convolution before a ReLU: standard deviation sqrt(2 / (out * kernel * kernel)), as
     * torchvision's ResNet. Source: Delving Deep into Rectifiers, He et al., 2015, section 2.2.
     */
    static Initialiser heFanOut(int out, int kernel) {
        return normal(StrictMath.sqrt(2.0 / ((double) out * kernel * kernel)));
    }

    /** Uniform with bound 1 / sqrt(in), for weight and bias of a linear layer: the default of torch.nn.Linear. */
    static Initialiser linear(int in) {
        return uniform(1 / StrictMath.sqrt(in));
    }

    /**
     * Xavier uniform, bound sqrt(6 / (rows + columns)). Source: Understanding the difficulty of training deep feedforward
     * neural networks, Glorot and Bengio, 2010, equation 16.
     */
    static Initialiser xavier(int rows, int columns) {
        return uniform(StrictMath.sqrt(6.0 / (rows + columns)));
    }
}
