/**
 * The published experiments on disk: which files of a data set lie where, which benchmarks are there, the vectors of their images by
 * every model, and every pairing of models under the protocols of {@code eval.protocol}. What is trained is no matter of this package.
 *
 * <p>Floor F5, part of {@code run}: imports everything below, never {@code report} or the root package. Writes vectors, always whole
 * or not at all. Read {@link io.github.dmu4j.run.experiment.Benchmark} first, then {@link
 * io.github.dmu4j.run.experiment.BenchmarkRun}; {@link io.github.dmu4j.run.experiment.LandmarkData} and {@link
 * io.github.dmu4j.run.experiment.FaceData} say which layouts are understood.
 */
@NullMarked
package io.github.dmu4j.run.experiment;

import org.jspecify.annotations.NullMarked;
