package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.VectorContract;

/**
 * Moves stored old vectors towards the new space. Plain arrays in and out; safe for use by several threads; the result for a
 * row does not depend on its neighbours in the block.
 */
public interface GalleryAdapter {
    /**
     * The moved vectors.
     *
     * @param storedRows shape (n, d_old), of the space {@link #input()}
     * @return shape (n, d_new), of the space {@link #output()}
     */
    FloatMatrix adapt(FloatMatrix storedRows);

    /**
     * How discriminative each stored vector is, without labels.
     *
     * @param storedRows shape (n, d_old)
     * @return shape (n), in [0, 1], 1 is best; NaN if this adapter has no such measure
     */
    double[] scores(FloatMatrix storedRows);

    /** The space of the vectors that it takes. */
    VectorContract input();

    /** The space of the vectors that it gives. */
    VectorContract output();

    /** A hash of everything that decides its results: equal fingerprints move equal vectors equally. */
    String fingerprint();

    /**
     * This upgrade and the next of a chain in one pass, for a gallery that missed this one: next(this(g)). Scores are those that
     * the next one gives to evolved vectors.
     *
     * @throws io.github.dmu4j.base.DmuException if this one's output is not what the next one takes
     */
    default GalleryAdapter then(GalleryAdapter next) {
        return new ChainedAdapter(this, next);
    }
}
