/**
 * Losses: arrays in, one number a sample out, so that every sample's loss can be weighted before it is averaged.
 *
 * <p>Floor F2: imports {@code base} and DJL only; no data, methods, files or clocks, and not its siblings {@code model} and
 * {@code retrieval}. Read {@link io.github.dmu4j.loss.Embeddings}, {@link io.github.dmu4j.loss.ClassificationLoss} and {@link
 * io.github.dmu4j.loss.WeightedMean} first.
 *
 * <p>Ownership: results belong to the manager of the first array argument, which must be a step's; constants of longer life
 * (prototypes, an old classifier) come second and nothing is attached to their manager. Any float type; labels are int64 or
 * int32.
 */
@NullMarked
package io.github.dmu4j.loss;

import org.jspecify.annotations.NullMarked;
