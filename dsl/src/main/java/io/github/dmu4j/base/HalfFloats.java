package io.github.dmu4j.base;

/**
 * Half-precision values (IEEE 754 binary16) from and to float32, as bits. Java has this from version 20 on only ({@code
 * Float.floatToFloat16}); this works on 17 and agrees with NumPy bit for bit, except in the payload of NaNs.
 */
final class HalfFloats {
    /** The largest finite half. */
    static final float MAX_VALUE = 65504f;

    private static final int INFINITY = 0x7c00;

    private HalfFloats() {}

    /** The exact value of a half: every half is a float32. */
    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | (mantissa << 13));
        }
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f; // subnormal: exact in float32
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
    }

    /** The nearest half, ties to even; magnitudes from 65520 on become infinite, up to 2^-25 zero. */
    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x47800000) { // 65536
            return (short) (sign | INFINITY);
        }
        if (magnitude >= 0x38800000) { // 2^-14, the smallest normal half
            int truncated = (magnitude - 0x38000000) >>> 13;
            return (short) (sign | roundToEven(truncated, magnitude & 0x1fff, 0x1000));
        }
        if (magnitude < 0x33000000) { // 2^-25, half of the smallest subnormal
            return (short) sign;
        }
        int mantissa = (magnitude & 0x7fffff) | 0x800000;
        int shift = 126 - (magnitude >>> 23);
        return (short) (sign | roundToEven(mantissa >>> shift, mantissa & ((1 << shift) - 1), 1 << (shift - 1)));
    }

    /** A carry out of the mantissa rightly raises the exponent, up to infinity. */
    private static int roundToEven(int truncated, int remainder, int tie) {
        boolean up = remainder > tie || (remainder == tie && (truncated & 1) == 1);
        return up ? truncated + 1 : truncated;
    }
}
