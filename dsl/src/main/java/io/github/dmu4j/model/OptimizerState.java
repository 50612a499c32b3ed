package io.github.dmu4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an optimiser remembers between steps.
 *
 * @param steps steps taken
 * @param arrays by parameter name and slot, for example {@code stem.conv.weight/momentum}; row-major
 */
public record OptimizerState(long steps, Map<String, float[]> arrays) {
    public OptimizerState {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }
}
