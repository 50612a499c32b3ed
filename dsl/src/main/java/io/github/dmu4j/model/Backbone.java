package io.github.dmu4j.model;

import ai.djl.Device;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import io.github.dmu4j.data.Preprocessing;

/**
 * The plan of an embedding network: its dimension is known before anything is built. Implementations are immutable records
 * that Jackson can write and read; ours carry a short type name in JSON, a user's own its class name.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "type")
@JsonTypeIdResolver(BackboneNames.class)
public interface Backbone {
    /** Length of the embeddings. */
    int dimension();

    /** A short name for tables, for example {@code resNet18(64)}. */
    String name();

    /**
     * Builds the network with its initial weights.
     *
     * @param input what its images will be; channels and, for an automatic stem, size
     * @param seed the same seed gives the same weights, whatever else was built before
     * @param device where the weights live
     * @return a new network; the caller closes it
     */
    Network build(Preprocessing input, long seed, Device device);
}
