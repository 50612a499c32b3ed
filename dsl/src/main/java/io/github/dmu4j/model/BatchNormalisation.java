package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation over axis 1 of (n, c) or (n, c, h, w), as torch's: eps 1e-5, running statistics move by 0.1 a step
 * (unbiased variance). Scale 1, shift 0 at first. Training needs more than one value a channel.
 */
public final class BatchNormalisation implements Layer {
    private static final float EPSILON = 1e-5f;

    /** DJL's momentum is the share that is kept: 0.9 is torch's 0.1. */
    private static final float KEEP = 0.9f;

    /** Null where the scale is fixed at 1. */
    private final @Nullable NamedParameter scale;

    private final NDArray scaleValues;
    private final NamedParameter shift;
    private final NDArray runningMean;
    private final NDArray runningVariance;

    /** Adds {@code name.weight}, {@code name.bias} and the buffers {@code name.running_mean}, {@code name.running_var}. */
    public BatchNormalisation(ParameterSet set, String name, int channels) {
        this(set, name, channels, true, false);
    }

    /** Scale and shift take weight decay, as in code that gives an optimiser all parameters alike. */
    static BatchNormalisation decaying(ParameterSet set, String name, int channels) {
        return new BatchNormalisation(set, name, channels, true, true);
    }

    /** The scale stays 1: {@code name.weight} is a buffer. The shift takes weight decay. */
    static BatchNormalisation ofFixedScale(ParameterSet set, String name, int channels) {
        return new BatchNormalisation(set, name, channels, false, true);
    }

    private BatchNormalisation(ParameterSet set, String name, int channels, boolean scaled, boolean decays) {
        Shape shape = new Shape(channels);
        if (scaled) {
            this.scale = set.add(name + ".weight", shape, decays, Initialiser.constant(1));
            this.scaleValues = scale.array();
        } else {
            this.scale = null;
            this.scaleValues = set.addBuffer(name + ".weight", channels, 1);
        }
        this.shift = set.add(name + ".bias", shape, decays, Initialiser.constant(0));
        this.runningMean = set.addBuffer(name + ".running_mean", channels, 0);
        this.runningVariance = set.addBuffer(name + ".running_var", channels, 1);
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        NamedParameter trained = scale;
        // Axis -1 means "torch's own axis, 1" to DJL's engine; axis 1 would go through two needless transposes.
        return input.getNDArrayInternal()
                .batchNorm(
                        input,
                        runningMean,
                        runningVariance,
                        trained == null ? scaleValues : Layer.use(trained, input, training),
                        Layer.use(shift, input, training),
                        -1,
                        KEEP,
                        EPSILON,
                        training)
                .singletonOrThrow();
    }

    /** What a value is multiplied by outside training, a channel. */
    double[] factors() {
        float[] scales = scaleValues.toFloatArray();
        float[] variances = runningVariance.toFloatArray();
        double[] factors = new double[scales.length];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = scales[c] / Math.sqrt((double) variances[c] + EPSILON);
        }
        return factors;
    }

    /** What is added to it then. */
    float[] rests(double[] factors) {
        float[] shifts = shift.array().toFloatArray();
        float[] means = runningMean.toFloatArray();
        float[] rests = new float[shifts.length];
        for (int c = 0; c < rests.length; c++) {
            rests[c] = (float) (shifts[c] - means[c] * factors[c]);
        }
        return rests;
    }
}
