/**
 * Exact nearest-neighbour search, retrieval and compatibility metrics, and the statistics that say how far to trust them.
 * Plain Java on primitive arrays: no native library, no files, no clocks, no printing.
 *
 * <p>Floor F2. Imports {@code base} and the special functions of commons-math3; never {@code ai.djl}, {@code loss},
 * {@code model}, {@code data} or anything above.
 *
 * <p>Read {@link io.github.dmu4j.retrieval.SimilaritySearch}, then {@link io.github.dmu4j.retrieval.RankedResults} and
 * {@link io.github.dmu4j.retrieval.Metric}: a search ranks the gallery for each query, the ranked results join the
 * ranking with what is relevant, a metric turns each query's ranking into one number. {@link
 * io.github.dmu4j.retrieval.Measurement} does all three in bounded memory.
 */
@NullMarked
package io.github.dmu4j.retrieval;

import org.jspecify.annotations.NullMarked;
