package io.github.dmu4j.method;

import io.github.dmu4j.model.Embedder;
import java.util.Map;

/** Measures the model in training on validation data. The loop knows no metrics; the run floor provides one that does. */
@FunctionalInterface
public interface ValidationProbe {
    /** Measures nothing. */
    ValidationProbe NONE = (model, epoch) -> Map.of();

    /**
     * Called after an epoch.
     *
     * @param model the new model as it is now, usable during this call only
     * @return figures by {@code pairing/metric}, for example {@code new-to-old/mAP}
     */
    Map<String, Double> measure(Embedder model, int epoch);
}
