package io.github.dmu4j.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against Math.fma in the order that TileKernel asks for: equal bits, and nothing written beside the tile. */
class VectorTilesTest {
    private final VectorTiles kernel = new VectorTiles();

    @Test
    void columnsAreAMultipleOfRows() {
        assertThat(kernel.columns() % kernel.rows()).isZero();
    }

    @Test
    void sumsAreFusedInOrder() {
        kernel.prepare();
        int rows = kernel.rows();
        int columns = kernel.columns();
        int stride = columns + 5;
        for (int inner = 0; inner < 40; inner++) {
            float[] left = floats(3 + inner * rows, inner);
            float[] right = floats(7 + inner * columns, 100 + inner);
            float[] expected = new float[2 + rows * stride];
            Arrays.fill(expected, Float.NaN);
            for (int r = 0; r < rows; r++) {
                for (int l = 0; l < columns; l++) {
                    float sum = 0;
                    for (int j = 0; j < inner; j++) {
                        sum = Math.fma(left[3 + j * rows + r], right[7 + j * columns + l], sum);
                    }
                    expected[2 + r * stride + l] = sum;
                }
            }
            float[] out = new float[expected.length];
            Arrays.fill(out, Float.NaN);

            kernel.multiply(left, 3, right, 7, inner, out, 2, stride);

            assertThat(out).as("sums of %d", inner).isEqualTo(expected);
        }
    }

    private static float[] floats(int length, long seed) {
        float[] values = new float[length];
        var random = new SplittableRandom(seed);
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }
}
