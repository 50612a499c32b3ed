package io.github.dmu4j.simd;

import io.github.dmu4j.retrieval.Hits;
import io.github.dmu4j.retrieval.RowBlock;
import io.github.dmu4j.retrieval.ScreeningKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Three vectors of queries beside eight rows, or beside four where there are registers for no more than that. */
final class WideScreening extends FloatScreening {
    private static final int WIDTH = 3 * LANES;
    /** AVX-512 and SVE have 32 registers, which hold the sums of eight rows; AVX2 has 16, for those of four. */
    private static final boolean MANY_REGISTERS = FLOATS.vectorBitSize() >= 512;

    private final ScreeningKernel narrow = new NarrowScreening();

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public ScreeningKernel forQueries(int queries) {
        return queries <= narrow.width() ? narrow : this;
    }

    @Override
    public void screen(RowBlock block, float[] panel, float[] thresholds, Hits hits) {
        int d = block.columns();
        int row = 0;
        for (; MANY_REGISTERS && row + 8 <= block.rows(); row += 8) {
            multiplyEight(block.values(), block.from() + row * d, d, panel, hits.scores(), row * WIDTH);
        }
        for (; row + 4 <= block.rows(); row += 4) {
            multiplyFour(block.values(), block.from() + row * d, d, panel, hits.scores(), row * WIDTH);
        }
        for (; row < block.rows(); row++) {
            multiplyOne(block.values(), block.from() + row * d, d, panel, hits.scores(), row * WIDTH);
        }
        select(block, thresholds, hits);
    }

    private static void multiplyEight(float[] values, int first, int d, float[] panel, float[] target, int at) {
        int r0 = first + 0 * d;
        int r1 = first + 1 * d;
        int r2 = first + 2 * d;
        int r3 = first + 3 * d;
        int r4 = first + 4 * d;
        int r5 = first + 5 * d;
        int r6 = first + 6 * d;
        int r7 = first + 7 * d;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector b0 = FloatVector.zero(FLOATS);
        FloatVector c0 = FloatVector.zero(FLOATS);
        FloatVector a1 = FloatVector.zero(FLOATS);
        FloatVector b1 = FloatVector.zero(FLOATS);
        FloatVector c1 = FloatVector.zero(FLOATS);
        FloatVector a2 = FloatVector.zero(FLOATS);
        FloatVector b2 = FloatVector.zero(FLOATS);
        FloatVector c2 = FloatVector.zero(FLOATS);
        FloatVector a3 = FloatVector.zero(FLOATS);
        FloatVector b3 = FloatVector.zero(FLOATS);
        FloatVector c3 = FloatVector.zero(FLOATS);
        FloatVector a4 = FloatVector.zero(FLOATS);
        FloatVector b4 = FloatVector.zero(FLOATS);
        FloatVector c4 = FloatVector.zero(FLOATS);
        FloatVector a5 = FloatVector.zero(FLOATS);
        FloatVector b5 = FloatVector.zero(FLOATS);
        FloatVector c5 = FloatVector.zero(FLOATS);
        FloatVector a6 = FloatVector.zero(FLOATS);
        FloatVector b6 = FloatVector.zero(FLOATS);
        FloatVector c6 = FloatVector.zero(FLOATS);
        FloatVector a7 = FloatVector.zero(FLOATS);
        FloatVector b7 = FloatVector.zero(FLOATS);
        FloatVector c7 = FloatVector.zero(FLOATS);
        for (int j = 0; j < d; j++) {
            FloatVector left = FloatVector.fromArray(FLOATS, panel, j * WIDTH);
            FloatVector middle = FloatVector.fromArray(FLOATS, panel, j * WIDTH + LANES);
            FloatVector right = FloatVector.fromArray(FLOATS, panel, j * WIDTH + 2 * LANES);
            FloatVector x;
            x = FloatVector.broadcast(FLOATS, values[r0 + j]);
            a0 = x.fma(left, a0);
            b0 = x.fma(middle, b0);
            c0 = x.fma(right, c0);
            x = FloatVector.broadcast(FLOATS, values[r1 + j]);
            a1 = x.fma(left, a1);
            b1 = x.fma(middle, b1);
            c1 = x.fma(right, c1);
            x = FloatVector.broadcast(FLOATS, values[r2 + j]);
            a2 = x.fma(left, a2);
            b2 = x.fma(middle, b2);
            c2 = x.fma(right, c2);
            x = FloatVector.broadcast(FLOATS, values[r3 + j]);
            a3 = x.fma(left, a3);
            b3 = x.fma(middle, b3);
            c3 = x.fma(right, c3);
            x = FloatVector.broadcast(FLOATS, values[r4 + j]);
            a4 = x.fma(left, a4);
            b4 = x.fma(middle, b4);
            c4 = x.fma(right, c4);
            x = FloatVector.broadcast(FLOATS, values[r5 + j]);
            a5 = x.fma(left, a5);
            b5 = x.fma(middle, b5);
            c5 = x.fma(right, c5);
            x = FloatVector.broadcast(FLOATS, values[r6 + j]);
            a6 = x.fma(left, a6);
            b6 = x.fma(middle, b6);
            c6 = x.fma(right, c6);
            x = FloatVector.broadcast(FLOATS, values[r7 + j]);
            a7 = x.fma(left, a7);
            b7 = x.fma(middle, b7);
            c7 = x.fma(right, c7);
        }
        a0.intoArray(target, at + 0 * LANES);
        b0.intoArray(target, at + 1 * LANES);
        c0.intoArray(target, at + 2 * LANES);
        a1.intoArray(target, at + 3 * LANES);
        b1.intoArray(target, at + 4 * LANES);
        c1.intoArray(target, at + 5 * LANES);
        a2.intoArray(target, at + 6 * LANES);
        b2.intoArray(target, at + 7 * LANES);
        c2.intoArray(target, at + 8 * LANES);
        a3.intoArray(target, at + 9 * LANES);
        b3.intoArray(target, at + 10 * LANES);
        c3.intoArray(target, at + 11 * LANES);
        a4.intoArray(target, at + 12 * LANES);
        b4.intoArray(target, at + 13 * LANES);
        c4.intoArray(target, at + 14 * LANES);
        a5.intoArray(target, at + 15 * LANES);
        b5.intoArray(target, at + 16 * LANES);
        c5.intoArray(target, at + 17 * LANES);
        a6.intoArray(target, at + 18 * LANES);
        b6.intoArray(target, at + 19 * LANES);
        c6.intoArray(target, at + 20 * LANES);
        a7.intoArray(target, at + 21 * LANES);
        b7.intoArray(target, at + 22 * LANES);
        c7.intoArray(target, at + 23 * LANES);
    }

    private static void multiplyFour(float[] values, int first, int d, float[] panel, float[] target, int at) {
        int r0 = first + 0 * d;
        int r1 = first + 1 * d;
        int r2 = first + 2 * d;
        int r3 = first + 3 * d;
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector b0 = FloatVector.zero(FLOATS);
        FloatVector c0 = FloatVector.zero(FLOATS);
        FloatVector a1 = FloatVector.zero(FLOATS);
        FloatVector b1 = FloatVector.zero(FLOATS);
        FloatVector c1 = FloatVector.zero(FLOATS);
        FloatVector a2 = FloatVector.zero(FLOATS);
        FloatVector b2 = FloatVector.zero(FLOATS);
        FloatVector c2 = FloatVector.zero(FLOATS);
        FloatVector a3 = FloatVector.zero(FLOATS);
        FloatVector b3 = FloatVector.zero(FLOATS);
        FloatVector c3 = FloatVector.zero(FLOATS);
        for (int j = 0; j < d; j++) {
            FloatVector left = FloatVector.fromArray(FLOATS, panel, j * WIDTH);
            FloatVector middle = FloatVector.fromArray(FLOATS, panel, j * WIDTH + LANES);
            FloatVector right = FloatVector.fromArray(FLOATS, panel, j * WIDTH + 2 * LANES);
            FloatVector x;
            x = FloatVector.broadcast(FLOATS, values[r0 + j]);
            a0 = x.fma(left, a0);
            b0 = x.fma(middle, b0);
            c0 = x.fma(right, c0);
            x = FloatVector.broadcast(FLOATS, values[r1 + j]);
            a1 = x.fma(left, a1);
            b1 = x.fma(middle, b1);
            c1 = x.fma(right, c1);
            x = FloatVector.broadcast(FLOATS, values[r2 + j]);
            a2 = x.fma(left, a2);
            b2 = x.fma(middle, b2);
            c2 = x.fma(right, c2);
            x = FloatVector.broadcast(FLOATS, values[r3 + j]);
            a3 = x.fma(left, a3);
            b3 = x.fma(middle, b3);
            c3 = x.fma(right, c3);
        }
        a0.intoArray(target, at + 0 * LANES);
        b0.intoArray(target, at + 1 * LANES);
        c0.intoArray(target, at + 2 * LANES);
        a1.intoArray(target, at + 3 * LANES);
        b1.intoArray(target, at + 4 * LANES);
        c1.intoArray(target, at + 5 * LANES);
        a2.intoArray(target, at + 6 * LANES);
        b2.intoArray(target, at + 7 * LANES);
        c2.intoArray(target, at + 8 * LANES);
        a3.intoArray(target, at + 9 * LANES);
        b3.intoArray(target, at + 10 * LANES);
        c3.intoArray(target, at + 11 * LANES);
    }

    private static void multiplyOne(float[] values, int first, int d, float[] panel, float[] target, int at) {
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = FloatVector.zero(FLOATS);
        FloatVector c = FloatVector.zero(FLOATS);
        for (int j = 0; j < d; j++) {
            FloatVector x = FloatVector.broadcast(FLOATS, values[first + j]);
            a = x.fma(FloatVector.fromArray(FLOATS, panel, j * WIDTH), a);
            b = x.fma(FloatVector.fromArray(FLOATS, panel, j * WIDTH + LANES), b);
            c = x.fma(FloatVector.fromArray(FLOATS, panel, j * WIDTH + 2 * LANES), c);
        }
        a.intoArray(target, at);
        b.intoArray(target, at + LANES);
        c.intoArray(target, at + 2 * LANES);
    }

    private static void select(RowBlock block, float[] thresholds, Hits hits) {
        FloatVector left = FloatVector.fromArray(FLOATS, thresholds, 0);
        FloatVector middle = FloatVector.fromArray(FLOATS, thresholds, LANES);
        FloatVector right = FloatVector.fromArray(FLOATS, thresholds, 2 * LANES);
        float[] scores = hits.scores();
        for (int r = 0; r < block.rows(); r++) {
            FloatVector scale = FloatVector.broadcast(FLOATS, block.scales()[r]);
            FloatVector offset = FloatVector.broadcast(FLOATS, block.offsets()[r]);
            int at = r * WIDTH;
            FloatVector a = FloatVector.fromArray(FLOATS, scores, at).fma(scale, offset);
            FloatVector b = FloatVector.fromArray(FLOATS, scores, at + LANES).fma(scale, offset);
            FloatVector c =
                    FloatVector.fromArray(FLOATS, scores, at + 2 * LANES).fma(scale, offset);
            VectorMask<Float> inA = a.compare(VectorOperators.GE, left);
            VectorMask<Float> inB = b.compare(VectorOperators.GE, middle);
            VectorMask<Float> inC = c.compare(VectorOperators.GE, right);
            boolean any = inA.or(inB).or(inC).anyTrue();
            if (any) {
                a.intoArray(scores, at);
                b.intoArray(scores, at + LANES);
                c.intoArray(scores, at + 2 * LANES);
            }
            hits.rows()[r] = any;
        }
    }
}
