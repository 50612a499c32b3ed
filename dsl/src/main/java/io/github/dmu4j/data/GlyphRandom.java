package io.github.dmu4j.data;

import io.github.dmu4j.base.Seeds;
import java.util.SplittableRandom;

/** Random numbers for the glyphs by arithmetic that is the same on every platform and JDK: no library logarithm or sine. */
final class GlyphRandom {
    private final SplittableRandom random;

    GlyphRandom(long seed, String purpose, long... path) {
        random = Seeds.random(seed, purpose, path);
    }

    /** Uniform in 0 (inclusive) to 1 (exclusive). */
    double unit() {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    double uniform(double min, double max) {
        return min + (max - min) * unit();
    }

    int below(int bound) {
        return (int) (unit() * bound);
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    /** Bell-shaped with mean 0 and deviation 1, within 3.5: the sum of four uniform numbers. */
    double bell() {
        return (unit() + unit() + unit() + unit() - 2) * 1.7320508075688772;
    }
}
