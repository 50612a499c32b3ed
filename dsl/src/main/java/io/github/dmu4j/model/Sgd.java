package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import io.github.dmu4j.model.OptimizerSpec.SgdSpec;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent as torch.optim.SGD: g += wd w; v = m v + g (v = g at first); w -= lr v, or lr (g + m v) with
 * Nesterov. Unlike DJL's, the learning rate is not in the momentum, so a schedule has torch's meaning.
 *
 * <p>Deviations: parameters that do not decay ({@link NamedParameter#decays}) are left out of weight decay; gradients can be
 * clipped by their joint norm first.
 */
final class Sgd implements Optimizer {
    private static final String MOMENTUM = "momentum";

    private final SgdSpec options;
    private final Slots slots = new Slots();

    Sgd(SgdSpec options) {
        this.options = options;
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
        if (options.weightDecay() > 0 && parameter.decays()) {
            try (NDArray decay = weight.mul((float) options.weightDecay())) {
                gradient.addi(decay);
            }
        }
        NDArray direction = options.momentum() > 0 ? withMomentum(parameter, gradient) : gradient;
        try (NDArray change = direction.mul(learningRate)) {
            weight.subi(change);
        }
    }

    private NDArray withMomentum(NamedParameter parameter, NDArray gradient) {
        float momentum = (float) options.momentum();
        NDArray velocity = slots.find(parameter, MOMENTUM);
        if (velocity == null) {
            slots.put(parameter, MOMENTUM, gradient);
            velocity = slots.findOrZeros(parameter, MOMENTUM);
        } else {
            velocity.muli(momentum).addi(gradient);
        }
        if (!options.nesterov()) {
            return velocity;
        }
        try (NDArray ahead = velocity.mul(momentum)) {
            return gradient.addi(ahead);
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
