package io.github.dmu4j.method;

import io.github.dmu4j.model.ParameterSet;
import java.util.Optional;

/** A method at work in one run, on one thread. */
public interface MethodSession extends AutoCloseable {
    /**
     * The loss of one batch, by named terms, each already multiplied by its weight; the loop adds them up and
     * differentiates the sum. Arrays belong to {@code batch.manager()}.
     *
     * <p>Multiply, divide and compare with numbers through {@link io.github.dmu4j.loss.Scalars}: {@code x.mul(number)} of the
     * engine's interface gives wrong gradients when the garbage collector runs at the wrong moment.
     */
    LossTerms loss(TrainingBatch batch);

    /**
     * Parameters that are trained together with the new model and saved in checkpoints; often none. The session owns them:
     * {@link #close} frees them.
     */
    default Optional<ParameterSet> parameters() {
        return Optional.empty();
    }

    /** What the method decided about each training image, for reports; empty when it does not select. */
    default Optional<SelectionOutcome> selection() {
        return Optional.empty();
    }

    /** Releases native arrays. */
    @Override
    default void close() {}
}
