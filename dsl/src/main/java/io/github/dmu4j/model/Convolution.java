package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/**
 * A square convolution without bias, padded so that stride 1 keeps the size.
 *
 * <p>oneDNN 3.7.1 (in libtorch 2.7.1) computes NaN for the gradient of a convolution's input on AVX-512 processors when the
 * output's channels do not fill registers of 16 and the freed memory that it reuses happens to hold NaN: its {@code avx512_core
 * backward_data} kernels multiply lanes that nobody wrote by zero. In training such a convolution therefore computes channels
 * of zeros up to a multiple of 16 and drops them, which changes no result. Seen on an AMD EPYC (Zen 5) with 8 channels at 32 x
 * 32, batch 128, about once in two hundred steps, and in nearly every step when freed memory is filled with NaN on purpose;
 * with {@code ONEDNN_MAX_CPU_ISA=AVX2}, and with 16 or 32 channels, never.
 */
final class Convolution implements Layer {
    private static final Shape ONE = new Shape(1, 1);
    private static final int LANES = 16;

    private final NamedParameter weight;
    private final Shape stride;
    private final Shape padding;
    private final int channels;
    /** Kernels of zeros that are added in training. */
    private final int emptyKernels;

    /**
     * Starts He-normal by fan-out.
     *
     * @param onImages whether the input is the image, which needs no gradient
     */
    Convolution(ParameterSet set, String name, int in, int out, int kernel, int stride, boolean onImages) {
        this(set, name, in, out, kernel, stride, onImages, Initialiser.heFanOut(out, kernel));
    }

    /** As above with another start. */
    Convolution(
            ParameterSet set,
            String name,
            int in,
            int out,
            int kernel,
            int stride,
            boolean onImages,
            Initialiser initialiser) {
        this.weight = set.add(name + ".weight", new Shape(out, in, kernel, kernel), true, initialiser);
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(kernel / 2, kernel / 2);
        this.channels = out;
        this.emptyKernels = onImages ? 0 : (LANES - out % LANES) % LANES;
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        NDArray kernel = Layer.use(weight, input, training);
        if (!training || emptyKernels == 0) {
            return convolve(input, kernel);
        }
        NDManager step = input.getManager();
        Shape shape = kernel.getShape();
        try (NDArray zeros = step.zeros(new Shape(emptyKernels, shape.get(1), shape.get(2), shape.get(3)));
                NDArray wideKernel = kernel.concat(zeros, 0);
                NDArray wide = convolve(input, wideKernel)) {
            NDArray narrow = wide.get(new NDIndex(":, :{}", channels));
            narrow.attach(step);
            return narrow;
        }
    }

    /** Shape (out, in, kernel, kernel). */
    NDArray kernel() {
        return weight.array();
    }

    Shape stride() {
        return stride;
    }

    Shape padding() {
        return padding;
    }

    private NDArray convolve(NDArray input, NDArray kernel) {
        return Conv2d.conv2d(input, kernel, null, stride, padding, ONE, 1).singletonOrThrow();
    }
}
