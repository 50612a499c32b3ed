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
    private final Slots slots = new Slots();

    Adam(AdamSpec options) {
        this.options = options;
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
                decay(entry.getKey(), entry.getValue(), learningRate);
                update(entry.getKey(), entry.getValue(), (float) stepSize, (float) squareCorrection);
            }
        }
    }

    private void decay(NamedParameter parameter, NDArray gradient, double learningRate) {
        if (options.weightDecay() == 0 || !parameter.decays()) {
            return;
        }
        if (options.decoupled()) {
            parameter.array().muli((float) (1 - learningRate * options.weightDecay()));
        } else {
            try (NDArray decay = parameter.array().mul((float) options.weightDecay())) {
                gradient.addi(decay);
            }
        }
    }

    private void update(NamedParameter parameter, NDArray gradient, float stepSize, float squareCorrection) {
        NDArray mean = slots.findOrZeros(parameter, MEAN);
        NDArray square = slots.findOrZeros(parameter, SQUARE);
        try (NDArray squared = gradient.square()) {
            square.muli((float) options.beta2()).addi(squared.muli((float) (1 - options.beta2())));
        }
        mean.muli((float) options.beta1()).addi(gradient.muli((float) (1 - options.beta1())));
        try (NDArray denominator = square.sqrt();
                NDArray change = mean.mul(stepSize)) {
            denominator.divi(squareCorrection).addi((float) options.epsilon());
            parameter.array().subi(change.divi(denominator));
        }
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
