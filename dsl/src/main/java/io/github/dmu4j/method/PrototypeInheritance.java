package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.loss.CrossEntropy;
import io.github.dmu4j.loss.Embeddings;
import io.github.dmu4j.loss.PrototypeLoss;
import io.github.dmu4j.loss.Scalars;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The term that BCT and DMU share: old class vectors P classify the new features,
 *
 * <pre>lambda (1/B) sum_i w_i CE( s &lt;a(z_i), P&gt; , y_i )</pre>
 *
 * where a is {@link CompatibilityHead}. A class without a vector has no logit, and its images do not count (B is the number of
 * those that do; the term is 0 when there are none).
 */
final class PrototypeInheritance implements InheritanceTerm {
    private final NDArray vectors;
    private final boolean normalise;
    private final double scale;
    private final float lambda;
    private final float @Nullable [] weights;
    private final int[] rowOfImage;

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
        int dimension = prototypes.columns();
        int[] present = IntStream.range(0, prototypes.rows())
                .filter(c -> prototypes.rowNorm(c) > 0)
                .toArray();
        if (present.length == 0) {
            throw new DmuException("the old model has a class vector for none of the " + prototypes.rows()
                    + " classes of the new training set; at least one is needed: use withBackwardCompatibility() in its"
                    + " default form, which makes them of old features");
        }
        this.rowOfImage = Arrays.stream(context.labels())
                .map(label -> Arrays.binarySearch(present, label))
                .toArray();
        this.vectors =
                context.manager().create(prototypes.select(present).values(), new Shape(present.length, dimension));
    }

    @Override
    public NDArray of(TrainingBatch batch, NDArray features) {
        // One way for all weights, so that uniform ones give BCT's numbers bit for bit.
        int[] indices = batch.indices();
        long[] rows = new long[indices.length];
        float[] factors = new float[indices.length];
        int counting = 0;
        for (int i = 0; i < factors.length; i++) {
            int row = rowOfImage[indices[i]];
            if (row >= 0) {
                rows[i] = row;
                factors[i] = weights == null ? 1 : weights[indices[i]];
                counting++;
            }
        }
        NDArray classes = batch.manager().create(rows);
        NDArray perSample = normalise
                ? new PrototypeLoss(scale).perSample(features, vectors, classes)
                : CrossEntropy.perSample(Embeddings.products(features, vectors), classes);
        NDArray sum = perSample.mul(batch.manager().create(factors)).sum();
        return Scalars.times(Scalars.over(sum, Math.max(1, counting)), lambda);
    }
}
