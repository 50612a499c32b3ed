/**
 * Exact search, and the products of moving and scoring vectors, in vector registers, by the JDK's incubating Vector API. Compiled
 * apart from the rest, as that needs {@code --add-modules jdk.incubator.vector}; found by {@link
 * io.github.dmu4j.retrieval.SimilaritySearch#fastest()} and {@link io.github.dmu4j.method.PanelKernel} when this module is on the
 * class path and the JVM can run it.
 *
 * <p>Imports {@code base}, {@code retrieval} and {@code method} of the DSL, nothing else of it.
 *
 * <p>Read {@link io.github.dmu4j.simd.SimdSearch} first, then {@code WideScreening}: the inner loops.
 */
@NullMarked
package io.github.dmu4j.simd;

import org.jspecify.annotations.NullMarked;
