package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;

/** An {@link UpgradeBranch} laid out for speed: transposed weights, batch normalisation folded into the first layer. */
final class FoldedBranch {
    private final int inputs;
    private final int hidden;
    private final int outputs;
    private final boolean layerNorm;
    private final RightFactor first;
    private final float[] firstBias;
    private final float[] gain;
    private final float[] shift;
    private final RightFactor second;
    private final float[] secondBias;

    FoldedBranch(UpgradeBranch branch) {
        inputs = branch.firstWeight().columns();
        hidden = branch.hidden();
        outputs = branch.secondWeight().rows();
        layerNorm = branch.normalisation() == UpgradeBranch.Normalisation.LAYER;
        float[] weight = branch.firstWeight().values().clone();
        firstBias = branch.firstBias().values().clone();
        gain = branch.gain().values();
        shift = branch.shift().values();
        if (!layerNorm) {
            fold(weight, branch.mean(), branch.variance());
        }
        first = RightFactor.applying(weight, hidden, inputs);
        second = RightFactor.applying(branch.secondWeight());
        secondBias = branch.secondBias().values();
    }

    private void fold(float[] weight, FloatMatrix mean, FloatMatrix variance) {
        for (int k = 0; k < hidden; k++) {
            double scale = gain[k] / Math.sqrt((double) variance.get(0, k) + UpgradeBranch.EPSILON);
            for (int j = 0; j < inputs; j++) {
                weight[k * inputs + j] = (float) (weight[k * inputs + j] * scale);
            }
            firstBias[k] = (float) ((firstBias[k] - mean.get(0, k)) * scale + shift[k]);
        }
    }

    /** out += F(in) for a few rows. */
    void addTo(float[] in, int rows, float[] out) {
        float[] activations = new float[rows * hidden];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(firstBias, 0, activations, i * hidden, hidden);
        }
        first.multiplyAdd(in, rows, activations);
        if (layerNorm) {
            for (int i = 0; i < rows; i++) {
                normaliseRow(activations, i * hidden);
            }
        }
        for (int k = 0; k < activations.length; k++) {
            activations[k] = Math.max(activations[k], 0);
        }
        float[] result = new float[rows * outputs];
        second.multiplyAdd(activations, rows, result);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < outputs; j++) {
                out[i * outputs + j] += result[i * outputs + j] + secondBias[j];
            }
        }
    }

    private void normaliseRow(float[] values, int offset) {
        double mean = 0;
        for (int k = 0; k < hidden; k++) {
            mean += values[offset + k];
        }
        mean /= hidden;
        double variance = 0;
        for (int k = 0; k < hidden; k++) {
            variance += (values[offset + k] - mean) * (values[offset + k] - mean);
        }
        double scale = 1 / Math.sqrt(variance / hidden + UpgradeBranch.EPSILON);
        for (int k = 0; k < hidden; k++) {
            values[offset + k] = (float) ((values[offset + k] - mean) * scale * gain[k] + shift[k]);
        }
    }
}
