package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import org.jspecify.annotations.Nullable;

/** y = x W^T + b for rows x; W has shape (out, in). Starts as torch.nn.Linear does unless an initialiser is given. */
public final class LinearLayer implements Layer {
    private final NamedParameter weight;
    private final @Nullable NamedParameter bias;

    /** Adds {@code name.weight} and, if asked for, {@code name.bias}. */
    public LinearLayer(ParameterSet set, String name, int in, int out, boolean withBias) {
        this(set, name, in, out, withBias, Initialiser.linear(in));
    }

    /** As above with another start for weight and bias, for example {@link Initialiser#constant}(0). */
    public LinearLayer(ParameterSet set, String name, int in, int out, boolean withBias, Initialiser initialiser) {
        this(
                set.add(name + ".weight", new Shape(out, in), true, initialiser),
                withBias ? set.add(name + ".bias", new Shape(out), false, initialiser) : null);
    }

    private LinearLayer(NamedParameter weight, @Nullable NamedParameter bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /** With a bias that takes weight decay, as in code that gives an optimiser all parameters alike. */
    static LinearLayer decaying(ParameterSet set, String name, int in, int out) {
        Initialiser initialiser = Initialiser.linear(in);
        return new LinearLayer(
                set.add(name + ".weight", new Shape(out, in), true, initialiser),
                set.add(name + ".bias", new Shape(out), true, initialiser));
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        NamedParameter b = bias;
        return Linear.linear(
                        input, Layer.use(weight, input, training), b == null ? null : Layer.use(b, input, training))
                .singletonOrThrow();
    }
}
