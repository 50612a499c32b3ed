/**
 * Vectors in the forms in which others pass them around: fvecs, bvecs and ivecs of the nearest-neighbour benchmarks, and JSON
 * lines. .npy, .npz and CSV are read by {@link io.github.dmu4j.data.EmbeddingSet} itself.
 *
 * <p>Floor F1, above {@code data}: imports {@code data} and {@code base} only. Read {@link
 * io.github.dmu4j.data.vector.VectorFiles} first.
 */
@NullMarked
package io.github.dmu4j.data.vector;

import org.jspecify.annotations.NullMarked;
