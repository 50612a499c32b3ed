package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.loss.Embeddings;
import io.github.dmu4j.model.Initialiser;
import io.github.dmu4j.model.NamedParameter;
import io.github.dmu4j.model.ParameterSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * a(.): new features as the old space sees them. The identity for equal dimensions, otherwise a linear map that is trained with
 * the new model; all terms of a method share one.
 */
final class CompatibilityHead implements AutoCloseable {
    private final @Nullable ParameterSet set;
    private final @Nullable NamedParameter projection;

    /** To an old space of dimension {@code dimension}. */
    CompatibilityHead(MethodContext context, int dimension) {
        if (context.dimension() == dimension) {
            this.set = null;
            this.projection = null;
        } else {
            this.set = new ParameterSet(context.manager().getDevice(), context.seed());
            this.projection = set.add(
                    "compatibility.projection",
                    new Shape(dimension, context.dimension()),
                    true,
                    Initialiser.xavier(dimension, context.dimension()));
        }
    }

    /** a(f_n) of a batch, not normalised; shape (n, d_o). */
    NDArray of(TrainingBatch batch) {
        return projection == null
                ? batch.embeddings()
                : Embeddings.products(batch.embeddings(), projection.in(batch.manager()));
    }

    Optional<ParameterSet> parameters() {
        return Optional.ofNullable(set);
    }

    @Override
    public void close() {
        if (set != null) {
            set.close();
        }
    }
}
