package io.github.dmu4j.model;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.UpgradeListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Anybody's model as a TorchScript file: what {@code torch.jit.save} wrote, by tracing or scripting. It must take float32
 * images of shape (n, channels, size, size) and give one array of shape (n, dimension), float32 or float16. Files with
 * bfloat16 weights are refused: the engine ends the whole process over them.
 */
public final class TorchScriptEmbedder implements Embedder {
    private static final String[] NO_EXTRA_FILES = {};

    private final Path file;
    private final String name;
    private final Preprocessing preprocessing;
    private final String hash;
    private final NDManager manager;
    private final PtSymbolBlock module;
    private final int dimension;

    private TorchScriptEmbedder(
            Path file, Preprocessing preprocessing, String hash, NDManager manager, PtSymbolBlock module) {
        this.file = file.toAbsolutePath().normalize();
        this.name = String.valueOf(file.getFileName());
        this.preprocessing = preprocessing;
        this.hash = hash;
        this.manager = manager;
        this.module = module;
        this.dimension = probe();
    }

    /**
     * Loads a file and finds out its dimension with two black images.
     *
     * @param preprocessing what the model was trained with
     * @throws DmuException if there is no such file, it is no TorchScript, has bfloat16 weights, or its output has another shape
     */
    public static TorchScriptEmbedder load(Path file, Preprocessing preprocessing, Device device) {
        if (!Files.isRegularFile(file)) {
            throw new DmuException("there is no TorchScript file " + file.toAbsolutePath() + ": check the path");
        }
        String hash = TorchScriptFile.check(file);
        NDManager manager = NativeEngine.require().newBaseManager(device);
        try {
            PtSymbolBlock module =
                    JniUtils.loadModule((PtNDManager) manager, file, true, NO_EXTRA_FILES, NO_EXTRA_FILES, false);
            module.freezeParameters(true);
            return new TorchScriptEmbedder(file, preprocessing, hash, manager, module);
        } catch (EngineException | IllegalArgumentException e) {
            manager.close();
            throw new DmuException(
                    file + " could not be used as a TorchScript model of images of shape (n, "
                            + preprocessing.channels() + ", " + preprocessing.size() + ", " + preprocessing.size()
                            + "): "
                            + firstLine(e)
                            + ". Save it with torch.jit.trace or torch.jit.script, and give the preprocessing that it"
                            + " was trained with",
                    e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private int probe() {
        try (NDManager step = manager.newSubManager()) {
            NDArray black =
                    step.zeros(new Shape(2, preprocessing.channels(), preprocessing.size(), preprocessing.size()));
            return GradientRecording.without(() -> {
                NDList output = module.forward(new ParameterStore(step, false), new NDList(black), false);
                if (output.size() != 1) {
                    throw new DmuException(name + " gives " + output.size()
                            + " arrays; an embedding model gives one: save a model that returns the embedding only");
                }
                Shape shape = output.get(0).getShape();
                if (shape.dimension() != 2 || shape.get(0) != 2 || shape.get(1) < 1) {
                    throw new DmuException(name + " gives an array of shape " + shape
                            + " for two images; (2, dimension) is needed: pool and flatten inside the model");
                }
                return (int) shape.get(1);
            });
        }
    }

    private NDArray forward(NDArray images) {
        NDArray output = module.forward(new ParameterStore(images.getManager(), false), new NDList(images), false)
                .singletonOrThrow();
        return output.toType(DataType.FLOAT32, false);
    }

    /** Where it was loaded from, absolute. */
    public Path file() {
        return file;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** SHA-256 of the file. */
    @Override
    public String hash() {
        return hash;
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
        return new BatchedEmbedding(manager, preprocessing, dimension, this::forward);
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public String toString() {
        return name + ", TorchScript, dimension " + dimension + " on " + manager.getDevice();
    }
}
