package io.github.dmu4j.data.jpeg;

import java.util.Arrays;

/**
 * The inverse cosine transform of 8 x 8 blocks in integers: libjpeg's accurate one.
 *
 * <p>Source: jidctint.c of the Independent JPEG Group, after Loeffler, Ligtenberg, Moschytz, "Practical fast 1-D DCT algorithms
 * with 11 multiplications", ICASSP 1989. Deviations: blocks of one value, and blocks without fine
 * detail, take short cuts that give the same bits.
 */
final class InverseCosine {
    private static final int CONSTANT_BITS = 13;
    /** Bits that the values keep between the passes. */
    private static final int KEPT_BITS = 2;

    private static final int FIRST_SHIFT = CONSTANT_BITS - KEPT_BITS;
    private static final int SECOND_SHIFT = CONSTANT_BITS + KEPT_BITS + 3;

    /** By the last 10 bits of a value about 0: the sample, which is about 128 and 0..255. */
    private static final int[] SAMPLES = new int[1024];

    static {
        for (int i = 0; i < SAMPLES.length; i++) {
            SAMPLES[i] = clamped((i < 512 ? i : i - 1024) + 128);
        }
    }

    // sums of cosines times 2^13, the paper's
    private static final int C_0_298 = 2446;
    private static final int C_0_390 = 3196;
    private static final int C_0_541 = 4433;
    private static final int C_0_765 = 6270;
    private static final int C_0_899 = 7373;
    private static final int C_1_175 = 9633;
    private static final int C_1_501 = 12299;
    private static final int C_1_847 = 15137;
    private static final int C_1_961 = 16069;
    private static final int C_2_053 = 16819;
    private static final int C_2_562 = 20995;
    private static final int C_3_072 = 25172;

    /** Which coefficients a block has: the bitwise or of their places, {@code row << 3 | column}. */
    private static final int RIGHT_HALF = 4;

    private static final int LOWER_HALF = 32;

    private final int[] work = new int[64];

    /** Writes a block whose only coefficient is the mean. */
    static void flat(int mean, int[] target, int at, int stride) {
        int value = sample((mean * 4 + 16) >> 5);
        for (int x = 0; x < 8; x++) {
            Arrays.fill(target, at + x * stride, at + x * stride + 8, value);
        }
    }

    /**
     * Transforms one block.
     *
     * @param block 64 coefficients, dequantised, row by row
     * @param places bitwise or of the places in {@code block} that may be other than 0
     * @param target receives values 0..255, column by column: (x, y) at {@code at + x * stride + y}
     */
    void transform(int[] block, int places, int[] target, int at, int stride) {
        if ((places & LOWER_HALF) == 0) {
            int columns = (places & RIGHT_HALF) == 0 ? 4 : 8;
            for (int x = 0; x < columns; x++) {
                shortColumn(block[x], block[x + 8], block[x + 16], block[x + 24], x);
            }
        } else {
            for (int x = 0; x < 8; x++) {
                column(block, x);
            }
        }
        if ((places & RIGHT_HALF) == 0) {
            for (int y = 0; y < 8; y++) {
                shortRow(8 * y, target, at + y, stride);
            }
        } else {
            for (int y = 0; y < 8; y++) {
                row(8 * y, target, at + y, stride);
            }
        }
    }

    /** The first pass where the lower four coefficients are 0. */
    private void shortColumn(int b0, int b1, int b2, int b3, int x) {
        int sum = (b0 << CONSTANT_BITS) + (1 << (FIRST_SHIFT - 1));
        int outer = b2 * (C_0_541 + C_0_765);
        int inner = b2 * C_0_541;
        int odd0 = b1 * (C_1_175 - C_0_899) + b3 * (C_1_175 - C_1_961);
        int odd1 = b1 * (C_1_175 - C_0_390) + b3 * (C_1_175 - C_2_562);
        int odd2 = b1 * C_1_175 + b3 * (C_3_072 - C_2_562 - C_1_961 + C_1_175);
        int odd3 = b1 * (C_1_501 - C_0_899 - C_0_390 + C_1_175) + b3 * C_1_175;
        keep(x, sum + outer, sum + inner, sum - inner, sum - outer, odd0, odd1, odd2, odd3);
    }

    /** The second pass where the right four coefficients are 0. */
    private void shortRow(int row, int[] target, int at, int stride) {
        int b1 = work[row + 1];
        int b2 = work[row + 2];
        int b3 = work[row + 3];
        int sum = (work[row] << CONSTANT_BITS) + (1 << (SECOND_SHIFT - 1));
        int outer = b2 * (C_0_541 + C_0_765);
        int inner = b2 * C_0_541;
        int odd0 = b1 * (C_1_175 - C_0_899) + b3 * (C_1_175 - C_1_961);
        int odd1 = b1 * (C_1_175 - C_0_390) + b3 * (C_1_175 - C_2_562);
        int odd2 = b1 * C_1_175 + b3 * (C_3_072 - C_2_562 - C_1_961 + C_1_175);
        int odd3 = b1 * (C_1_501 - C_0_899 - C_0_390 + C_1_175) + b3 * C_1_175;
        write(target, at, stride, sum + outer, sum + inner, sum - inner, sum - outer, odd0, odd1, odd2, odd3);
    }

    private void column(int[] block, int x) {
        int b0 = block[x];
        int b1 = block[x + 8];
        int b2 = block[x + 16];
        int b3 = block[x + 24];
        int b4 = block[x + 32];
        int b5 = block[x + 40];
        int b6 = block[x + 48];
        int b7 = block[x + 56];
        int z = (b2 + b6) * C_0_541;
        int even2 = z - b6 * C_1_847;
        int even3 = z + b2 * C_0_765;
        int sum = ((b0 + b4) << CONSTANT_BITS) + (1 << (FIRST_SHIFT - 1));
        int difference = ((b0 - b4) << CONSTANT_BITS) + (1 << (FIRST_SHIFT - 1));
        int z5 = (b7 + b3 + b5 + b1) * C_1_175;
        int z3 = z5 - (b7 + b3) * C_1_961;
        int z4 = z5 - (b5 + b1) * C_0_390;
        int z1 = -(b7 + b1) * C_0_899;
        int z2 = -(b5 + b3) * C_2_562;
        int odd0 = b7 * C_0_298 + z1 + z3;
        int odd1 = b5 * C_2_053 + z2 + z4;
        int odd2 = b3 * C_3_072 + z2 + z3;
        int odd3 = b1 * C_1_501 + z1 + z4;
        keep(x, sum + even3, difference + even2, difference - even2, sum - even3, odd0, odd1, odd2, odd3);
    }

    private void row(int row, int[] target, int at, int stride) {
        int b0 = work[row];
        int b1 = work[row + 1];
        int b2 = work[row + 2];
        int b3 = work[row + 3];
        int b4 = work[row + 4];
        int b5 = work[row + 5];
        int b6 = work[row + 6];
        int b7 = work[row + 7];
        int z = (b2 + b6) * C_0_541;
        int even2 = z - b6 * C_1_847;
        int even3 = z + b2 * C_0_765;
        int sum = ((b0 + b4) << CONSTANT_BITS) + (1 << (SECOND_SHIFT - 1));
        int difference = ((b0 - b4) << CONSTANT_BITS) + (1 << (SECOND_SHIFT - 1));
        int z5 = (b7 + b3 + b5 + b1) * C_1_175;
        int z3 = z5 - (b7 + b3) * C_1_961;
        int z4 = z5 - (b5 + b1) * C_0_390;
        int z1 = -(b7 + b1) * C_0_899;
        int z2 = -(b5 + b3) * C_2_562;
        int odd0 = b7 * C_0_298 + z1 + z3;
        int odd1 = b5 * C_2_053 + z2 + z4;
        int odd2 = b3 * C_3_072 + z2 + z3;
        int odd3 = b1 * C_1_501 + z1 + z4;
        write(
                target,
                at,
                stride,
                sum + even3,
                difference + even2,
                difference - even2,
                sum - even3,
                odd0,
                odd1,
                odd2,
                odd3);
    }

    private void keep(int x, int even0, int even1, int even2, int even3, int odd0, int odd1, int odd2, int odd3) {
        work[x] = (even0 + odd3) >> FIRST_SHIFT;
        work[x + 8] = (even1 + odd2) >> FIRST_SHIFT;
        work[x + 16] = (even2 + odd1) >> FIRST_SHIFT;
        work[x + 24] = (even3 + odd0) >> FIRST_SHIFT;
        work[x + 32] = (even3 - odd0) >> FIRST_SHIFT;
        work[x + 40] = (even2 - odd1) >> FIRST_SHIFT;
        work[x + 48] = (even1 - odd2) >> FIRST_SHIFT;
        work[x + 56] = (even0 - odd3) >> FIRST_SHIFT;
    }

    private static void write(
            int[] target,
            int at,
            int stride,
            int even0,
            int even1,
            int even2,
            int even3,
            int odd0,
            int odd1,
            int odd2,
            int odd3) {
        target[at] = sample((even0 + odd3) >> SECOND_SHIFT);
        target[at + stride] = sample((even1 + odd2) >> SECOND_SHIFT);
        target[at + 2 * stride] = sample((even2 + odd1) >> SECOND_SHIFT);
        target[at + 3 * stride] = sample((even3 + odd0) >> SECOND_SHIFT);
        target[at + 4 * stride] = sample((even3 - odd0) >> SECOND_SHIFT);
        target[at + 5 * stride] = sample((even2 - odd1) >> SECOND_SHIFT);
        target[at + 6 * stride] = sample((even1 - odd2) >> SECOND_SHIFT);
        target[at + 7 * stride] = sample((even0 - odd3) >> SECOND_SHIFT);
    }

    private static int sample(int value) {
        return SAMPLES[value & SAMPLES.length - 1];
    }

    /** 0..255, without a branch: loops over it become vector code. */
    static int clamped(int value) {
        int positive = value & ~(value >> 31);
        return (positive | (255 - positive) >> 31) & 255;
    }
}
