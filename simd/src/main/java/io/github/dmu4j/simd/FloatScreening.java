package io.github.dmu4j.simd;

import io.github.dmu4j.retrieval.Hits;
import io.github.dmu4j.retrieval.RowBlock;
import io.github.dmu4j.retrieval.ScreeningKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Float32 products in vector registers. The lanes are queries: two vectors of them are loaded once for twelve gallery rows, whose
 * values are broadcast one by one, and the 24 sums stay in registers from the first column to the last. So the rows are used as
 * they lie in memory, without packing, and nothing is added across lanes.
 */
final class FloatScreening implements ScreeningKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int WIDTH = 2 * LANES;
    private static final int ROWS = 12;

    private static final VectorSpecies<Short> HALVES =
            VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
    private static final VectorSpecies<Integer> INTS = FLOATS.vectorShape().withLanes(int.class);

    @Override
    public String name() {
        return "SIMD " + FLOATS.vectorBitSize() + " bits";
    }

    @Override
    public int width() {
        return WIDTH;
    }

    /**
     * By integer arithmetic in lanes, as Java has a conversion only from version 20 on: exponent and digits move to their
     * place, and a multiplication by 2^112 corrects the exponent's bias, also of numbers below the smallest normal one.
     */
    @Override
    public void widen(short[] halves, int count, float[] target) {
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            IntVector bits =
                    (IntVector) ShortVector.fromArray(HALVES, halves, i).convertShape(VectorOperators.S2I, INTS, 0);
            IntVector magnitude = bits.and(0x7fff).lanewise(VectorOperators.LSHL, 13);
            IntVector sign = bits.and(0x8000).lanewise(VectorOperators.LSHL, 16);
            FloatVector value = magnitude.reinterpretAsFloats().mul(0x1p112f);
            FloatVector special = magnitude.or(0x7f800000).reinterpretAsFloats();
            VectorMask<Float> isSpecial = value.compare(VectorOperators.GE, 65536f);
            value = value.blend(special, isSpecial);
            value.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(target, i);
        }
        for (; i < count; i++) {
            target[i] = widened(halves[i]);
        }
    }

    private static float widened(short half) {
        int magnitude = (half & 0x7fff) << 13;
        float value = Float.intBitsToFloat(magnitude) * 0x1p112f;
        int bits = value >= 65536f ? magnitude | 0x7f800000 : Float.floatToRawIntBits(value);
        return Float.intBitsToFloat(bits | ((half & 0x8000) << 16));
    }

    @Override
    public void squaredNorms(RowBlock block, float[] target) {
        int d = block.columns();
        float[] values = block.values();
        for (int r = 0; r < block.rows(); r++) {
            int from = block.from() + r * d;
            FloatVector sums = FloatVector.zero(FLOATS);
            int j = 0;
            for (; j + LANES <= d; j += LANES) {
                FloatVector x = FloatVector.fromArray(FLOATS, values, from + j);
                sums = x.fma(x, sums);
            }
            float sum = sums.reduceLanes(VectorOperators.ADD);
            for (; j < d; j++) {
                sum += values[from + j] * values[from + j];
            }
            target[r] = sum;
        }
    }

    @Override
    public void screen(RowBlock block, float[] panel, float[] thresholds, Hits hits) {
        int d = block.columns();
        int row = 0;
        for (; row + ROWS <= block.rows(); row += ROWS) {
            multiplyTwelve(block.values(), block.from() + row * d, d, panel, hits.scores(), row * WIDTH);
        }
        for (; row < block.rows(); row++) {
            multiplyOne(block.values(), block.from() + row * d, d, panel, hits.scores(), row * WIDTH);
        }
        select(block, thresholds, hits);
    }

    private static void multiplyTwelve(float[] values, int first, int d, float[] panel, float[] target, int at) {
        int r0 = first + 0 * d;
        int r1 = first + 1 * d;
        int r2 = first + 2 * d;
        int r3 = first + 3 * d;
        int r4 = first + 4 * d;
        int r5 = first + 5 * d;
        int r6 = first + 6 * d;
        int r7 = first + 7 * d;
        int r8 = first + 8 * d;
        int r9 = first + 9 * d;
        int r10 = first + 10 * d;
        int r11 = first + 11 * d;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector b0 = FloatVector.zero(FLOATS);
        FloatVector a1 = FloatVector.zero(FLOATS);
        FloatVector b1 = FloatVector.zero(FLOATS);
        FloatVector a2 = FloatVector.zero(FLOATS);
        FloatVector b2 = FloatVector.zero(FLOATS);
        FloatVector a3 = FloatVector.zero(FLOATS);
        FloatVector b3 = FloatVector.zero(FLOATS);
        FloatVector a4 = FloatVector.zero(FLOATS);
        FloatVector b4 = FloatVector.zero(FLOATS);
        FloatVector a5 = FloatVector.zero(FLOATS);
        FloatVector b5 = FloatVector.zero(FLOATS);
        FloatVector a6 = FloatVector.zero(FLOATS);
        FloatVector b6 = FloatVector.zero(FLOATS);
        FloatVector a7 = FloatVector.zero(FLOATS);
        FloatVector b7 = FloatVector.zero(FLOATS);
        FloatVector a8 = FloatVector.zero(FLOATS);
        FloatVector b8 = FloatVector.zero(FLOATS);
        FloatVector a9 = FloatVector.zero(FLOATS);
        FloatVector b9 = FloatVector.zero(FLOATS);
        FloatVector a10 = FloatVector.zero(FLOATS);
        FloatVector b10 = FloatVector.zero(FLOATS);
        FloatVector a11 = FloatVector.zero(FLOATS);
        FloatVector b11 = FloatVector.zero(FLOATS);
        for (int j = 0; j < d; j++) {
            FloatVector left = FloatVector.fromArray(FLOATS, panel, j * WIDTH);
            FloatVector right = FloatVector.fromArray(FLOATS, panel, j * WIDTH + LANES);
            FloatVector x;
            x = FloatVector.broadcast(FLOATS, values[r0 + j]);
            a0 = x.fma(left, a0);
            b0 = x.fma(right, b0);
            x = FloatVector.broadcast(FLOATS, values[r1 + j]);
            a1 = x.fma(left, a1);
            b1 = x.fma(right, b1);
            x = FloatVector.broadcast(FLOATS, values[r2 + j]);
            a2 = x.fma(left, a2);
            b2 = x.fma(right, b2);
            x = FloatVector.broadcast(FLOATS, values[r3 + j]);
            a3 = x.fma(left, a3);
            b3 = x.fma(right, b3);
            x = FloatVector.broadcast(FLOATS, values[r4 + j]);
            a4 = x.fma(left, a4);
            b4 = x.fma(right, b4);
            x = FloatVector.broadcast(FLOATS, values[r5 + j]);
            a5 = x.fma(left, a5);
            b5 = x.fma(right, b5);
            x = FloatVector.broadcast(FLOATS, values[r6 + j]);
            a6 = x.fma(left, a6);
            b6 = x.fma(right, b6);
            x = FloatVector.broadcast(FLOATS, values[r7 + j]);
            a7 = x.fma(left, a7);
            b7 = x.fma(right, b7);
            x = FloatVector.broadcast(FLOATS, values[r8 + j]);
            a8 = x.fma(left, a8);
            b8 = x.fma(right, b8);
            x = FloatVector.broadcast(FLOATS, values[r9 + j]);
            a9 = x.fma(left, a9);
            b9 = x.fma(right, b9);
            x = FloatVector.broadcast(FLOATS, values[r10 + j]);
            a10 = x.fma(left, a10);
            b10 = x.fma(right, b10);
            x = FloatVector.broadcast(FLOATS, values[r11 + j]);
            a11 = x.fma(left, a11);
            b11 = x.fma(right, b11);
        }
        a0.intoArray(target, at + 0 * LANES);
        b0.intoArray(target, at + 1 * LANES);
        a1.intoArray(target, at + 2 * LANES);
        b1.intoArray(target, at + 3 * LANES);
        a2.intoArray(target, at + 4 * LANES);
        b2.intoArray(target, at + 5 * LANES);
        a3.intoArray(target, at + 6 * LANES);
        b3.intoArray(target, at + 7 * LANES);
        a4.intoArray(target, at + 8 * LANES);
        b4.intoArray(target, at + 9 * LANES);
        a5.intoArray(target, at + 10 * LANES);
        b5.intoArray(target, at + 11 * LANES);
        a6.intoArray(target, at + 12 * LANES);
        b6.intoArray(target, at + 13 * LANES);
        a7.intoArray(target, at + 14 * LANES);
        b7.intoArray(target, at + 15 * LANES);
        a8.intoArray(target, at + 16 * LANES);
        b8.intoArray(target, at + 17 * LANES);
        a9.intoArray(target, at + 18 * LANES);
        b9.intoArray(target, at + 19 * LANES);
        a10.intoArray(target, at + 20 * LANES);
        b10.intoArray(target, at + 21 * LANES);
        a11.intoArray(target, at + 22 * LANES);
        b11.intoArray(target, at + 23 * LANES);
    }

    private static void multiplyOne(float[] values, int first, int d, float[] panel, float[] target, int at) {
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = FloatVector.zero(FLOATS);
        for (int j = 0; j < d; j++) {
            FloatVector x = FloatVector.broadcast(FLOATS, values[first + j]);
            a = x.fma(FloatVector.fromArray(FLOATS, panel, j * WIDTH), a);
            b = x.fma(FloatVector.fromArray(FLOATS, panel, j * WIDTH + LANES), b);
        }
        a.intoArray(target, at);
        b.intoArray(target, at + LANES);
    }

    private static void select(RowBlock block, float[] thresholds, Hits hits) {
        FloatVector left = FloatVector.fromArray(FLOATS, thresholds, 0);
        FloatVector right = FloatVector.fromArray(FLOATS, thresholds, LANES);
        float[] scores = hits.scores();
        for (int r = 0; r < block.rows(); r++) {
            FloatVector scale = FloatVector.broadcast(FLOATS, block.scales()[r]);
            FloatVector offset = FloatVector.broadcast(FLOATS, block.offsets()[r]);
            FloatVector a = FloatVector.fromArray(FLOATS, scores, r * WIDTH).fma(scale, offset);
            FloatVector b =
                    FloatVector.fromArray(FLOATS, scores, r * WIDTH + LANES).fma(scale, offset);
            VectorMask<Float> inA = a.compare(VectorOperators.GE, left);
            VectorMask<Float> inB = b.compare(VectorOperators.GE, right);
            boolean any = inA.anyTrue() || inB.anyTrue();
            if (any) {
                a.intoArray(scores, r * WIDTH);
                b.intoArray(scores, r * WIDTH + LANES);
            }
            hits.rows()[r] = any;
        }
    }
}
