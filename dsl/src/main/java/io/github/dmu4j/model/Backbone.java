package io.github.dmu4j.model;

import ai.djl.Device;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import io.github.dmu4j.data.Preprocessing;
import java.util.List;
import java.util.OptionalDouble;

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

    /**
     * Multiply-adds of one image on its way through convolutions and linear layers, which is what takes the time; empty if unknown.
     * For guesses of how long a training will take from how long another one took.
     */
    default OptionalDouble multiplyAdds(Preprocessing input) {
        return OptionalDouble.empty();
    }

    /**
     * What would keep {@link #build} from working, each as one sentence with what to do; empty when nothing would. Asked before a
     * run begins, so that it fails at once and not when the network's turn comes.
     */
    default List<String> problems(Preprocessing input) {
        return List.of();
    }

    /**
     * The same network without weights from elsewhere: what to build where all weights are replaced afterwards, by a checkpoint's
     * or a saved model's. Itself, unless its weights start from a file.
     */
    default Backbone architecture() {
        return this;
    }
}
