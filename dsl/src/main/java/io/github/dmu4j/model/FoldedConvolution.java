package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;

/**
 * A convolution whose kernels were multiplied by the factors of the batch norm behind it, and which adds the rest of it as a
 * bias: the same numbers up to rounding. Kernels have their channels innermost in memory, so that the engine computes, and
 * passes on, images in that form: oneDNN then need not reorder them before and after each convolution, which is a third of the
 * time of one.
 *
 * <p>Kernels of one pixel are computed as a matrix product: oneDNN 3.7.1 (in libtorch 2.7.1) ends the process by a division by
 * zero in its 1x1 convolution of such images where they are small and channels many (256 to 1,024 channels at 2 x 2).
 *
 * <p>The arrays belong to the set's manager and are freed with it, or by {@link #close}.
 */
final class FoldedConvolution implements AutoCloseable {
    private final Convolution convolution;
    private final NDArray kernel;
    private final NDArray bias;
    private final int version;

    FoldedConvolution(Convolution convolution, BatchNormalisation norm, ParameterSet set) {
        this.convolution = convolution;
        this.version = set.version();
        Shape shape = convolution.kernel().getShape();
        int out = (int) shape.get(0);
        int in = (int) shape.get(1);
        int area = (int) (shape.get(2) * shape.get(3));
        double[] factors = norm.factors();
        float[] plain = convolution.kernel().toFloatArray();
        float[] inner = new float[plain.length];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                for (int at = 0; at < area; at++) {
                    inner[(o * area + at) * in + i] = (float) (plain[(o * in + i) * area + at] * factors[o]);
                }
            }
        }
        NDManager owner = set.manager();
        try (NDArray memory = Tensors.owned(owner, inner, new Shape(out, shape.get(2), shape.get(3), in))) {
            this.kernel = memory.transpose(0, 3, 1, 2);
        }
        this.bias = Tensors.owned(owner, norm.rests(factors), new Shape(out));
    }

    /** Of the set when this was made. */
    int version() {
        return version;
    }

    NDArray forward(NDArray input) {
        return kernel.getShape().get(2) == 1 ? product(input) : convolved(input);
    }

    private NDArray convolved(NDArray input) {
        return Conv2d.conv2d(input, kernel, bias, convolution.stride(), convolution.padding(), new Shape(1, 1), 1)
                .singletonOrThrow();
    }

    private NDArray product(NDArray input) {
        Shape shape = kernel.getShape();
        long step = convolution.stride().get(0);
        try (NDArray inner = input.transpose(0, 2, 3, 1);
                NDArray used = step == 1 ? inner : inner.get(new NDIndex(":, ::{}, ::{}, :", step, step));
                NDArray rows = used.reshape(-1, shape.get(1));
                NDArray matrix = kernel.reshape(shape.get(0), shape.get(1));
                NDArray products = Linear.linear(rows, matrix, bias).singletonOrThrow();
                NDArray images = products.reshape(
                        used.getShape().get(0),
                        used.getShape().get(1),
                        used.getShape().get(2),
                        shape.get(0))) {
            return images.transpose(0, 3, 1, 2);
        }
    }

    @Override
    public void close() {
        kernel.close();
        bias.close();
    }
}
