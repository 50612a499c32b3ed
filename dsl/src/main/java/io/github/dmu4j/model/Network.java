package io.github.dmu4j.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A built embedding network: weights on a device and the way through them. Owns native memory: close it. Not thread-safe.
 */
public final class Network implements AutoCloseable {
    private final Backbone backbone;
    private final Preprocessing input;
    private final ParameterSet parameters;
    private final Layer layers;
    /** Where the weights began, as text; empty if in the seed. */
    private final String start;

    /**
     * A network of any layers; for {@link Backbone} implementations.
     *
     * @param parameters everything that {@code layers} uses; owned by the network from now on
     */
    public Network(Backbone backbone, Preprocessing input, ParameterSet parameters, Layer layers) {
        this(backbone, input, parameters, layers, "");
    }

    private Network(Backbone backbone, Preprocessing input, ParameterSet parameters, Layer layers, String start) {
        this.backbone = backbone;
        this.input = input;
        this.parameters = parameters;
        this.layers = layers;
        this.start = start;
    }

    /** This network, told where its weights began; takes its place. */
    Network startingFrom(String weights) {
        return new Network(backbone, input, parameters, layers, weights);
    }

    /**
     * Raw embeddings, not normalised.
     *
     * @param images shape (n, channels, size, size), float32, on this network's device; stays open
     * @param training whether the pass is recorded (inside a {@link GradientRecording}) and batch norm uses the batch; needs n
     *     &gt; 1. A frozen network ignores it: it is never recorded and its statistics never change
     * @return shape (n, dimension), attached to the manager of {@code images}
     * @throws DmuException if the images have another shape
     */
    public NDArray forward(NDArray images, boolean training) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || shape.get(1) != input.channels()) {
            throw new DmuException(backbone.name() + " takes images of shape (n, " + input.channels()
                    + ", height, width), found " + shape + ": use the preprocessing that the network was built for");
        }
        return layers.forward(images, training && !parameters.isFrozen());
    }

    /** What was built. */
    public Backbone backbone() {
        return backbone;
    }

    /** What the images must be. */
    public Preprocessing preprocessing() {
        return input;
    }

    /** Length of the embeddings. */
    public int dimension() {
        return backbone.dimension();
    }

    /** Where the weights live. */
    public Device device() {
        return parameters.device();
    }

    /** The manager of the weights; make sub-managers of it for steps. */
    public NDManager manager() {
        return parameters.manager();
    }

    /** All arrays under stable names: state, weights files, hash. */
    public ParameterSet parameterSet() {
        return parameters;
    }

    /** The trained arrays, in a stable order. */
    public List<NamedParameter> parameters() {
        return parameters.parameters();
    }

    /** Ends training for good. */
    public Network freeze() {
        parameters.freeze();
        return this;
    }

    /** Whether {@link #freeze} was called. */
    public boolean isFrozen() {
        return parameters.isFrozen();
    }

    /** See {@link ParameterSet#save}. */
    public void save(OutputStream out) throws IOException {
        parameters.save(out);
    }

    /** See {@link ParameterSet#load(InputStream)}. */
    public void load(InputStream in) throws IOException {
        parameters.load(in);
    }

    /** See {@link ParameterSet#hash}. */
    public String hash() {
        return parameters.hash();
    }

    /** Frees the weights. */
    @Override
    public void close() {
        parameters.close();
    }

    @Override
    public String toString() {
        return backbone.name() + ", " + parameters.parameterCount() + " parameters on " + device()
                + (isFrozen() ? ", frozen" : "") + (start.isEmpty() ? "" : ", began from " + start);
    }
}
