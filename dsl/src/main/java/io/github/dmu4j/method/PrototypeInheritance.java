package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.loss.CrossEntropy;
import io.github.dmu4j.loss.Embeddings;
import io.github.dmu4j.loss.PrototypeLoss;
import io.github.dmu4j.model.Initialiser;
import io.github.dmu4j.model.NamedParameter;
import io.github.dmu4j.model.ParameterSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The term that BCT and DMU share: old class vectors P classify the new features,
 *
 * <pre>lambda (1/B) sum_i w_i CE( s &lt;a(z_i), P&gt; , y_i )</pre>
 *
 * where a is the identity for equal dimensions and otherwise a linear map that is trained with the new model. Images of a class
 * without a vector do not count (B is the number of those that do).
 */
final class PrototypeInheritance implements AutoCloseable {
    private final NDArray vectors;
    private final boolean normalise;
    private final double scale;
    private final float lambda;
    private final float @Nullable [] weights;
    private final boolean[] present;
    private final int[] labels;
    private final @Nullable ParameterSet projectionSet;
    private final @Nullable NamedParameter projection;

    /**
     * @param prototypes one row per class of the context; zero rows are missing
     * @param normalise whether features and (already unit) vectors are compared by cosine times {@code scale}; otherwise raw
     *     features by inner product
     * @param weights one per image of the training set; null for all 1
     */
    PrototypeInheritance(
            MethodContext context,
            FloatMatrix prototypes,
            boolean normalise,
            double scale,
            double lambda,
            float @Nullable [] weights) {
        this.normalise = normalise;
        this.scale = scale;
        this.lambda = (float) lambda;
        this.weights = weights;
        this.labels = context.labels();
        this.present = new boolean[prototypes.rows()];
        for (int c = 0; c < present.length; c++) {
            present[c] = prototypes.rowNorm(c) > 0;
        }
        int dimension = prototypes.columns();
        this.vectors = context.manager().create(prototypes.values(), new Shape(prototypes.rows(), dimension));
        if (context.dimension() == dimension) {
            this.projectionSet = null;
            this.projection = null;
        } else {
            this.projectionSet = new ParameterSet(context.manager().getDevice(), context.seed());
            this.projection = projectionSet.add(
                    "compatibility.projection",
                    new Shape(dimension, context.dimension()),
                    true,
                    Initialiser.xavier(dimension, context.dimension()));
        }
    }

    Optional<ParameterSet> parameters() {
        return Optional.ofNullable(projectionSet);
    }

    NDArray term(TrainingBatch batch) {
        NDArray features = batch.embeddings();
        if (projection != null) {
            features = Embeddings.products(features, projection.in(batch.manager()));
        }
        NDArray perSample = normalise
                ? new PrototypeLoss(scale).perSample(features, vectors, batch.labels())
                : CrossEntropy.perSample(Embeddings.products(features, vectors), batch.labels());
        // One way for all weights, so that uniform ones give BCT's numbers bit for bit.
        int[] indices = batch.indices();
        float[] factors = new float[indices.length];
        int counting = 0;
        for (int index : indices) {
            counting += present[labels[index]] ? 1 : 0;
        }
        for (int i = 0; i < factors.length && counting > 0; i++) {
            if (present[labels[indices[i]]]) {
                factors[i] = (weights == null ? 1 : weights[indices[i]]) * lambda / counting;
            }
        }
        return perSample.mul(batch.manager().create(factors)).sum();
    }

    @Override
    public void close() {
        if (projectionSet != null) {
            projectionSet.close();
        }
    }
}
