package io.github.dmu4j.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of a product of matrices: lanes are columns; the sums of eight rows by three vectors stay in registers, or of four rows
 * where there are registers for no more than that.
 */
final class FloatTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    static final int WIDTH = 3 * LANES;
    static final int ROWS = SPECIES.vectorBitSize() >= 512 ? 8 : 4;

    private FloatTiles() {}

    /** As {@link VectorTiles} says. */
    static void multiply(
            float[] left, int leftAt, float[] right, int rightAt, int inner, float[] out, int outAt, int stride) {
        if (ROWS == 8) {
            multiplyEight(left, leftAt, right, rightAt, inner, out, outAt, stride);
        } else {
            multiplyFour(left, leftAt, right, rightAt, inner, out, outAt, stride);
        }
    }

    private static void multiplyEight(
            float[] left, int leftAt, float[] right, int rightAt, int inner, float[] out, int outAt, int stride) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector a1 = FloatVector.zero(SPECIES);
        FloatVector b1 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector a2 = FloatVector.zero(SPECIES);
        FloatVector b2 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector a3 = FloatVector.zero(SPECIES);
        FloatVector b3 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector a4 = FloatVector.zero(SPECIES);
        FloatVector b4 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector a5 = FloatVector.zero(SPECIES);
        FloatVector b5 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector a6 = FloatVector.zero(SPECIES);
        FloatVector b6 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector a7 = FloatVector.zero(SPECIES);
        FloatVector b7 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        for (int j = 0; j < inner; j++) {
            int at = rightAt + j * WIDTH;
            FloatVector near = FloatVector.fromArray(SPECIES, right, at);
            FloatVector middle = FloatVector.fromArray(SPECIES, right, at + LANES);
            FloatVector far = FloatVector.fromArray(SPECIES, right, at + 2 * LANES);
            int row = leftAt + j * 8;
            FloatVector x;
            x = FloatVector.broadcast(SPECIES, left[row]);
            a0 = x.fma(near, a0);
            b0 = x.fma(middle, b0);
            c0 = x.fma(far, c0);
            x = FloatVector.broadcast(SPECIES, left[row + 1]);
            a1 = x.fma(near, a1);
            b1 = x.fma(middle, b1);
            c1 = x.fma(far, c1);
            x = FloatVector.broadcast(SPECIES, left[row + 2]);
            a2 = x.fma(near, a2);
            b2 = x.fma(middle, b2);
            c2 = x.fma(far, c2);
            x = FloatVector.broadcast(SPECIES, left[row + 3]);
            a3 = x.fma(near, a3);
            b3 = x.fma(middle, b3);
            c3 = x.fma(far, c3);
            x = FloatVector.broadcast(SPECIES, left[row + 4]);
            a4 = x.fma(near, a4);
            b4 = x.fma(middle, b4);
            c4 = x.fma(far, c4);
            x = FloatVector.broadcast(SPECIES, left[row + 5]);
            a5 = x.fma(near, a5);
            b5 = x.fma(middle, b5);
            c5 = x.fma(far, c5);
            x = FloatVector.broadcast(SPECIES, left[row + 6]);
            a6 = x.fma(near, a6);
            b6 = x.fma(middle, b6);
            c6 = x.fma(far, c6);
            x = FloatVector.broadcast(SPECIES, left[row + 7]);
            a7 = x.fma(near, a7);
            b7 = x.fma(middle, b7);
            c7 = x.fma(far, c7);
        }
        a0.intoArray(out, outAt);
        b0.intoArray(out, outAt + LANES);
        c0.intoArray(out, outAt + 2 * LANES);
        a1.intoArray(out, outAt + stride);
        b1.intoArray(out, outAt + stride + LANES);
        c1.intoArray(out, outAt + stride + 2 * LANES);
        a2.intoArray(out, outAt + 2 * stride);
        b2.intoArray(out, outAt + 2 * stride + LANES);
        c2.intoArray(out, outAt + 2 * stride + 2 * LANES);
        a3.intoArray(out, outAt + 3 * stride);
        b3.intoArray(out, outAt + 3 * stride + LANES);
        c3.intoArray(out, outAt + 3 * stride + 2 * LANES);
        a4.intoArray(out, outAt + 4 * stride);
        b4.intoArray(out, outAt + 4 * stride + LANES);
        c4.intoArray(out, outAt + 4 * stride + 2 * LANES);
        a5.intoArray(out, outAt + 5 * stride);
        b5.intoArray(out, outAt + 5 * stride + LANES);
        c5.intoArray(out, outAt + 5 * stride + 2 * LANES);
        a6.intoArray(out, outAt + 6 * stride);
        b6.intoArray(out, outAt + 6 * stride + LANES);
        c6.intoArray(out, outAt + 6 * stride + 2 * LANES);
        a7.intoArray(out, outAt + 7 * stride);
        b7.intoArray(out, outAt + 7 * stride + LANES);
        c7.intoArray(out, outAt + 7 * stride + 2 * LANES);
    }

    private static void multiplyFour(
            float[] left, int leftAt, float[] right, int rightAt, int inner, float[] out, int outAt, int stride) {
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector a1 = FloatVector.zero(SPECIES);
        FloatVector b1 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector a2 = FloatVector.zero(SPECIES);
        FloatVector b2 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector a3 = FloatVector.zero(SPECIES);
        FloatVector b3 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        for (int j = 0; j < inner; j++) {
            int at = rightAt + j * WIDTH;
            FloatVector near = FloatVector.fromArray(SPECIES, right, at);
            FloatVector middle = FloatVector.fromArray(SPECIES, right, at + LANES);
            FloatVector far = FloatVector.fromArray(SPECIES, right, at + 2 * LANES);
            int row = leftAt + j * 4;
            FloatVector x;
            x = FloatVector.broadcast(SPECIES, left[row]);
            a0 = x.fma(near, a0);
            b0 = x.fma(middle, b0);
            c0 = x.fma(far, c0);
            x = FloatVector.broadcast(SPECIES, left[row + 1]);
            a1 = x.fma(near, a1);
            b1 = x.fma(middle, b1);
            c1 = x.fma(far, c1);
            x = FloatVector.broadcast(SPECIES, left[row + 2]);
            a2 = x.fma(near, a2);
            b2 = x.fma(middle, b2);
            c2 = x.fma(far, c2);
            x = FloatVector.broadcast(SPECIES, left[row + 3]);
            a3 = x.fma(near, a3);
            b3 = x.fma(middle, b3);
            c3 = x.fma(far, c3);
        }
        a0.intoArray(out, outAt);
        b0.intoArray(out, outAt + LANES);
        c0.intoArray(out, outAt + 2 * LANES);
        a1.intoArray(out, outAt + stride);
        b1.intoArray(out, outAt + stride + LANES);
        c1.intoArray(out, outAt + stride + 2 * LANES);
        a2.intoArray(out, outAt + 2 * stride);
        b2.intoArray(out, outAt + 2 * stride + LANES);
        c2.intoArray(out, outAt + 2 * stride + 2 * LANES);
        a3.intoArray(out, outAt + 3 * stride);
        b3.intoArray(out, outAt + 3 * stride + LANES);
        c3.intoArray(out, outAt + 3 * stride + 2 * LANES);
    }
}
