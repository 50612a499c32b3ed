package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;

/**
 * One piece of a network. Arrays that it makes belong to the manager of its input.
 *
 * <p>{@code training} decides two things: parameters are used through {@link NamedParameter#in}, hence recorded, and batch
 * norm uses (and updates) the batch's statistics.
 */
@FunctionalInterface
public interface Layer {
    /** The output; the input stays open. */
    NDArray forward(NDArray input, boolean training);

    /** The parameter as this pass should use it. */
    static NDArray use(NamedParameter parameter, NDArray input, boolean training) {
        return training ? parameter.in(input.getManager()) : parameter.array();
    }
}
