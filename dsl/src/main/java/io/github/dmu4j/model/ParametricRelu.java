package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/**
 * x where it is positive, a x elsewhere, with a learned slope a for each channel of (n, c, h, w); a starts at 0.25 and takes weight
 * decay.
 *
 * <p>Source: Delving Deep into Rectifiers, He et al., 2015, equation 1, in torch.nn.PReLU's form; the paper itself does not decay
 * the slopes, InsightFace's arcface_torch gives its optimiser all parameters alike. Deviations: none.
 */
final class ParametricRelu implements Layer {
    private final NamedParameter slope;
    private final Shape perChannel;

    /** Adds {@code name.weight}. */
    ParametricRelu(ParameterSet set, String name, int channels) {
        this.slope = set.add(name + ".weight", new Shape(channels), true, Initialiser.constant(.25f));
        this.perChannel = new Shape(1, channels, 1, 1);
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        try (NDArray positive = Activation.relu(input);
                NDArray negative = input.sub(positive);
                NDArray slopes = Layer.use(slope, input, training).reshape(perChannel)) {
            slopes.attach(input.getManager()); // a view of the weight would stay in the weights' manager
            try (NDArray scaled = negative.mul(slopes)) {
                return scaled.add(positive);
            }
        }
    }
}
