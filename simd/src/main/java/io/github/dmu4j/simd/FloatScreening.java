package io.github.dmu4j.simd;

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
 * Float32 products in vector registers. The lanes are queries: vectors of them are loaded once for several gallery rows, whose
 * values are broadcast one by one, and the sums stay in registers from the first column to the last. So the rows are used as they
 * lie in memory, without packing, and nothing is added across lanes.
 */
abstract sealed class FloatScreening implements ScreeningKernel permits NarrowScreening, WideScreening {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();

    private static final VectorSpecies<Short> HALVES =
            VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
    private static final VectorSpecies<Integer> INTS = FLOATS.vectorShape().withLanes(int.class);

    @Override
    public String name() {
        return "SIMD " + FLOATS.vectorBitSize() + " bits";
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
}
