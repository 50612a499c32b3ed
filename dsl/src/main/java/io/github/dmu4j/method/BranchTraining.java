package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** One branch F of an {@link UpgradeModule} while it is trained by torch.optim.SGD's update. Owned by one thread. */
interface BranchTraining extends AutoCloseable {
    /**
     * Loss, gradients and update of one batch.
     *
     * @return the terms of {@link UpgradeLoss} before the update, each times its weight
     */
    Map<String, Double> step(UpgradeBatch batch, double rate);

    /** The present values. */
    UpgradeBranch snapshot();

    @Override
    void close();

    /** Where training starts: as PyTorch's Linear, uniform in +-1/sqrt(in), with the last layer zero, so that psi starts at R. */
    static UpgradeBranch start(
            UpgradeBranch.Normalisation normalisation, int inputs, int hidden, int outputs, SplittableRandom random) {
        double range = 1 / Math.sqrt(inputs);
        float[] transposed = uniform(inputs * hidden, range, random);
        FloatMatrix firstWeight = FloatMatrix.wrap(hidden, inputs, RightFactor.transposed(transposed, inputs, hidden));
        FloatMatrix firstBias = FloatMatrix.wrap(1, hidden, uniform(hidden, range, random));
        float[] ones = new float[hidden];
        Arrays.fill(ones, 1);
        FloatMatrix one = FloatMatrix.wrap(1, hidden, ones);
        FloatMatrix zero = FloatMatrix.wrap(1, hidden, new float[hidden]);
        return new UpgradeBranch(
                firstWeight,
                firstBias,
                normalisation,
                one,
                zero,
                zero,
                one,
                FloatMatrix.wrap(outputs, hidden, new float[outputs * hidden]),
                FloatMatrix.wrap(1, outputs, new float[outputs]));
    }

    private static float[] uniform(int n, double range, SplittableRandom random) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * range);
        }
        return values;
    }
}
