/**
 * Ways to make a new model compatible with an old one, and their pieces: which old features deserve to be inherited
 * ({@link io.github.dmu4j.method.SelectionMeasure}, {@link io.github.dmu4j.method.SelectionWeights}), what stands for an old
 * class ({@link io.github.dmu4j.method.Prototypes}), and how a stored old vector is moved to the new space ({@link
 * io.github.dmu4j.method.LinearMaps}, {@link io.github.dmu4j.method.UpgradeModule}).
 *
 * <p>Floor F3. Must not import train, eval, gallery, run, report or the root package; an implementation of a method must not
 * import another implementation: what they share is a class of its own here. The training loop calls the method, never the
 * other way round. Read {@link io.github.dmu4j.method.SelectionMeasure} and {@link io.github.dmu4j.method.UpgradeModule}
 * first.
 */
@NullMarked
package io.github.dmu4j.method;

import org.jspecify.annotations.NullMarked;
