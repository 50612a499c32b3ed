package io.github.dmu4j.model;

import java.util.List;

/**
 * Changes parameters by their gradients. Owns native memory (momentum): close it. Keyed by parameter names, so that a
 * restored optimiser goes on exactly. Not thread-safe.
 */
public interface Optimizer extends AutoCloseable {
    /**
     * One step on the gradients of the graph that {@link GradientRecording#backward} just ran through; the gradients are used
     * up. Call it while the step's manager is open. Parameters that the loss did not depend on stay as they are.
     *
     * @param learningRate at least 0; the schedule is the caller's
     * @throws IllegalStateException if no parameter has a gradient
     */
    void step(List<NamedParameter> parameters, double learningRate);

    /** A copy of everything that a checkpoint needs. */
    OptimizerState state();

    /** Goes on from a state, in place of this one's. */
    void restore(OptimizerState state);

    /** Frees the state. */
    @Override
    void close();
}
