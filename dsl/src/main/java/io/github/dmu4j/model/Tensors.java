package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/** How Java arrays become native ones that own their memory. */
final class Tensors {
    private Tensors() {}

    /**
     * A copy in native memory. DJL's create() only wraps the Java buffer, which is freed with the Java handle while a graph may
     * still read it, and which is not aligned for vector instructions.
     */
    static NDArray owned(NDManager manager, float[] values, Shape shape) {
        NDArray array = manager.zeros(shape);
        overwrite(array, values);
        return array;
    }

    /**
     * A float32 scalar in native memory. A number given to DJL's pow() or mul() lies in a buffer that nobody holds afterwards;
     * if the garbage collector runs before the way back, the gradient is wrong.
     */
    static NDArray scalar(NDManager manager, double value) {
        try (NDArray wrapped = manager.create((float) value)) {
            return wrapped.duplicate();
        }
    }

    /** Copies {@code values} over the array's own memory. */
    static void overwrite(NDArray array, float[] values) {
        try (NDArray wrapped = array.getManager().create(values, array.getShape())) {
            array.set(new NDIndex(":"), wrapped);
        }
    }

    /** Copies one array's values over another's memory, on any device; of the same shape. */
    static void copy(NDArray from, NDArray to) {
        NDArray here = from.toDevice(to.getDevice(), false);
        to.set(new NDIndex(":"), here);
        if (here != from) {
            here.close();
        }
    }
}
