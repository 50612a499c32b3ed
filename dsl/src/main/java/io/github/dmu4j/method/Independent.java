package io.github.dmu4j.method;

import java.util.Map;
import java.util.Optional;

/**
 * Trains the new model without any regard to the old one: the reference for what a new model can reach, M(*, *), and the proof
 * that two models trained apart do not speak to each other. With a forward adaptation it is forward-compatible training in the
 * manner of FCT (Ramanujan et al., CVPR 2022), without side information.
 *
 * @param forwardAdaptation the upgrade module to train afterwards; empty by default
 */
public record Independent(Optional<ForwardAdaptation> forwardAdaptation) implements CompatibilityMethod {
    /** Without forward adaptation. */
    public Independent() {
        this(Optional.empty());
    }

    @Override
    public String name() {
        return "independent";
    }

    @Override
    public Map<String, Object> options() {
        return Map.of();
    }

    @Override
    public Requirements requirements() {
        return Requirements.NONE;
    }

    @Override
    public Independent adaptingWith(Optional<ForwardAdaptation> adaptation) {
        return new Independent(adaptation);
    }

    @Override
    public MethodSession start(MethodContext context) {
        return batch -> LossTerms.of("classification", batch.classificationLoss());
    }
}
