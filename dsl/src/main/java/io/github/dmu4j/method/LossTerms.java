package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import io.github.dmu4j.loss.Scalars;
import java.util.LinkedHashMap;
import java.util.Map;

/** The named terms of a batch's loss, in the order they were added. */
public final class LossTerms {
    private final Map<String, NDArray> terms = new LinkedHashMap<>();

    private LossTerms() {}

    /** A loss of one term; {@code value} is a scalar. */
    public static LossTerms of(String name, NDArray value) {
        return new LossTerms().plus(name, value);
    }

    /** Adds a term, already weighted; {@code value} is a scalar. */
    public LossTerms plus(String name, NDArray value) {
        if (terms.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("the loss has a term named " + name + " already");
        }
        return this;
    }

    /** Adds a term times {@code weight}; {@code value} is a scalar. */
    public LossTerms plus(String name, double weight, NDArray value) {
        return plus(name, Scalars.times(value, weight));
    }

    /** The sum of all terms, in their order: what is differentiated. */
    public NDArray total() {
        NDArray sum = null;
        for (NDArray term : terms.values()) {
            sum = sum == null ? term : sum.add(term);
        }
        if (sum == null) {
            throw new IllegalStateException("a loss has at least one term");
        }
        return sum;
    }

    /** The terms' values, copied from the device. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        terms.forEach((name, value) -> values.put(name, (double) value.getFloat()));
        return values;
    }
}
