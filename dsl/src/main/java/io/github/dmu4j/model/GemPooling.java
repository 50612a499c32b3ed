package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Generalised-mean pooling of (n, c, h, w) to (n, c): (mean of max(x, 1e-6)^p)^(1/p).
 *
 * <p>Source: Fine-tuning CNN Image Retrieval with No Human Annotation, Radenović, Tolias, Chum, 2018, equation 3; p = 3 and
 * eps 1e-6 as the public code of hot-refresh and backward-compatible training by the paper's group, which keeps p fixed.
 * Deviations: none.
 */
final class GemPooling implements Layer {
    private static final float EPSILON = 1e-6f;

    private final double power;
    private final @Nullable NamedParameter learned;

    GemPooling(ParameterSet set, String name, double power, boolean learnable) {
        this.power = power;
        this.learned =
                learnable ? set.add(name + ".p", new Shape(1), false, Initialiser.constant((float) power)) : null;
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        long[] shape = input.getShape().getShape();
        NamedParameter p = learned;
        NDArray exponent = p == null ? null : Layer.use(p, input, training);
        try (NDArray clipped = input.clip(EPSILON, Float.MAX_VALUE);
                NDArray raised = exponent == null ? power(clipped) : clipped.pow(exponent);
                NDArray flat = raised.reshape(shape[0], shape[1], shape[2] * shape[3]);
                NDArray mean = flat.mean(new int[] {2})) {
            if (exponent == null) {
                return mean.pow(Tensors.scalar(mean.getManager(), 1 / power));
            }
            NDArray one = input.getManager().ones(new Shape(1));
            return mean.pow(one.div(exponent));
        }
    }

    /** Two products are much cheaper than a general power. */
    private NDArray power(NDArray clipped) {
        if (power != 3) {
            return clipped.pow(Tensors.scalar(clipped.getManager(), power));
        }
        try (NDArray square = clipped.square()) {
            return square.mul(clipped);
        }
    }
}
