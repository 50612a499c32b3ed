package io.github.dmu4j.model;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.UpgradeListener;
import java.util.function.Consumer;

/** A frozen model: images in, vectors out. Owns native memory: close it. Not thread-safe. */
public interface Embedder extends AutoCloseable {
    /** A short name for tables. */
    String name();

    /** Length of the vectors. */
    int dimension();

    /** What the model's images must be. */
    Preprocessing preprocessing();

    /** SHA-256 (hex) of the weights: equal for equal models. */
    String hash();

    /**
     * Raw vectors, not normalised, row i for image i.
     *
     * @param listener hears a stage whose steps are images
     * @param cancellation asked between batches
     * @return shape (images, dimension); no rows for no images
     * @throws io.github.dmu4j.base.DmuException if an image cannot be decoded
     * @throws io.github.dmu4j.base.RunCancelled if it was cancelled; nothing is kept
     */
    FloatMatrix embed(LabeledImages images, UpgradeListener listener, Cancellation cancellation);

    /**
     * The vectors of {@link #embed}, handed over in order while they are made, so that they need not be in memory together.
     *
     * @param blocks takes the next images' vectors
     * @throws io.github.dmu4j.base.DmuException if an image cannot be decoded
     * @throws io.github.dmu4j.base.RunCancelled if it was cancelled; what was handed over is right
     */
    default void embedInBlocks(
            LabeledImages images, Consumer<FloatMatrix> blocks, UpgradeListener listener, Cancellation cancellation) {
        blocks.accept(embed(images, listener, cancellation));
    }

    /** Raw vectors, silently. */
    default FloatMatrix embed(LabeledImages images) {
        return embed(images, UpgradeListener.NONE, Cancellation.ON_INTERRUPT);
    }

    /** The contract of this model's vectors as they come out of {@link #embed}: not normalised, compared by cosine. */
    default VectorContract contract(Generation generation) {
        return new VectorContract(
                1, hash(), dimension(), false, "cosine", preprocessing().fingerprint(), generation);
    }

    /**
     * The model that embeds the queries for a gallery of this one's vectors: this one, unless the gallery was moved to the space
     * of another.
     */
    default Embedder queries() {
        return this;
    }

    /** Frees the model. */
    @Override
    void close();
}
