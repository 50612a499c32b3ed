/**
 * The training loop of an embedding model: batches, steps, schedule, checkpoints, validation, cancellation.
 *
 * <p>Floor F4: imports base, event, data, loss, model and method; never eval, gallery, run or report. Writes no files and knows
 * no metric: it hands checkpoints to a {@link io.github.dmu4j.method.CheckpointSink} and asks a {@link
 * io.github.dmu4j.method.ValidationProbe}. Never asks a method for its name. Read {@link
 * io.github.dmu4j.train.ModelTraining} first.
 */
@NullMarked
package io.github.dmu4j.train;

import org.jspecify.annotations.NullMarked;
