package io.github.dmu4j;

import ai.djl.Device;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.Devices;
import io.github.dmu4j.model.OnnxEmbedder;
import io.github.dmu4j.model.TorchScriptEmbedder;
import io.github.dmu4j.run.FrozenModel;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A frozen model that turns images into vectors: trained here, loaded, or anybody's TorchScript or ONNX file. Usable until
 * closed; one
 * that nobody holds any more is freed by itself. Not thread-safe.
 */
public final class EmbeddingModel implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final FrozenModel model;
    private final Cleaner.Cleanable cleanable;

    EmbeddingModel(FrozenModel model) {
        this.model = model;
        this.cleanable = CLEANER.register(this, model::close);
    }

    /**
     * Trains a model on {@code images} with the default settings. {@link #training} has the choices.
     *
     * @throws io.github.dmu4j.base.RunCancelled if the thread is interrupted
     */
    public static EmbeddingModel train(Backbone backbone, LabeledImages images) {
        return training(backbone, images).train();
    }

    /** A plan to train a model on {@code images}, to be refined: {@code .epochs(15).seed(7).savingTo(folder).train()}. */
    @CheckReturnValue
    public static ModelPlan training(Backbone backbone, LabeledImages images) {
        return ModelPlan.of(backbone, images);
    }

    /** Loads a model that {@link #save} wrote, onto the default device. */
    public static EmbeddingModel load(Path folder) {
        return load(folder, Devices.preferred());
    }

    /** Loads a model that {@link #save} wrote, onto a device. */
    public static EmbeddingModel load(Path folder, Device device) {
        return new EmbeddingModel(FrozenModel.load(folder, device));
    }

    /**
     * Loads a TorchScript file that maps images (n, channels, size, size) to vectors (n, d).
     *
     * @param preprocessing what the model was trained with; it is not in the file
     */
    public static EmbeddingModel torchScript(Path file, Preprocessing preprocessing) {
        return torchScript(file, preprocessing, Devices.preferred());
    }

    /** As {@link #torchScript(Path, Preprocessing)}, onto a device. */
    public static EmbeddingModel torchScript(Path file, Preprocessing preprocessing, Device device) {
        return new EmbeddingModel(
                new FrozenModel(TorchScriptEmbedder.load(file, preprocessing, device), Optional.empty()));
    }

    /**
     * Loads an ONNX file that maps float32 images (n, channels, size, size) to vectors (n, d), onto the CPU. Needs DJL's ONNX
     * Runtime engine on the class path, {@code ai.djl.onnxruntime:onnxruntime-engine}, which is not among this library's own
     * dependencies (137 MB); without it the message names what to add.
     *
     * @param preprocessing what the model was trained with; it is not in the file
     */
    public static EmbeddingModel onnx(Path file, Preprocessing preprocessing) {
        return new EmbeddingModel(new FrozenModel(OnnxEmbedder.load(file, preprocessing), Optional.empty()));
    }

    /** Embeds images; rows of unit norm, identifiers and labels kept. No images give an empty set. */
    public EmbeddingSet embed(LabeledImages images) {
        FloatMatrix vectors = model.embed(images, Upgrades.defaultListener(), Cancellation.ON_INTERRUPT);
        List<String> ids = new ArrayList<>(images.size());
        for (int i = 0; i < images.size(); i++) {
            ids.add(images.id(i));
        }
        return EmbeddingSet.of(ids, vectors, images.labels(), images.classNames(), contract(Generation.UNKNOWN));
    }

    /** Saves the model into a folder, whole or not at all; a TorchScript or ONNX model is its own file already. */
    public void save(Path folder) {
        model.save(folder);
    }

    /** Length of the vectors. */
    public int dimension() {
        return model.embedder().dimension();
    }

    /** How images become input. */
    public Preprocessing preprocessing() {
        return model.embedder().preprocessing();
    }

    /** SHA-256 of the weights: two models are the same exactly if their hashes are. */
    public String hash() {
        return model.embedder().hash();
    }

    /** What the vectors are; those of an evolved gallery are {@code ADAPTED}, whatever is asked. */
    public VectorContract contract(Generation generation) {
        return model.embedder().contract(generation).ofUnitNorm();
    }

    FrozenModel frozen() {
        return model;
    }

    /** Frees the native memory; using the model afterwards fails. */
    @Override
    public void close() {
        cleanable.clean();
    }

    @Override
    public String toString() {
        return "embedding model, dimension " + dimension() + "\n  " + model.embedder() + "\n  hash "
                + hash().substring(0, 12) + "\n  next: embed(images), save(folder), or upgrade().from(this)";
    }
}
