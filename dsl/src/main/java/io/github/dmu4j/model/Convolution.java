package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/** A square convolution without bias, padded so that stride 1 keeps the size; He-normal by fan-out. */
final class Convolution implements Layer {
    private static final Shape ONE = new Shape(1, 1);

    private final NamedParameter weight;
    private final Shape stride;
    private final Shape padding;

    Convolution(ParameterSet set, String name, int in, int out, int kernel, int stride) {
        this.weight =
                set.add(name + ".weight", new Shape(out, in, kernel, kernel), true, Initialiser.heFanOut(out, kernel));
        this.stride = new Shape(stride, stride);
        this.padding = new Shape(kernel / 2, kernel / 2);
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        return Conv2d.conv2d(input, Layer.use(weight, input, training), null, stride, padding, ONE, 1)
                .singletonOrThrow();
    }
}
