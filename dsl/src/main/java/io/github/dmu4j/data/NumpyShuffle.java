package io.github.dmu4j.data;

/**
 * The numbers 0..n-1 as numpy's {@code RandomState(seed).shuffle(arange(n))} leaves them, which splits that others published are
 * made with. numpy guarantees that this legacy generator gives the same numbers for ever.
 *
 * <p>Source: Matsumoto, Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number generator",
 * 1998, and the authors' initialisation of 2002; the shuffle is Fisher and Yates' from the end, each place drawn by masking the
 * bits that are needed and drawing again what is too large. Deviations: none.
 */
final class NumpyShuffle {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int used = N;

    private NumpyShuffle(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /**
     * The shuffled numbers.
     *
     * @param n how many
     * @param seed 0 or more
     */
    static int[] of(int n, int seed) {
        NumpyShuffle random = new NumpyShuffle(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = random.upTo(i);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }

    /** A number from 0 to {@code most}, which is at least 1. */
    private int upTo(int most) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(most);
        int drawn = next() & mask;
        while (drawn > most) {
            drawn = next() & mask;
        }
        return drawn;
    }

    /** 32 bits. */
    private int next() {
        if (used == N) {
            twist();
            used = 0;
        }
        int y = state[used++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
    }
}
