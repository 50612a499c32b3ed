package io.github.dmu4j.run;

import ai.djl.Device;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Safetensors;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.MethodContext.OldKnowledge;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.model.NetworkEmbedder;
import io.github.dmu4j.train.TrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model that is trained no more, with its classifier if it has one. As an old model it says, for a new training set, where
 * every image lies, which classes it knows and what its classifier's rows are.
 *
 * @param embedder images to vectors; closed with this
 * @param classifier the head it was trained with; empty for models from elsewhere
 */
public record FrozenModel(Embedder embedder, Optional<Classifier> classifier) implements AutoCloseable {
    private static final String CLASSIFIER_FILE = "classifier.safetensors";
    private static final String CLASSES_FILE = "classes.json";

    /**
     * Class vectors by class name.
     *
     * @param weights one row per name, not normalised; shape (K_o, d_o)
     */
    public record Classifier(List<String> classNames, FloatMatrix weights) {
        public Classifier {
            classNames = List.copyOf(classNames);
            if (classNames.size() != weights.rows()) {
                throw new IllegalArgumentException(
                        classNames.size() + " class names for " + weights.rows() + " class vectors");
            }
        }
    }

    /** A freshly trained model; {@code classes} are the class numbers of its training. */
    static FrozenModel of(TrainedModel trained, LabeledImages images, ClassIndex classes) {
        List<String> names = Arrays.stream(classes.classes())
                .mapToObj(images.classNames()::get)
                .toList();
        return new FrozenModel(trained.embedder(), Optional.of(new Classifier(names, trained.classifier())));
    }

    /** Embeds {@code images}; rows of unit norm, in order. */
    public FloatMatrix embed(LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
        return embed(embedder, images, listener, cancellation);
    }

    /** Embeds {@code images} and hands their vectors over in order while they are made; rows of unit norm. */
    public void embedInBlocks(
            LabeledImages images, Consumer<FloatMatrix> blocks, UpgradeListener listener, Cancellation cancellation) {
        embedInBlocks(embedder, images, blocks, listener, cancellation);
    }

    /** Embeds {@code images} as queries for a gallery of this model's vectors; rows of unit norm, in order. */
    FloatMatrix embedQueries(LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
        return embed(embedder.queries(), images, listener, cancellation);
    }

    /** Whether queries are embedded as the gallery is. */
    boolean embedsQueriesAlike() {
        return embedder.queries().equals(embedder);
    }

    private static FloatMatrix embed(
            Embedder embedder, LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
        int dimension = embedder.dimension();
        float[] vectors = new float[Math.multiplyExact(images.size(), dimension)];
        int[] filled = {0};
        embedInBlocks(
                embedder,
                images,
                block -> {
                    System.arraycopy(block.values(), 0, vectors, filled[0], block.values().length);
                    filled[0] += block.values().length;
                },
                listener,
                cancellation);
        return FloatMatrix.wrap(images.size(), dimension, vectors);
    }

    private static void embedInBlocks(
            Embedder embedder,
            LabeledImages images,
            Consumer<FloatMatrix> blocks,
            UpgradeListener listener,
            Cancellation cancellation) {
        int[] done = {0};
        embedder.embedInBlocks(
                images,
                block -> {
                    blocks.accept(unit(block, images, done[0]));
                    done[0] += block.rows();
                },
                listener,
                cancellation);
    }

    /** @param first the image of the first row */
    private static FloatMatrix unit(FloatMatrix raw, LabeledImages images, int first) {
        int bad = raw.firstUnusableRow();
        if (bad >= 0) {
            throw new DmuException("the embedding of " + images.id(first + bad)
                    + " has a NaN, an infinity or no length; a usable model gives every image a direction: check the model file"
                    + " and its preprocessing");
        }
        return raw.normalised();
    }

    /**
     * What this model, as the old one, says about a new training set.
     *
     * @param embeddings of {@code images} by this model, unit rows
     */
    public OldKnowledge knowledge(FloatRows embeddings, LabeledImages images, ClassIndex classes) {
        FloatMatrix rows = classifierRows(images, classes);
        if (rows == null) {
            return new OldKnowledge(embeddings, null, null);
        }
        boolean[] seen = new boolean[classes.size()];
        for (int c = 0; c < seen.length; c++) {
            seen[c] = rows.rowNorm(c) > 0;
        }
        return new OldKnowledge(embeddings, seen, rows);
    }

    /** The classifier's rows in the order of {@code classes}, matched by name, zero where it has none; null without classifier. */
    @Nullable
    FloatMatrix classifierRows(LabeledImages images, ClassIndex classes) {
        if (classifier.isEmpty()) {
            return null;
        }
        Classifier head = classifier.get();
        Map<String, Integer> rowOf = new HashMap<>();
        for (int i = 0; i < head.classNames().size(); i++) {
            rowOf.put(head.classNames().get(i), i);
        }
        int dimension = head.weights().columns();
        float[] rows = new float[Math.multiplyExact(classes.size(), dimension)];
        for (int c = 0; c < classes.size(); c++) {
            Integer row = rowOf.get(images.classNames().get(classes.classes()[c]));
            if (row != null) {
                System.arraycopy(head.weights().values(), row * dimension, rows, c * dimension, dimension);
            }
        }
        return FloatMatrix.wrap(classes.size(), dimension, rows);
    }

    /** Saves model and classifier into a folder. */
    public void save(Path folder) {
        if (!(embedder instanceof NetworkEmbedder network)) {
            throw new DmuException("only models trained here can be saved, this one is " + embedder
                    + "; keep the file that it was loaded from");
        }
        classifier.ifPresent(head -> {
            Json.write(folder.resolve(CLASSES_FILE), head.classNames());
            new Safetensors(
                            Map.of(),
                            Map.of(
                                    "weight",
                                    new Safetensors.Tensor(
                                            new int[] {
                                                head.weights().rows(),
                                                head.weights().columns()
                                            },
                                            head.weights().values())))
                    .save(folder.resolve(CLASSIFIER_FILE));
        });
        network.save(folder); // last: its model.json says that the folder is whole
    }

    /** Loads what {@link #save} wrote onto a device. */
    public static FrozenModel load(Path folder, Device device) {
        Embedder embedder = NetworkEmbedder.load(folder, device);
        if (!Files.exists(folder.resolve(CLASSIFIER_FILE))) {
            return new FrozenModel(embedder, Optional.empty());
        }
        List<String> names = Arrays.asList(Json.read(folder.resolve(CLASSES_FILE), String[].class));
        Safetensors.Tensor weight =
                Safetensors.load(folder.resolve(CLASSIFIER_FILE)).tensors().get("weight");
        if (weight == null || weight.shape().length != 2) {
            throw new DmuException(
                    folder.resolve(CLASSIFIER_FILE) + " holds no matrix named weight; the folder is damaged");
        }
        FloatMatrix weights = FloatMatrix.wrap(weight.shape()[0], weight.shape()[1], weight.values());
        return new FrozenModel(embedder, Optional.of(new Classifier(names, weights)));
    }

    /** Whether a folder holds a whole saved model. */
    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve("model.json"));
    }

    @Override
    public void close() {
        embedder.close();
    }
}
