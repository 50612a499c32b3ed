/**
 * Backbones, heads, optimisers and frozen embedding models on DJL's PyTorch engine.
 *
 * <p>Floor F2: imports {@code base}, {@code event}, {@code data} and DJL; never {@code loss}, {@code retrieval} (siblings),
 * methods or training. Read {@link io.github.dmu4j.model.ParameterSet} (who owns the weights, how gradients are recorded),
 * then {@link io.github.dmu4j.model.Network} and {@link io.github.dmu4j.model.Embedder}.
 *
 * <p>Ownership: a {@link io.github.dmu4j.model.ParameterSet} owns its arrays in a manager of its own. Everything computed in
 * a step belongs to the manager of the step's input, because in DJL a result attaches to the manager of the array that the
 * method is called on: never call a method on a weight when the argument belongs to a step.
 */
@NullMarked
package io.github.dmu4j.model;

import org.jspecify.annotations.NullMarked;
