package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import io.github.dmu4j.model.OptimizerSpec.AdamSpec;
import java.util.List;
import java.util.Map;

/**
 * Adam and AdamW as torch.optim's: m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= lr / (1 - b1^t) * m / (sqrt(v) /
 * sqrt(1 - b2^t) + eps). Adam adds wd w to g first; AdamW multiplies w by (1 - lr wd) instead.
 *
 * <p>Source: Adam, Kingma and Ba, 2015, algorithm 1; Decoupled Weight Decay Regularization, Loshchilov and Hutter, 2019.
 * Deviations: as {@link Sgd}; t counts this optimiser's steps, not each parameter's.
 */
final class Adam implements Optimizer {
    private static final String MEAN = "mean";
    private static final String SQUARE = "square";

    private final AdamSpec options;
    private final boolean inOnePass;
    private final Slots slots = new Slots();

    Adam(AdamSpec options) {
        this(options, true);
    }

    /** @param inOnePass whether {@link HostUpdate} is used where it can be */
    Adam(AdamSpec options, boolean inOnePass) {
        this.options = options;
        this.inOnePass = inOnePass;
    }

    @Override
    public void step(List<NamedParameter> parameters, double learningRate) {
        try (Gradients gradients = new Gradients(parameters)) {
            gradients.clip(options.maxGradientNorm());
            slots.countStep();
            double steps = (double) slots.steps();
            double stepSize = learningRate / (1 - StrictMath.pow(options.beta1(), steps));
            double squareCorrection = StrictMath.sqrt(1 - StrictMath.pow(options.beta2(), steps));
            for (Map.Entry<NamedParameter, NDArray> entry :
                    gradients.byParameter().entrySet()) {
                update(entry.getKey(), entry.getValue(), learningRate, (float) stepSize, (float) squareCorrection);
            }
        }
    }

    private void update(
            NamedParameter parameter, NDArray gradient, double learningRate, float stepSize, float squareCorrection) {
        NDArray weight = parameter.array();
        NDArray mean = slots.findOrZeros(parameter, MEAN);
        NDArray square = slots.findOrZeros(parameter, SQUARE);
        double decay = parameter.decays() ? options.weightDecay() : 0;
        float added = options.decoupled() ? 0 : (float) decay;
        float kept = options.decoupled() ? (float) (1 - learningRate * decay) : 1;
        HostUpdate.Rule rule = rule(added, kept, stepSize, squareCorrection);
        if (!inOnePass || !HostUpdate.apply(rule, 3, weight, mean, square, gradient)) {
            if (added > 0) {
                try (NDArray pull = weight.mul(added)) {
                    gradient.addi(pull);
                }
            }
            weight.muli(kept);
            update(weight, mean, square, gradient, stepSize, squareCorrection);
        }
    }

    private void update(
            NDArray weight, NDArray mean, NDArray square, NDArray gradient, float stepSize, float squareCorrection) {
        try (NDArray squared = gradient.square()) {
            square.muli((float) options.beta2()).addi(squared.muli((float) (1 - options.beta2())));
        }
        mean.muli((float) options.beta1()).addi(gradient.muli((float) (1 - options.beta1())));
        try (NDArray denominator = square.sqrt();
                NDArray change = mean.mul(stepSize)) {
            denominator.divi(squareCorrection).addi((float) options.epsilon());
            weight.subi(change.divi(denominator));
        }
    }

    /** The same in one pass; the square root is rounded correctly, which the engine's is not always. */
    private HostUpdate.Rule rule(float added, float kept, float stepSize, float squareCorrection) {
        float beta1 = (float) options.beta1();
        float rest1 = (float) (1 - options.beta1());
        float beta2 = (float) options.beta2();
        float rest2 = (float) (1 - options.beta2());
        float epsilon = (float) options.epsilon();
        return (values, length) -> {
            float[] w = values[0];
            float[] m = values[1];
            float[] v = values[2];
            float[] g = values[3];
            for (int i = 0; i < length; i++) {
                float gradient = g[i] + w[i] * added;
                float mean = m[i] * beta1 + gradient * rest1;
                float square = v[i] * beta2 + gradient * gradient * rest2;
                m[i] = mean;
                v[i] = square;
                float denominator = (float) Math.sqrt(square) / squareCorrection + epsilon;
                w[i] = w[i] * kept - mean * stepSize / denominator;
            }
        };
    }

    @Override
    public OptimizerState state() {
        return slots.state();
    }

    @Override
    public void restore(OptimizerState state) {
        slots.restore(state);
    }

    @Override
    public void close() {
        slots.close();
    }
}
