package io.github.dmu4j.method;

/** Trained values with the velocities of torch.optim.SGD, both in one order. */
final class SgdValues {
    private final float[] values;
    private final float[] velocities;
    private final float momentum;
    private final float decay;

    /** @param values kept and changed by the updates */
    SgdValues(float[] values, double momentum, double weightDecay) {
        this.values = values;
        this.momentum = (float) momentum;
        this.decay = (float) weightDecay;
        velocities = new float[values.length];
    }

    /** The present values. */
    float[] values() {
        return values;
    }

    /** {@code v = momentum v + g + decay w; w = w - rate v} of n values in a row. */
    void update(int at, float[] gradients, int from, int n, float rate) {
        for (int i = 0; i < n; i++) {
            velocities[at + i] = velocities[at + i] * momentum + gradients[from + i] + values[at + i] * decay;
            values[at + i] -= velocities[at + i] * rate;
        }
    }

    /** The same of one value. */
    void update(int at, double gradient, float rate) {
        velocities[at] = velocities[at] * momentum + (float) gradient + values[at] * decay;
        values[at] -= velocities[at] * rate;
    }
}
