package io.github.dmu4j.retrieval;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.Services;
import java.util.ServiceLoader;

/**
 * Ranks a gallery for each query. {@link ExactSearch} is the plain-Java reference; faster implementations register
 * through {@link ServiceLoader} and are tested against it.
 *
 * <p>Contract: the score is that of {@link Similarity}; higher score first, equal scores by smaller gallery index;
 * the result does not depend on the number of threads or on how the queries are split over calls.
 */
@CheckReturnValue
public interface SimilaritySearch {
    /** A short name for provenance, for example {@code exact}. */
    String name();

    /**
     * The k nearest gallery items of each query.
     *
     * @param queries shape (m, d); no queries give an empty result
     * @param gallery shape (n, d); read by blocks of rows, so that it need not be on the heap
     * @param k how many to keep, 1..n; k = n is the full ranking. A query that excludes itself gets min(k, n - 1)
     * @param self which gallery item each query leaves out
     * @param cancellation asked by the calling thread between blocks
     * @return one row per query, closest first
     * @throws DmuException if k is outside 1..n, the dimensions differ, or a row cannot be scored ({@link
     *     Similarity#prepare})
     * @throws io.github.dmu4j.base.RunCancelled if cancelled; nothing is kept
     */
    Neighbours search(
            Similarity similarity,
            FloatMatrix queries,
            FloatRows gallery,
            int k,
            SelfMatches self,
            Cancellation cancellation);

    /** As the full form, under {@link Similarity#COSINE}: the project's default. */
    default Neighbours search(
            FloatMatrix queries, FloatRows gallery, int k, SelfMatches self, Cancellation cancellation) {
        return search(Similarity.COSINE, queries, gallery, k, self, cancellation);
    }

    /**
     * The whole gallery ranked for each query, less the query itself. The result takes 8 m n bytes; {@link Measurement}
     * computes metrics over full rankings without holding them all.
     */
    default Neighbours rankAll(
            Similarity similarity,
            FloatMatrix queries,
            FloatRows gallery,
            SelfMatches self,
            Cancellation cancellation) {
        return search(similarity, queries, gallery, gallery.rows(), self, cancellation);
    }

    /**
     * The first registered implementation that loads on this machine, in class-path order, otherwise {@link
     * ExactSearch} on all processors. One that is present but cannot load (a missing JVM module) is passed over; {@link
     * #name()} tells which one runs.
     */
    static SimilaritySearch fastest() {
        return Services.firstUsable(
                        SimilaritySearch.class, Thread.currentThread().getContextClassLoader())
                .orElseGet(ExactSearch::new);
    }
}
