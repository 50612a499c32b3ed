/**
 * What every floor needs: checks and exceptions, seeds, matrices on the Java heap, JSON, the .npy codec, atomic files.
 *
 * <p>Floor F0. Imports nothing of the project. Read {@link io.github.dmu4j.base.FloatMatrix} and {@link
 * io.github.dmu4j.base.Seeds} first.
 */
@NullMarked
package io.github.dmu4j.base;

import org.jspecify.annotations.NullMarked;
