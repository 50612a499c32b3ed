package io.github.dmu4j.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against loops in the order that PanelKernel asks for: equal bits, of any number of rows and columns. */
class VectorPanelsTest {
    private final VectorPanels kernel = new VectorPanels();

    @Test
    void floatsAreTheSumsOfRoundedProductsInOrder() {
        kernel.prepare();
        int width = kernel.floatWidth(7);
        for (int count = 0; count < 30; count++) {
            int inner = 1 + 7 * count % 53;
            float[] rows = floats(count * inner, count);
            float[] panel = floats(inner * width, 100 + count);
            float[] expected = new float[count * width];
            for (int i = 0; i < count; i++) {
                for (int l = 0; l < width; l++) {
                    float sum = 0;
                    for (int j = 0; j < inner; j++) {
                        float product = rows[i * inner + j] * panel[j * width + l];
                        sum += product;
                    }
                    expected[i * width + l] = sum;
                }
            }
            float[] sums = new float[count * width];
            Arrays.fill(sums, Float.NaN);

            kernel.multiply(rows, count, inner, panel, width, sums);

            assertThat(sums).as("%d rows of %d", count, inner).isEqualTo(expected);
        }
    }

    @Test
    void doublesAreTheSumsOfRoundedProductsInOrder() {
        int width = kernel.doubleWidth(7);
        for (int count = 0; count < 30; count++) {
            int inner = 1 + 7 * count % 53;
            double[] rows = doubles(count * inner, count);
            double[] panel = doubles(inner * width, 100 + count);
            double[] expected = new double[count * width];
            for (int i = 0; i < count; i++) {
                for (int l = 0; l < width; l++) {
                    for (int j = 0; j < inner; j++) {
                        double product = rows[i * inner + j] * panel[j * width + l];
                        expected[i * width + l] += product;
                    }
                }
            }
            double[] sums = new double[count * width];
            Arrays.fill(sums, Double.NaN);

            kernel.multiply(rows, count, inner, panel, width, sums);

            assertThat(sums).as("%d rows of %d", count, inner).isEqualTo(expected);
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

    private static double[] doubles(int length, long seed) {
        return new SplittableRandom(seed).doubles(length, -0.5, 0.5).toArray();
    }
}
