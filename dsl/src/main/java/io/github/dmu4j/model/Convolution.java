package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/**
 * A square convolution without bias, padded so that stride 1 keeps the size; He-normal by fan-out.
 *
 * <p>oneDNN 3.7.1 (in libtorch 2.7.1) with more than one thread now and then gets the gradient of a convolution's input wrong, up
 * to NaN, on AVX-512 processors when channels do not fill a register of 16. In training, input and output channels are therefore
 * filled up to a multiple of 16 with channels of zeros, which changes no result. Seen on an AMD EPYC (Zen 5) with 8 channels at
 * 32 x 32, batch 128: 5 of 60 repetitions of one step differed; none with {@code ONEDNN_MAX_CPU_ISA=AVX2}, with one thread, or
 * with 16 channels.
 */
final class Convolution implements Layer {
    private static final Shape ONE = new Shape(1, 1);
    private static final int LANES = 16;

    private final NamedParameter weight;
    private final Shape stride;
    private final Shape padding;
    private final int outChannels;
    /** Channels of zeros that are added in training. */
    private final int emptyInputs;

    private final int emptyOutputs;

    /** @param onImages whether the input is the image, which needs no gradient */
    Convolution(ParameterSet set, String name, int in, int out, int kernel, int stride, boolean onImages) {
        this.weight =
                set.add(name + ".weight", new Shape(out, in, kernel, kernel), true, Initialiser.heFanOut(out, kernel));
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(kernel / 2, kernel / 2);
        this.outChannels = out;
        this.emptyInputs = onImages ? 0 : missing(in);
        this.emptyOutputs = missing(out);
    }

    private static int missing(int channels) {
        return (LANES - channels % LANES) % LANES;
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        NDArray kernel = Layer.use(weight, input, training);
        if (!training || emptyInputs + emptyOutputs == 0) {
            return convolve(input, kernel);
        }
        NDManager step = input.getManager();
        try (NDArray wideInput = filled(input, 1, emptyInputs, step);
                NDArray wideKernel = filled(kernel, 1, emptyInputs, step);
                NDArray fullKernel = filled(wideKernel, 0, emptyOutputs, step);
                NDArray output = convolve(wideInput, fullKernel)) {
            return output.get(new NDIndex(":, 0:" + outChannels));
        }
    }

    private NDArray convolve(NDArray input, NDArray kernel) {
        return Conv2d.conv2d(input, kernel, null, stride, padding, ONE, 1).singletonOrThrow();
    }

    /** Zeros appended along an axis; another handle of the same array if there are none to append. */
    private static NDArray filled(NDArray array, int axis, int count, NDManager step) {
        if (count == 0) {
            NDArray same = array.reshape(array.getShape());
            same.attach(step);
            return same;
        }
        long[] shape = array.getShape().getShape().clone();
        shape[axis] = count;
        try (NDArray zeros = step.zeros(new Shape(shape))) {
            NDArray wide = array.concat(zeros, axis);
            wide.attach(step);
            return wide;
        }
    }
}
