package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;

/**
 * F of an upgrade module: Linear(in, h), normalisation, ReLU, Linear(h, out). Weights are as PyTorch keeps them, (out, in);
 * vectors are matrices of one row.
 *
 * @param firstWeight (h, in); in is the old dimension, one more if the score is an input
 * @param firstBias (1, h)
 * @param normalisation what stands between the first layer and the ReLU
 * @param gain (1, h), gamma of the normalisation
 * @param shift (1, h), beta of the normalisation
 * @param mean (1, h), running mean; zero unless BATCH
 * @param variance (1, h), running variance; one unless BATCH
 * @param secondWeight (out, h)
 * @param secondBias (1, out)
 */
public record UpgradeBranch(
        FloatMatrix firstWeight,
        FloatMatrix firstBias,
        Normalisation normalisation,
        FloatMatrix gain,
        FloatMatrix shift,
        FloatMatrix mean,
        FloatMatrix variance,
        FloatMatrix secondWeight,
        FloatMatrix secondBias) {

    /** Added to variances; PyTorch's default. */
    public static final float EPSILON = 1e-5f;

    /** What stands between the first layer and the ReLU. */
    public enum Normalisation {
        /** Batch normalisation; folded into the first layer when the module is applied. */
        BATCH,
        /** Layer normalisation, for batches below 64. */
        LAYER
    }

    /** Checks that the shapes fit each other. */
    public UpgradeBranch {
        int hidden = firstWeight.rows();
        requireRow(firstBias, hidden, "firstBias");
        requireRow(gain, hidden, "gain");
        requireRow(shift, hidden, "shift");
        requireRow(mean, hidden, "mean");
        requireRow(variance, hidden, "variance");
        requireRow(secondBias, secondWeight.rows(), "secondBias");
        if (secondWeight.columns() != hidden) {
            throw new IllegalArgumentException(
                    "secondWeight takes " + secondWeight.columns() + " values, the hidden layer has " + hidden);
        }
    }

    /** Width h of the hidden layer. */
    public int hidden() {
        return firstWeight.rows();
    }

    private static void requireRow(FloatMatrix row, int length, String name) {
        if (row.rows() != 1 || row.columns() != length) {
            throw new IllegalArgumentException(name + " must be 1 x " + length + ", found " + row);
        }
    }
}
