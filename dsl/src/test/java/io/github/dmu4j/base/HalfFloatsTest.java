package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {
    @Test
    void everyHalfHasTheValueOfItsFieldsAndComesBackFromFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            short half = (short) bits;
            int exponent = (bits >> 10) & 31;
            int mantissa = bits & 1023;
            float value = HalfFloats.toFloat(half);
            if (exponent == 31 && mantissa != 0) {
                assertThat(value).isNaN();
                assertThat(HalfFloats.toFloat(HalfFloats.toHalf(value))).isNaN();
                continue;
            }
            double magnitude = switch (exponent) {
                case 31 -> Double.POSITIVE_INFINITY;
                case 0 -> mantissa * Math.pow(2, -24);
                default -> (1024 + mantissa) * Math.pow(2, exponent - 25.0);
            };
            assertThat((double) value).isEqualTo(bits < 1 << 15 ? magnitude : -magnitude);
            assertThat(HalfFloats.toHalf(value)).isEqualTo(half);
        }
    }

    /** The border between every two neighbouring halves, and the float on either side; expected from npy_fixtures.py. */
    @Test
    void everyBorderBetweenHalvesRoundsAsInNumPy() throws Exception {
        int[] border = new int[3 * 0x7c00];
        for (int half = 0; half < 0x7c00; half++) {
            double low = HalfFloats.toFloat((short) half);
            double high = half == 0x7bff ? 65536 : HalfFloats.toFloat((short) (half + 1));
            int middle = Float.floatToRawIntBits((float) ((low + high) / 2));
            border[3 * half] = middle - 1;
            border[3 * half + 1] = middle;
            border[3 * half + 2] = middle + 1;
        }
        ByteBuffer halves = ByteBuffer.allocate(4 * border.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int sign : new int[] {0, 0x80000000}) {
            for (int bits : border) {
                halves.putShort(HalfFloats.toHalf(Float.intBitsToFloat(sign | bits)));
            }
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(halves.array());
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("dde0b3252f428f533286690e2f8cd982e2ea7def858917c876f56e057684a464");
    }

    @Test
    void valuesBeyondTheRangeBecomeInfiniteOrZero() {
        assertThat(HalfFloats.toHalf(1e30f)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloats.toHalf(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
        assertThat(HalfFloats.toHalf(-Float.MIN_VALUE)).isEqualTo((short) 0x8000);
    }
}
