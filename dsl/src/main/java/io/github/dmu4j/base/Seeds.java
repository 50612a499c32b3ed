package io.github.dmu4j.base;

import java.util.SplittableRandom;

/**
 * One root seed in, one derived seed per purpose and step out, so that every random choice can be made again without
 * saving a generator's state, and so that adding one choice does not move the others.
 */
public final class Seeds {
    private Seeds() {}

    /**
     * A seed for one purpose, for example {@code derive(root, "augment", epoch, index)}. Pure function: SplitMix64's
     * finaliser over the root, the purpose's characters and the path in turn.
     */
    public static long derive(long root, String purpose, long... path) {
        long state = mix(root);
        for (int i = 0; i < purpose.length(); i++) {
            state = mix(state ^ purpose.charAt(i));
        }
        for (long part : path) {
            state = mix(state ^ mix(part));
        }
        return state;
    }

    /** A generator seeded with {@link #derive}. */
    public static SplittableRandom random(long root, String purpose, long... path) {
        return new SplittableRandom(derive(root, purpose, path));
    }

    /** A uniform shuffle of 0..n-1 (Fisher-Yates). */
    public static int[] permutation(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** SplitMix64: the golden-gamma step and Stafford's variant 13 of the finaliser. */
    private static long mix(long z) {
        z += 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
