package io.github.dmu4j.method;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to train a new embedding model so that it can search a gallery of the old one. The configuration is an immutable
 * value; what changes during a run lives in the {@link MethodSession} that {@link #start} makes.
 *
 * <p>Anyone can implement it: the training loop calls the method and never asks for its name. The shortest useful one is
 * thirty lines (docs/guide.md, "Your own method").
 */
public interface CompatibilityMethod {
    /** The name in tables and plots, for example {@code DMU}; the same settings have the same name. */
    String name();

    /** The settings, as plain values that JSON can hold, for the run's record. */
    Map<String, Object> options();

    /** What the method needs. */
    Requirements requirements();

    /** By what {@link #start} scores the old features, if it does: a run's progress counts each as a stage of its own. */
    default List<SelectionMeasure> measures() {
        return List.of();
    }

    /** How stored old vectors are moved to the new space after training, if at all. */
    default Optional<ForwardAdaptation> forwardAdaptation() {
        return Optional.empty();
    }

    /** The same method with another (or no) forward adaptation. */
    CompatibilityMethod adaptingWith(Optional<ForwardAdaptation> adaptation);

    /**
     * Begins a run. Called once, after the old embeddings are known and before the first step. Must not keep {@code
     * context.manager()} after the session is closed.
     */
    MethodSession start(MethodContext context);

    /**
     * A method of this library, or of a {@link MethodProvider} on the class path, by its {@link #name} and {@link #options}, as a
     * run file has them; without forward adaptation.
     *
     * @throws io.github.dmu4j.base.DmuException if the name is unknown; the message lists the known ones
     */
    static CompatibilityMethod named(String name, Map<String, Object> options) {
        return MethodNames.read(name, options);
    }
}
