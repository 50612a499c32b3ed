package io.github.dmu4j.method;

import ai.djl.ndarray.NDManager;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a method knows when it starts.
 *
 * @param manager owner of arrays that live as long as the session, on the training device
 * @param old what the old model says about the new training set; empty when there is no old model
 * @param labels class 0..K-1 of every image of the new training set; not to be written to
 * @param classes K
 * @param dimension of the new embeddings
 * @param scale s of the classification head (30 when the head has none)
 * @param seed the run's root seed; derive from it ({@link io.github.dmu4j.base.Seeds})
 */
@SuppressWarnings("ArrayRecordComponent") // a parameter object, never compared
public record MethodContext(
        NDManager manager,
        Optional<OldKnowledge> old,
        int[] labels,
        int classes,
        int dimension,
        double scale,
        long seed) {

    /** What the old model says; the plan's validation has made sure that a method which requires it gets it. */
    public OldKnowledge requireOld() {
        return old.orElseThrow(() -> new IllegalStateException("the method requires an old model"));
    }

    /**
     * The frozen old model's view of the new training set, computed once before training.
     *
     * @param embeddings z_o of every image, clean centre view; shape (N, d_o), rows of unit norm. In a file of the run's folder if they
     *     are too many for the heap: take the rows of a batch ({@link FloatRows#select}), or read them by blocks
     * @param seen per class 0..K-1, whether the old model was trained on images of it; null when unknown (a TorchScript or ONNX file)
     * @param classifier W_o, one row per class 0..K-1 of the new training set, zero rows for classes without one; shape (K,
     *     d_o); null when the old model comes without
     * @param scores how discriminative the embeddings are, each measure computed once for the run
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record OldKnowledge(
            FloatRows embeddings,
            boolean @Nullable [] seen,
            @Nullable FloatMatrix classifier,
            FeatureScores scores) {

        /** With scores that are computed whenever they are asked for. */
        public OldKnowledge(FloatRows embeddings, boolean @Nullable [] seen, @Nullable FloatMatrix classifier) {
            this(embeddings, seen, classifier, FeatureScores.COMPUTED);
        }

        /** The same with scores from elsewhere. */
        public OldKnowledge withScores(FeatureScores known) {
            return new OldKnowledge(embeddings, seen, classifier, known);
        }
    }
}
