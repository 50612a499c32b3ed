package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Memory outside the Java heap through which the values of each step go to the engine. DJL takes new memory for every array that is
 * made of Java values, and gives it back when the garbage collector comes by: page faults were a fifth of a training step.
 *
 * <p>An array from here is valid until the next one is asked for: one buffer for each input of a step. Not thread-safe.
 */
public final class InputBuffer {
    /** Of the widest vector registers, and a line of the cache. */
    private static final int ALIGNMENT = 64;

    private ByteBuffer memory = ByteBuffer.allocateDirect(0);

    /**
     * {@code values} on the device of {@code owner}, float32.
     *
     * @param values row-major
     */
    public NDArray array(NDManager owner, float[] values, Shape shape) {
        floats(values.length).put(values);
        return wrapped(owner, shape);
    }

    /** The given rows of a matrix, in the given order; shape (rows, columns). Those of the heap are copied once. */
    public NDArray rows(NDManager owner, FloatRows matrix, int[] rows) {
        int columns = matrix.columns();
        FloatBuffer target = floats(Math.multiplyExact(rows.length, columns));
        if (matrix instanceof FloatMatrix heap) {
            for (int row : rows) {
                target.put(heap.values(), row * columns, columns);
            }
        } else {
            target.put(matrix.select(rows).values());
        }
        return wrapped(owner, new Shape(rows.length, columns));
    }

    private FloatBuffer floats(int count) {
        int bytes = Math.multiplyExact(count, Float.BYTES);
        if (memory.capacity() < bytes) {
            // the slice leaves out what is not aligned, at either end
            memory = ByteBuffer.allocateDirect(bytes + 2 * ALIGNMENT)
                    .alignedSlice(ALIGNMENT)
                    .order(ByteOrder.nativeOrder());
        }
        memory.clear().limit(bytes);
        return memory.asFloatBuffer();
    }

    /** On the processor the array is this memory itself; another device has a copy. */
    private NDArray wrapped(NDManager owner, Shape shape) {
        return owner.create(memory.duplicate().order(ByteOrder.nativeOrder()), shape, DataType.FLOAT32);
    }
}
