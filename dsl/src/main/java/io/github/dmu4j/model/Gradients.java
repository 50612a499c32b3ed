package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gradients of one step, taken from the parameters and closed together. */
final class Gradients implements AutoCloseable {
    private final Map<NamedParameter, NDArray> gradients = new LinkedHashMap<>();

    /** Takes the gradients of those parameters that the step used. */
    Gradients(List<NamedParameter> parameters) {
        for (NamedParameter parameter : parameters) {
            NDArray gradient = parameter.takeGradient();
            if (gradient != null) {
                gradients.put(parameter, gradient);
            }
        }
        if (gradients.isEmpty()) {
            throw new IllegalStateException(
                    "no parameter has a gradient: run forward(images, true) and backward(loss) in"
                            + " one step, and step the optimiser before the step's manager closes");
        }
    }

    Map<NamedParameter, NDArray> byParameter() {
        return gradients;
    }

    /**
     * Scales all gradients so that their joint Euclidean norm is at most {@code limit}; 0 means no limit. As
     * torch.nn.utils.clip_grad_norm_, whose divisor has 1e-6 added.
     */
    void clip(double limit) {
        if (limit == 0) {
            return;
        }
        double sum = 0;
        for (NDArray gradient : gradients.values()) {
            try (NDArray norm = gradient.norm()) {
                double value = norm.getFloat();
                sum += value * value;
            }
        }
        double factor = limit / (Math.sqrt(sum) + 1e-6);
        if (factor < 1) {
            gradients.values().forEach(gradient -> gradient.muli(factor));
        }
    }

    @Override
    public void close() {
        gradients.values().forEach(NDArray::close);
    }
}
