package io.github.dmu4j.simd;

import io.github.dmu4j.retrieval.Hits;
import io.github.dmu4j.retrieval.RowBlock;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** One vector of queries beside twelve rows: for few queries, of which a wider panel would be mostly empty. */
final class NarrowScreening extends FloatScreening {
    @Override
    public int width() {
        return LANES;
    }

    @Override
    public void screen(RowBlock block, float[] panel, float[] thresholds, Hits hits) {
        int d = block.columns();
        int row = 0;
        for (; row + 12 <= block.rows(); row += 12) {
            multiplyTwelve(block.values(), block.from() + row * d, d, panel, hits.scores(), row * LANES);
        }
        for (; row < block.rows(); row++) {
            multiplyOne(block.values(), block.from() + row * d, d, panel, hits.scores(), row * LANES);
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
        FloatVector a1 = FloatVector.zero(FLOATS);
        FloatVector a2 = FloatVector.zero(FLOATS);
        FloatVector a3 = FloatVector.zero(FLOATS);
        FloatVector a4 = FloatVector.zero(FLOATS);
        FloatVector a5 = FloatVector.zero(FLOATS);
        FloatVector a6 = FloatVector.zero(FLOATS);
        FloatVector a7 = FloatVector.zero(FLOATS);
        FloatVector a8 = FloatVector.zero(FLOATS);
        FloatVector a9 = FloatVector.zero(FLOATS);
        FloatVector a10 = FloatVector.zero(FLOATS);
        FloatVector a11 = FloatVector.zero(FLOATS);
        for (int j = 0; j < d; j++) {
            FloatVector queries = FloatVector.fromArray(FLOATS, panel, j * LANES);
            a0 = FloatVector.broadcast(FLOATS, values[r0 + j]).fma(queries, a0);
            a1 = FloatVector.broadcast(FLOATS, values[r1 + j]).fma(queries, a1);
            a2 = FloatVector.broadcast(FLOATS, values[r2 + j]).fma(queries, a2);
            a3 = FloatVector.broadcast(FLOATS, values[r3 + j]).fma(queries, a3);
            a4 = FloatVector.broadcast(FLOATS, values[r4 + j]).fma(queries, a4);
            a5 = FloatVector.broadcast(FLOATS, values[r5 + j]).fma(queries, a5);
            a6 = FloatVector.broadcast(FLOATS, values[r6 + j]).fma(queries, a6);
            a7 = FloatVector.broadcast(FLOATS, values[r7 + j]).fma(queries, a7);
            a8 = FloatVector.broadcast(FLOATS, values[r8 + j]).fma(queries, a8);
            a9 = FloatVector.broadcast(FLOATS, values[r9 + j]).fma(queries, a9);
            a10 = FloatVector.broadcast(FLOATS, values[r10 + j]).fma(queries, a10);
            a11 = FloatVector.broadcast(FLOATS, values[r11 + j]).fma(queries, a11);
        }
        a0.intoArray(target, at + 0 * LANES);
        a1.intoArray(target, at + 1 * LANES);
        a2.intoArray(target, at + 2 * LANES);
        a3.intoArray(target, at + 3 * LANES);
        a4.intoArray(target, at + 4 * LANES);
        a5.intoArray(target, at + 5 * LANES);
        a6.intoArray(target, at + 6 * LANES);
        a7.intoArray(target, at + 7 * LANES);
        a8.intoArray(target, at + 8 * LANES);
        a9.intoArray(target, at + 9 * LANES);
        a10.intoArray(target, at + 10 * LANES);
        a11.intoArray(target, at + 11 * LANES);
    }

    private static void multiplyOne(float[] values, int first, int d, float[] panel, float[] target, int at) {
        FloatVector a = FloatVector.zero(FLOATS);
        for (int j = 0; j < d; j++) {
            a = FloatVector.broadcast(FLOATS, values[first + j])
                    .fma(FloatVector.fromArray(FLOATS, panel, j * LANES), a);
        }
        a.intoArray(target, at);
    }

    private static void select(RowBlock block, float[] thresholds, Hits hits) {
        FloatVector limits = FloatVector.fromArray(FLOATS, thresholds, 0);
        float[] scores = hits.scores();
        for (int r = 0; r < block.rows(); r++) {
            FloatVector scale = FloatVector.broadcast(FLOATS, block.scales()[r]);
            FloatVector offset = FloatVector.broadcast(FLOATS, block.offsets()[r]);
            FloatVector a = FloatVector.fromArray(FLOATS, scores, r * LANES).fma(scale, offset);
            VectorMask<Float> reached = a.compare(VectorOperators.GE, limits);
            boolean any = reached.anyTrue();
            if (any) {
                a.intoArray(scores, r * LANES);
            }
            hits.rows()[r] = any;
        }
    }
}
