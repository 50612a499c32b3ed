package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.FloatMatrix;

/**
 * The inner loop of {@link ExactSearch}: all scores between one block of queries and one block of gallery rows. The
 * part worth writing again for a particular processor. Implementations are stateless: several threads call at once.
 */
public interface ScoreKernel {
    /** A short name for provenance. */
    String name();

    /**
     * Writes the score of query {@code fromQuery + i} and gallery row {@code fromRow + j} to {@code scores[i * rows +
     * j]}, for i in 0..queryCount-1 and j in 0..rows-1. A score depends on its two rows only, not on the block.
     *
     * @param queries already {@linkplain Similarity#prepare prepared}
     * @param gallery already prepared
     * @param scores length at least {@code queryCount * rows}
     */
    void score(
            Similarity similarity,
            FloatMatrix queries,
            int fromQuery,
            int queryCount,
            FloatMatrix gallery,
            int fromRow,
            int rows,
            float[] scores);
}
