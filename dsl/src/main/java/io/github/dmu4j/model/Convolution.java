package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/**
 * A square convolution without bias, padded so that stride 1 keeps the size; He-normal by fan-out.
 *
 * <p>oneDNN 3.7.1 (in libtorch 2.7.1) sometimes computes NaN for the gradient of a convolution's input on AVX-512 processors
 * when the input's channels do not fill a register of 16: its {@code avx512_core backward_data} kernels read lanes that nobody
 * wrote. In training such an input gets channels of zeros up to a multiple of 16, which changes no result. Seen on an AMD EPYC
 * (Zen 5) with 8 channels at 32 x 32, batch 128, about once in a hundred steps; with {@code ONEDNN_MAX_CPU_ISA=AVX2}, and with
 * 16 channels, never.
 */
final class Convolution implements Layer {
    private static final Shape ONE = new Shape(1, 1);
    private static final int LANES = 16;

    private final NamedParameter weight;
    private final Shape stride;
    private final Shape padding;
    /** Channels of zeros that are added in training. */
    private final int emptyChannels;

    /** @param onImages whether the input is the image, which needs no gradient */
    Convolution(ParameterSet set, String name, int in, int out, int kernel, int stride, boolean onImages) {
        this.weight =
                set.add(name + ".weight", new Shape(out, in, kernel, kernel), true, Initialiser.heFanOut(out, kernel));
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(kernel / 2, kernel / 2);
        this.emptyChannels = !onImages ? (LANES - in % LANES) % LANES : 0;
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        NDArray kernel = Layer.use(weight, input, training);
        if (!training || emptyChannels == 0) {
            return convolve(input, kernel);
        }
        try (NDArray wideInput = widened(input, input.getManager());
                NDArray wideKernel = widened(kernel, input.getManager())) {
            return convolve(wideInput, wideKernel);
        }
    }

    private NDArray convolve(NDArray input, NDArray kernel) {
        return Conv2d.conv2d(input, kernel, null, stride, padding, ONE, 1).singletonOrThrow();
    }

    /** Channels (axis 1) of zeros appended. */
    private NDArray widened(NDArray array, NDManager step) {
        Shape shape = array.getShape();
        try (NDArray zeros = step.zeros(new Shape(shape.get(0), emptyChannels, shape.get(2), shape.get(3)))) {
            NDArray wide = array.concat(zeros, 1);
            wide.attach(step);
            return wide;
        }
    }
}
