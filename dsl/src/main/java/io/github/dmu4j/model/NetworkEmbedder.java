package io.github.dmu4j.model;

import ai.djl.Device;
import io.github.dmu4j.base.AtomicFiles;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.UpgradeListener;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A network of ours, frozen. Saved as a folder: {@code weights.safetensors}, then {@code model.json}, which names the weights' hash, so
 * that a folder of which only one was written is noticed.
 */
public final class NetworkEmbedder implements Embedder {
    private static final int SCHEMA = 1;
    private static final String DESCRIPTION = "model.json";
    private static final String WEIGHTS = "weights.safetensors";

    private final Network network;
    private final String hash;

    /** Freezes {@code network} and owns it from now on. */
    public NetworkEmbedder(Network network) {
        this(network.freeze(), network.hash());
    }

    private NetworkEmbedder(Network network, String hash) {
        this.network = network;
        this.hash = hash;
    }

    /**
     * A look at a network that is still trained: it embeds with the weights and running statistics of the moment. Its hash is
     * not that of any model; do not save it, and do not close it before the network's owner does.
     */
    public static Embedder view(Network network) {
        return new NetworkEmbedder(network, "in training");
    }

    /** What {@code model.json} holds. */
    private record Description(
            int schemaVersion, Backbone backbone, Preprocessing preprocessing, VectorContract contract, String hash) {}

    @Override
    public String name() {
        return network.backbone().name();
    }

    @Override
    public int dimension() {
        return network.dimension();
    }

    @Override
    public Preprocessing preprocessing() {
        return network.preprocessing();
    }

    @Override
    public String hash() {
        return hash;
    }

    /** The network, frozen; closed with this. */
    public Network network() {
        return network;
    }

    @Override
    public FloatMatrix embed(LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
        return batches().embed(images, listener, cancellation);
    }

    @Override
    public void embedInBlocks(
            LabeledImages images, Consumer<FloatMatrix> blocks, UpgradeListener listener, Cancellation cancellation) {
        batches().embedInBlocks(images, blocks, listener, cancellation);
    }

    private BatchedEmbedding batches() {
        return new BatchedEmbedding(
                network.manager(), preprocessing(), dimension(), batch -> network.forward(batch, false));
    }

    /**
     * Writes the model into a folder, which is created; files of the same names are replaced.
     *
     * @throws DmuException if it cannot be written
     */
    public void save(Path folder) {
        AtomicFiles.write(folder.resolve(WEIGHTS), network::save);
        Json.write(
                folder.resolve(DESCRIPTION),
                new Description(SCHEMA, network.backbone(), preprocessing(), contract(Generation.UNKNOWN), hash));
    }

    /**
     * The model of a folder; gives the same vectors as the saved one on the same device and number of threads.
     *
     * @throws DmuException if a file is missing or damaged, or the two do not belong together
     */
    public static NetworkEmbedder load(Path folder, Device device) {
        for (String file : new String[] {DESCRIPTION, WEIGHTS}) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new DmuException(folder + " should hold a saved model but has no " + file
                        + ": name the folder that save(...) wrote");
            }
        }
        Description description = Json.read(folder.resolve(DESCRIPTION), Description.class);
        if (description.schemaVersion() != SCHEMA) {
            throw new DmuException(folder.resolve(DESCRIPTION) + " has schema version " + description.schemaVersion()
                    + ", this version reads " + SCHEMA + ": use the version of dmu4j that wrote it, or a newer one");
        }
        Network network = description.backbone().build(description.preprocessing(), 0, device);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(folder.resolve(WEIGHTS)), 1 << 16)) {
            network.load(in);
            NetworkEmbedder embedder = new NetworkEmbedder(network);
            if (!embedder.hash().equals(description.hash())) {
                throw new DmuException("the weights in " + folder + " are not those that " + DESCRIPTION
                        + " was written for: they were changed, or saving was interrupted. Save the model again");
            }
            return embedder;
        } catch (IOException e) {
            network.close();
            throw new DmuException("cannot read " + folder.resolve(WEIGHTS) + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    @Override
    public void close() {
        network.close();
    }

    @Override
    public String toString() {
        return network.toString();
    }
}
