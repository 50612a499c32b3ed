package io.github.dmu4j.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows times a panel of three vectors of floats: lanes are columns, a row's values are broadcast one by one, and the sums of eight
 * rows stay in registers, or of four where there are registers for no more than that.
 */
final class FloatPanels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    static final int WIDTH = 3 * LANES;

    /** AVX-512 and SVE have 32 registers, AVX2 has 16. */
    private static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() >= 512;

    private FloatPanels() {}

    /** As {@link VectorPanels} says. */
    static void multiply(float[] rows, int count, int inner, float[] panel, float[] sums) {
        int i = 0;
        for (; MANY_REGISTERS && i + 8 <= count; i += 8) {
            multiplyEight(rows, i * inner, inner, panel, sums, i * WIDTH);
        }
        for (; i + 4 <= count; i += 4) {
            multiplyFour(rows, i * inner, inner, panel, sums, i * WIDTH);
        }
        for (; i < count; i++) {
            multiplyOne(rows, i * inner, inner, panel, sums, i * WIDTH);
        }
    }

    private static void multiplyEight(float[] rows, int first, int inner, float[] panel, float[] sums, int at) {
        int r0 = first + 0 * inner;
        int r1 = first + 1 * inner;
        int r2 = first + 2 * inner;
        int r3 = first + 3 * inner;
        int r4 = first + 4 * inner;
        int r5 = first + 5 * inner;
        int r6 = first + 6 * inner;
        int r7 = first + 7 * inner;
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
            FloatVector left = FloatVector.fromArray(SPECIES, panel, j * WIDTH);
            FloatVector middle = FloatVector.fromArray(SPECIES, panel, j * WIDTH + LANES);
            FloatVector right = FloatVector.fromArray(SPECIES, panel, j * WIDTH + 2 * LANES);
            FloatVector x;
            x = FloatVector.broadcast(SPECIES, rows[r0 + j]);
            a0 = a0.add(x.mul(left));
            b0 = b0.add(x.mul(middle));
            c0 = c0.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r1 + j]);
            a1 = a1.add(x.mul(left));
            b1 = b1.add(x.mul(middle));
            c1 = c1.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r2 + j]);
            a2 = a2.add(x.mul(left));
            b2 = b2.add(x.mul(middle));
            c2 = c2.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r3 + j]);
            a3 = a3.add(x.mul(left));
            b3 = b3.add(x.mul(middle));
            c3 = c3.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r4 + j]);
            a4 = a4.add(x.mul(left));
            b4 = b4.add(x.mul(middle));
            c4 = c4.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r5 + j]);
            a5 = a5.add(x.mul(left));
            b5 = b5.add(x.mul(middle));
            c5 = c5.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r6 + j]);
            a6 = a6.add(x.mul(left));
            b6 = b6.add(x.mul(middle));
            c6 = c6.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r7 + j]);
            a7 = a7.add(x.mul(left));
            b7 = b7.add(x.mul(middle));
            c7 = c7.add(x.mul(right));
        }
        a0.intoArray(sums, at);
        b0.intoArray(sums, at + LANES);
        c0.intoArray(sums, at + 2 * LANES);
        a1.intoArray(sums, at + 3 * LANES);
        b1.intoArray(sums, at + 4 * LANES);
        c1.intoArray(sums, at + 5 * LANES);
        a2.intoArray(sums, at + 6 * LANES);
        b2.intoArray(sums, at + 7 * LANES);
        c2.intoArray(sums, at + 8 * LANES);
        a3.intoArray(sums, at + 9 * LANES);
        b3.intoArray(sums, at + 10 * LANES);
        c3.intoArray(sums, at + 11 * LANES);
        a4.intoArray(sums, at + 12 * LANES);
        b4.intoArray(sums, at + 13 * LANES);
        c4.intoArray(sums, at + 14 * LANES);
        a5.intoArray(sums, at + 15 * LANES);
        b5.intoArray(sums, at + 16 * LANES);
        c5.intoArray(sums, at + 17 * LANES);
        a6.intoArray(sums, at + 18 * LANES);
        b6.intoArray(sums, at + 19 * LANES);
        c6.intoArray(sums, at + 20 * LANES);
        a7.intoArray(sums, at + 21 * LANES);
        b7.intoArray(sums, at + 22 * LANES);
        c7.intoArray(sums, at + 23 * LANES);
    }

    private static void multiplyFour(float[] rows, int first, int inner, float[] panel, float[] sums, int at) {
        int r0 = first + 0 * inner;
        int r1 = first + 1 * inner;
        int r2 = first + 2 * inner;
        int r3 = first + 3 * inner;
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
            FloatVector left = FloatVector.fromArray(SPECIES, panel, j * WIDTH);
            FloatVector middle = FloatVector.fromArray(SPECIES, panel, j * WIDTH + LANES);
            FloatVector right = FloatVector.fromArray(SPECIES, panel, j * WIDTH + 2 * LANES);
            FloatVector x;
            x = FloatVector.broadcast(SPECIES, rows[r0 + j]);
            a0 = a0.add(x.mul(left));
            b0 = b0.add(x.mul(middle));
            c0 = c0.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r1 + j]);
            a1 = a1.add(x.mul(left));
            b1 = b1.add(x.mul(middle));
            c1 = c1.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r2 + j]);
            a2 = a2.add(x.mul(left));
            b2 = b2.add(x.mul(middle));
            c2 = c2.add(x.mul(right));
            x = FloatVector.broadcast(SPECIES, rows[r3 + j]);
            a3 = a3.add(x.mul(left));
            b3 = b3.add(x.mul(middle));
            c3 = c3.add(x.mul(right));
        }
        a0.intoArray(sums, at);
        b0.intoArray(sums, at + LANES);
        c0.intoArray(sums, at + 2 * LANES);
        a1.intoArray(sums, at + 3 * LANES);
        b1.intoArray(sums, at + 4 * LANES);
        c1.intoArray(sums, at + 5 * LANES);
        a2.intoArray(sums, at + 6 * LANES);
        b2.intoArray(sums, at + 7 * LANES);
        c2.intoArray(sums, at + 8 * LANES);
        a3.intoArray(sums, at + 9 * LANES);
        b3.intoArray(sums, at + 10 * LANES);
        c3.intoArray(sums, at + 11 * LANES);
    }

    private static void multiplyOne(float[] rows, int first, int inner, float[] panel, float[] sums, int at) {
        int r0 = first;
        FloatVector a0 = FloatVector.zero(SPECIES);
        FloatVector b0 = FloatVector.zero(SPECIES);
        FloatVector c0 = FloatVector.zero(SPECIES);
        for (int j = 0; j < inner; j++) {
            FloatVector left = FloatVector.fromArray(SPECIES, panel, j * WIDTH);
            FloatVector middle = FloatVector.fromArray(SPECIES, panel, j * WIDTH + LANES);
            FloatVector right = FloatVector.fromArray(SPECIES, panel, j * WIDTH + 2 * LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, rows[r0 + j]);
            a0 = a0.add(x.mul(left));
            b0 = b0.add(x.mul(middle));
            c0 = c0.add(x.mul(right));
        }
        a0.intoArray(sums, at);
        b0.intoArray(sums, at + LANES);
        c0.intoArray(sums, at + 2 * LANES);
    }
}
