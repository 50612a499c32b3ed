package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import io.github.dmu4j.model.OptimizerSpec.SgdSpec;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent as torch.optim.SGD: g += wd w; v = m v + g (v = 0 at first); w -= lr v, or lr (g + m v) with
 * Nesterov. Unlike DJL's, the learning rate is not in the momentum, so a schedule has torch's meaning.
 *
 * <p>Deviations: parameters that do not decay ({@link NamedParameter#decays}) are left out of weight decay; gradients can be
 * clipped by their joint norm first.
 */
final class Sgd implements Optimizer {
    private static final String MOMENTUM = "momentum";

    private final SgdSpec options;
    private final boolean inOnePass;
    private final Slots slots = new Slots();

    Sgd(SgdSpec options) {
        this(options, true);
    }

    /** @param inOnePass whether {@link HostUpdate} is used where it can be */
    Sgd(SgdSpec options, boolean inOnePass) {
        this.options = options;
        this.inOnePass = inOnePass;
    }

    @Override
    public void step(List<NamedParameter> parameters, double learningRate) {
        try (Gradients gradients = new Gradients(parameters)) {
            gradients.clip(options.maxGradientNorm());
            for (Map.Entry<NamedParameter, NDArray> entry :
                    gradients.byParameter().entrySet()) {
                update(entry.getKey(), entry.getValue(), (float) learningRate);
            }
            slots.countStep();
        }
    }

    private void update(NamedParameter parameter, NDArray gradient, float learningRate) {
        NDArray weight = parameter.array();
        float decay = parameter.decays() ? (float) options.weightDecay() : 0;
        if (options.momentum() == 0) {
            if (!inOnePass || !HostUpdate.apply(plain(decay, learningRate), 1, weight, gradient)) {
                addDecay(gradient, weight, decay);
                move(weight, gradient, learningRate);
            }
            return;
        }
        float momentum = (float) options.momentum();
        NDArray velocity = slots.findOrZeros(parameter, MOMENTUM);
        HostUpdate.Rule rule = options.nesterov()
                ? nesterov(decay, momentum, learningRate)
                : withMomentum(decay, momentum, learningRate);
        if (!inOnePass || !HostUpdate.apply(rule, 2, weight, velocity, gradient)) {
            addDecay(gradient, weight, decay);
            velocity.muli(momentum).addi(gradient);
            if (options.nesterov()) {
                try (NDArray ahead = velocity.mul(momentum)) {
                    move(weight, gradient.addi(ahead), learningRate);
                }
            } else {
                move(weight, velocity, learningRate);
            }
        }
    }

    private static void addDecay(NDArray gradient, NDArray weight, float decay) {
        if (decay > 0) {
            try (NDArray pull = weight.mul(decay)) {
                gradient.addi(pull);
            }
        }
    }

    private static void move(NDArray weight, NDArray direction, float learningRate) {
        try (NDArray change = direction.mul(learningRate)) {
            weight.subi(change);
        }
    }

    private static HostUpdate.Rule plain(float decay, float learningRate) {
        return (values, length) -> {
            float[] w = values[0];
            float[] g = values[1];
            for (int i = 0; i < length; i++) {
                w[i] -= (g[i] + w[i] * decay) * learningRate;
            }
        };
    }

    private static HostUpdate.Rule withMomentum(float decay, float momentum, float learningRate) {
        return (values, length) -> {
            float[] w = values[0];
            float[] v = values[1];
            float[] g = values[2];
            for (int i = 0; i < length; i++) {
                float direction = v[i] * momentum + (g[i] + w[i] * decay);
                v[i] = direction;
                w[i] -= direction * learningRate;
            }
        };
    }

    private static HostUpdate.Rule nesterov(float decay, float momentum, float learningRate) {
        return (values, length) -> {
            float[] w = values[0];
            float[] v = values[1];
            float[] g = values[2];
            for (int i = 0; i < length; i++) {
                float gradient = g[i] + w[i] * decay;
                float velocity = v[i] * momentum + gradient;
                v[i] = velocity;
                w[i] -= (gradient + velocity * momentum) * learningRate;
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
