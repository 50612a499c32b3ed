package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.stream.Stream;

/**
 * A square convolution without bias, padded so that stride 1 keeps the size.
 *
 * <p>oneDNN 3.7.1 (in libtorch 2.7.1) counts wrongly on AVX-512 processors where channels do not fill registers of 16; both were
 * seen on an AMD EPYC (Zen 5), and neither with {@code ONEDNN_MAX_CPU_ISA=AVX2}:
 *
 * <ul>
 *   <li>With more than 16 channels of input that are no multiple of 16, the output of a 3x3 convolution is wrong in its second
 *       digit, or NaN (24 channels of 12 x 12: every time). Such an input gets channels of zeros, in training and out of it.
 *   <li>The gradient of the input is NaN when the output's channels are no multiple of 16 and the freed memory that is reused
 *       happens to hold NaN: its {@code avx512_core backward_data} kernels multiply lanes that nobody wrote by zero (8 channels at
 *       32 x 32, batch 128: about once in two hundred steps, and in nearly every step when freed memory is filled with NaN on
 *       purpose). In training such a convolution computes channels of zeros and drops them.
 * </ul>
 *
 * <p>Neither changes a result. A frozen TorchScript file computes what it computes: docs/decisions/0005.
 */
final class Convolution implements Layer {
    private static final Shape ONE = new Shape(1, 1);
    private static final int LANES = 16;

    private final NamedParameter weight;
    private final Shape stride;
    private final Shape padding;
    private final int channels;
    /** Channels of zeros that are added to the input. */
    private final int emptyInputs;
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
        this.emptyInputs = in < LANES ? 0 : toFullRegisters(in);
        this.emptyKernels = onImages ? 0 : toFullRegisters(out);
    }

    private static int toFullRegisters(int channels) {
        return (LANES - channels % LANES) % LANES;
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        NDArray kernel = Layer.use(weight, input, training);
        int dropped = training ? emptyKernels : 0;
        if (emptyInputs + dropped == 0) {
            return convolve(input, kernel);
        }
        NDArray filledInput = withZeros(input, 1, emptyInputs);
        NDArray deepKernel = withZeros(kernel, 1, emptyInputs);
        NDArray filledKernel = withZeros(deepKernel, 0, dropped);
        try (NDArray wide = convolve(filledInput, filledKernel)) {
            NDArray narrow = wide.get(new NDIndex(":, :{}", channels));
            narrow.attach(input.getManager());
            return narrow;
        } finally {
            Stream.of(filledInput, deepKernel, filledKernel)
                    .filter(made -> made != input && made != kernel)
                    .forEach(NDArray::close);
        }
    }

    /** The array and zeros along an axis; the array itself if there are none to be added. */
    private static NDArray withZeros(NDArray array, int axis, int count) {
        if (count == 0) {
            return array;
        }
        long[] shape = array.getShape().getShape().clone();
        shape[axis] = count;
        try (NDArray zeros = array.getManager().zeros(new Shape(shape))) {
            return array.concat(zeros, axis);
        }
    }

    /** Whether nothing has to be added for right results. */
    boolean fillsRegisters() {
        return emptyInputs + emptyKernels == 0;
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
