package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class HostUpdateTest {
    private static final HostUpdate.Rule ADD_DOUBLE = (values, length) -> {
        for (int i = 0; i < length; i++) {
            values[0][i] += 2 * values[1][i];
        }
    };

    @Test
    void everyValueIsChangedOnceHoweverManyThreadsShareTheWork() {
        int before = NativeEngine.threads();
        try (NDManager manager = NativeEngine.require().newBaseManager(Device.cpu())) {
            for (int size : new int[] {1, 2_047, 2_049, 300_001}) {
                for (int threads : new int[] {1, 2}) {
                    NativeEngine.setThreads(threads);
                    NDArray sums = manager.arange(size).toType(DataType.FLOAT32, true);
                    NDArray added = manager.ones(new Shape(size));

                    assertThat(HostUpdate.apply(ADD_DOUBLE, 1, sums, added)).isTrue();

                    float[] expected = new float[size];
                    for (int i = 0; i < size; i++) {
                        expected[i] = i + 2;
                    }
                    assertThat(sums.toFloatArray()).containsExactly(expected);
                    assertThat(added.sum().getFloat()).isEqualTo(size);
                }
            }
        } finally {
            NativeEngine.setThreads(before);
        }
    }

    @Test
    void otherTypesAreLeftToTheEngine() {
        try (NDManager manager = NativeEngine.require().newBaseManager(Device.cpu())) {
            NDArray sums = manager.zeros(new Shape(3), DataType.FLOAT64);

            assertThat(HostUpdate.apply(ADD_DOUBLE, 1, sums, manager.ones(new Shape(3))))
                    .isFalse();
            assertThat(sums.toDoubleArray()).containsOnly(0);
        }
    }
}
