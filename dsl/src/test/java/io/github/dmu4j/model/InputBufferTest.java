package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.FloatMatrix;
import org.junit.jupiter.api.Test;

class InputBufferTest {
    @Test
    void arraysHaveTheValuesWhateverWasThereBefore() {
        InputBuffer buffer = new InputBuffer();
        try (NDManager manager = NativeEngine.require().newBaseManager(Device.cpu())) {
            NDArray six = buffer.array(manager, new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
            assertThat(six.getShape()).isEqualTo(new Shape(2, 3));
            assertThat(six.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
            NDArray two = buffer.array(manager, new float[] {7, 8}, new Shape(2));
            assertThat(two.toFloatArray()).containsExactly(7, 8);
            NDArray eight = buffer.array(manager, new float[] {9, 8, 7, 6, 5, 4, 3, 2}, new Shape(4, 2));
            assertThat(eight.add(1).toFloatArray()).containsExactly(10, 9, 8, 7, 6, 5, 4, 3);
            assertThat(buffer.array(manager, new float[0], new Shape(0, 3)).isEmpty())
                    .isTrue();
        }
    }

    @Test
    void rowsComeInTheOrderThatIsAsked() {
        FloatMatrix matrix = FloatMatrix.ofRows(new float[][] {{0, 1}, {10, 11}, {20, 21}});
        try (NDManager manager = NativeEngine.require().newBaseManager(Device.cpu())) {
            NDArray rows = new InputBuffer().rows(manager, matrix, new int[] {2, 0, 2});

            assertThat(rows.getShape()).isEqualTo(new Shape(3, 2));
            assertThat(rows.toFloatArray()).containsExactly(20, 21, 0, 1, 20, 21);
        }
    }
}
