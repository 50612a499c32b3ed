package io.github.dmu4j.simd;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.retrieval.ExactSearch;
import io.github.dmu4j.retrieval.Neighbours;
import io.github.dmu4j.retrieval.ScreenedSearch;
import io.github.dmu4j.retrieval.ScreeningKernel;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;

/**
 * {@link ScreenedSearch} with float32 products in vector registers: the reference's answer, bit for bit, several times sooner. A
 * search that is small for its kind is left to {@link ExactSearch}, as the JVM takes a while to compile the kernel.
 *
 * <p>Thread-safe.
 */
public final class SimdSearch implements SimilaritySearch {
    /** Products for which the reference needs less time than the JVM for compiling the kernel: two seconds of one core. */
    private static final double WORTH_COMPILING = 1e10;
    /** The same, once it is compiled: a few milliseconds. */
    private static final double WORTH_SCREENING = 2e7;

    private final ScreeningKernel kernel;
    private final SimilaritySearch screened;
    private final SimilaritySearch reference;

    /**
     * On all processors.
     *
     * @throws UnsupportedOperationException if this JVM cannot run it; the message says what to change
     */
    public SimdSearch() {
        this(Runtime.getRuntime().availableProcessors());
    }

    /**
     * @param threads at least 1; the calling thread is one of them
     * @throws IllegalArgumentException if {@code threads} is below 1
     * @throws UnsupportedOperationException if this JVM cannot run it; the message says what to change
     */
    public SimdSearch(int threads) {
        VectorModule.require();
        this.kernel = new WideScreening();
        this.screened = new ScreenedSearch(threads, kernel);
        this.reference = new ExactSearch(threads);
    }

    @Override
    public String name() {
        return screened.name();
    }

    @Override
    public Neighbours search(
            Similarity similarity,
            FloatMatrix queries,
            FloatRows gallery,
            int k,
            SelfMatches self,
            Cancellation cancellation) {
        double products = (double) queries.rows() * gallery.rows() * gallery.columns();
        if (products < (WarmUp.isDone() ? WORTH_SCREENING : WORTH_COMPILING)) {
            return reference.search(similarity, queries, gallery, k, self, cancellation);
        }
        WarmUp.run(kernel, kernel.forQueries(1));
        return screened.search(similarity, queries, gallery, k, self, cancellation);
    }
}
