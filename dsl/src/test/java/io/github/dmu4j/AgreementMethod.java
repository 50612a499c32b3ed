package io.github.dmu4j;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.loss.L2;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.LossTerms;
import io.github.dmu4j.method.MethodContext;
import io.github.dmu4j.method.MethodSession;
import io.github.dmu4j.method.Requirements;
import java.util.Map;
import java.util.Optional;

/** A user's own method, as docs/guide.md shows it: every new embedding is pulled towards the old one of the same image. */
record AgreementMethod(double weight, Optional<ForwardAdaptation> forwardAdaptation) implements CompatibilityMethod {
    @Override
    public String name() {
        return "agreement x" + weight;
    }

    @Override
    public Map<String, Object> options() {
        return Map.of("weight", weight);
    }

    @Override
    public Requirements requirements() {
        return new Requirements(true, false, true); // an old model of the same dimension
    }

    @Override
    public CompatibilityMethod adaptingWith(Optional<ForwardAdaptation> adaptation) {
        return new AgreementMethod(weight, adaptation);
    }

    @Override
    public MethodSession start(MethodContext context) {
        FloatRows old = context.requireOld().embeddings(); // unit rows, one per training image
        return batch -> {
            FloatMatrix rows = old.select(batch.indices());
            NDArray targets = batch.manager().create(rows.values(), new Shape(rows.rows(), rows.columns()));
            NDArray agreement =
                    new L2(false).perSample(batch.normalised(), targets).mean();
            return LossTerms.of("classification", batch.classificationLoss()).plus("agreement", weight, agreement);
        };
    }
}
