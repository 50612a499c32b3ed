/**
 * Exact search in vector registers, by the JDK's incubating Vector API. Compiled apart from the rest, as that needs {@code
 * --add-modules jdk.incubator.vector}; found by {@link io.github.dmu4j.retrieval.SimilaritySearch#fastest()} when this module is on
 * the class path and the JVM can run it.
 *
 * <p>Imports {@code base} and {@code retrieval} of the DSL, nothing else of it.
 *
 * <p>Read {@link io.github.dmu4j.simd.SimdSearch} first, then {@code FloatScreening}: the inner loops.
 */
@NullMarked
package io.github.dmu4j.simd;

import org.jspecify.annotations.NullMarked;
