package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.loss.Scalars;
import org.jspecify.annotations.Nullable;

/**
 * Every new feature is compared with the old feature of its own image:
 *
 * <pre>lambda (1/B) sum_i w_i l(a(z_i), z_o,i)</pre>
 *
 * Every image has an old feature, so that B is the batch.
 */
final class PointInheritance implements InheritanceTerm {
    /** The loss of each sample, from a(f_n) of shape (n, d_o), the old features of the same images, and their labels. */
    interface PerSample {
        NDArray of(NDArray features, NDArray old, NDArray labels);
    }

    private final PerSample loss;
    private final FloatRows old;
    private final double lambda;
    private final float @Nullable [] weights;

    /**
     * @param old z_o of every image of the training set
     * @param weights one per image of the training set; null for all 1
     */
    PointInheritance(PerSample loss, FloatRows old, double lambda, float @Nullable [] weights) {
        this.loss = loss;
        this.old = old;
        this.lambda = lambda;
        this.weights = weights;
    }

    @Override
    public NDArray of(TrainingBatch batch, NDArray features) {
        FloatMatrix rows = old.select(batch.indices());
        NDArray targets = batch.manager().create(rows.values(), new Shape(rows.rows(), rows.columns()));
        NDArray perSample = loss.of(features, targets, batch.labels());
        NDArray sum = (weights == null ? perSample : perSample.mul(batch.gather(weights))).sum();
        return Scalars.times(Scalars.over(sum, rows.rows()), lambda);
    }
}
