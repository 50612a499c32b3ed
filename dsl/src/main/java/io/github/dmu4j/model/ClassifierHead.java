package io.github.dmu4j.model;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;

/**
 * One class vector a row, trained with a network and thrown away or kept as prototypes afterwards. Owns native memory.
 *
 * <p>Starts Xavier-uniform. No bias, as the public code of the paper's group.
 */
public final class ClassifierHead implements AutoCloseable {
    private final HeadSpec spec;
    private final ParameterSet set;
    private final NamedParameter weight;

    /**
     * A new head.
     *
     * @param classes rows
     * @param dimension columns, the network's dimension
     * @param seed the same seed gives the same weights
     */
    public ClassifierHead(HeadSpec spec, int classes, int dimension, long seed, Device device) {
        if (classes < 1 || dimension < 1) {
            throw new IllegalArgumentException(
                    "a head needs at least one class and one dimension, found " + classes + " and " + dimension);
        }
        this.spec = spec;
        this.set = new ParameterSet(device, seed);
        this.weight =
                set.add("head.weight", new Shape(classes, dimension), true, Initialiser.xavier(classes, dimension));
    }

    /** How the rows are used. */
    public HeadSpec spec() {
        return spec;
    }

    /** The class vectors, shape (classes, dimension), not normalised; use {@link NamedParameter#in} in a training step. */
    public NamedParameter weight() {
        return weight;
    }

    /** State, weights file, hash. */
    public ParameterSet parameterSet() {
        return set;
    }

    /** Number of classes. */
    public int classes() {
        return (int) weight.array().getShape().get(0);
    }

    /** Frees the weights. */
    @Override
    public void close() {
        set.close();
    }
}
