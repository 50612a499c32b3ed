package io.github.dmu4j.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.UpgradeListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Anybody's model as an ONNX file, by ONNX Runtime. It must take float32 images of shape (n, channels, size, size) and give one
 * array of shape (n, dimension), float32 or float16. A file whose batch axis is fixed gets its images in batches of that size, the
 * last one filled up with black. It runs on the CPU wherever the new model is trained: ONNX Runtime's CUDA build is another artifact.
 */
public final class OnnxEmbedder implements Embedder {
    private final Path file;
    private final Preprocessing preprocessing;
    private final String hash;
    private final Model model;
    /** Images of one pass; 0 for any number. */
    private final int fixedBatch;

    private final int dimension;

    private OnnxEmbedder(Path file, Preprocessing preprocessing, String hash, Model model, int fixedBatch) {
        this.file = file.toAbsolutePath().normalize();
        this.preprocessing = preprocessing;
        this.hash = hash;
        this.model = model;
        this.fixedBatch = fixedBatch;
        this.dimension = probe();
    }

    /**
     * Loads a file and finds out its dimension with black images.
     *
     * @param preprocessing what the model was trained with
     * @throws DmuException if there is no such file, it is no ONNX or lacks a file of weights, its input or output has another
     *     shape or type, or the engine is not on the class path
     */
    public static OnnxEmbedder load(Path file, Preprocessing preprocessing) {
        if (!Files.isRegularFile(file)) {
            throw new DmuException("there is no ONNX file " + file.toAbsolutePath() + ": check the path");
        }
        OnnxFile seen = OnnxFile.read(file);
        int fixedBatch = fixedBatch(file, seen, preprocessing);
        String hash = seen.hash();
        OnnxEngine.require();
        Model model = Model.newInstance(String.valueOf(file.getFileName()), Device.cpu(), OnnxEngine.NAME);
        try {
            model.load(file.toAbsolutePath());
            return new OnnxEmbedder(file, preprocessing, hash, model, fixedBatch);
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            throw new DmuException(file + " could not be used as an ONNX model: " + rootMessage(e), e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static int fixedBatch(Path file, OnnxFile seen, Preprocessing preprocessing) {
        if (seen.inputs().size() != 1 || seen.outputs().size() != 1) {
            throw new DmuException(file + " has " + seen.inputs().size() + " inputs and "
                    + seen.outputs().size()
                    + " outputs; an embedding model has one of each: export a model that takes images and returns the"
                    + " embedding only");
        }
        OnnxFile.Value input = seen.inputs().get(0);
        List<Long> sides = input.sides();
        List<Long> images =
                List.of((long) preprocessing.channels(), (long) preprocessing.size(), (long) preprocessing.size());
        boolean fits = input.elementType() == OnnxFile.FLOAT && sides.size() == 4;
        for (int axis = 0; fits && axis < 3; axis++) {
            fits = sides.get(axis + 1) < 0 || sides.get(axis + 1).equals(images.get(axis));
        }
        if (!fits) {
            throw new DmuException(
                    file + " takes " + described(input) + ", and the preprocessing gives float32 of shape (n, "
                            + preprocessing.channels() + ", " + preprocessing.size() + ", " + preprocessing.size()
                            + "): give the preprocessing that the model was trained with, or export the model for float32 images"
                            + " with channels first");
        }
        return (int) Math.max(0, sides.get(0));
    }

    private static String described(OnnxFile.Value input) {
        List<String> sides = input.sides().stream()
                .map(side -> side < 0 ? "any" : side.toString())
                .toList();
        String type = input.elementType() == OnnxFile.FLOAT
                ? "float32"
                : "elements of ONNX's type number " + input.elementType();
        return type + " of shape (" + String.join(", ", sides) + ")";
    }

    private int probe() {
        int n = fixedBatch > 0 ? fixedBatch : 2;
        try (NDManager step = model.getNDManager().newSubManager()) {
            Shape shape = pass(step, new float[n * preprocessing.length()], n).getShape();
            if (shape.dimension() != 2 || shape.get(0) != n || shape.get(1) < 1) {
                throw new DmuException(name() + " gives an array of shape " + shape + " for " + n + " images; (" + n
                        + ", dimension) is needed: pool and flatten inside the model");
            }
            return (int) shape.get(1);
        }
    }

    private NDArray pass(NDManager step, float[] pixels, int n) {
        NDArray images =
                step.create(pixels, new Shape(n, preprocessing.channels(), preprocessing.size(), preprocessing.size()));
        return model.getBlock()
                .forward(new ParameterStore(step, false), new NDList(images), false)
                .singletonOrThrow();
    }

    private float[] vectors(float[] pixels, int images) {
        int n = fixedBatch > 0 ? fixedBatch : images;
        float[] vectors = new float[images * dimension];
        for (int from = 0; from < images; from += n) {
            int start = from * preprocessing.length();
            try (NDManager step = model.getNDManager().newSubManager()) {
                float[] some = Arrays.copyOfRange(pixels, start, start + n * preprocessing.length());
                float[] rows = pass(step, some, n).toFloatArray();
                System.arraycopy(rows, 0, vectors, from * dimension, Math.min(n, images - from) * dimension);
            }
        }
        return vectors;
    }

    /** Where it was loaded from, absolute. */
    public Path file() {
        return file;
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName());
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** SHA-256 of the file, and of the files beside it that hold its weights if it has such. */
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
        return new BatchedEmbedding(preprocessing, dimension, (pixels, n, unused) -> vectors(pixels, n));
    }

    @Override
    public void close() {
        model.close();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public String toString() {
        return name() + ", ONNX, dimension " + dimension + " on cpu()"
                + (fixedBatch > 0 ? ", " + fixedBatch + " images a pass" : "");
    }
}
