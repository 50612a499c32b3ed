package io.github.dmu4j.run;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.model.NetworkEmbedder;
import io.github.dmu4j.model.OnnxEmbedder;
import io.github.dmu4j.model.TorchScriptEmbedder;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run needs besides its plan to be resumed and loaded by its folder alone: where its models and its data are, how often it
 * looked, on which device. The plan decides the numbers and is compared; none of this is.
 */
final class RunSources {
    /** A copy of the old model. */
    static final String OLD = "old";

    /** The new model: trained in this folder, or a copy of the one that was given. */
    static final String NEW = "model";

    private RunSources() {}

    /** Writes all of it into the folder of {@code task}. */
    static void keep(RunDirectory directory, UpgradeTask task) {
        ObjectNode sources = Json.mapper().createObjectNode();
        sources.set(OLD, keep(task.old(), directory.root().resolve(OLD)));
        task.trained()
                .ifPresent(
                        given -> sources.set(NEW, keep(given, directory.root().resolve(NEW))));
        task.data()
                .origin()
                .ifPresent(origin -> sources.set("data", Json.mapper().valueToTree(origin)));
        sources.set("test", test(task.data().test()));
        sources.set("split", Json.mapper().valueToTree(task.data().manifest()));
        sources.set("looking", looking(task.settings()));
        sources.put("device", task.devices().text());
        directory.keepSources(sources);
    }

    static ObjectNode looking(TrainingSettings settings) {
        return Json.mapper()
                .createObjectNode()
                .put("checkpointSeconds", settings.checkpointSeconds())
                .put("loaderThreads", settings.loaderThreads())
                .put("validateEvery", settings.validateEvery());
    }

    /** By what a run recognises its test images. */
    static ObjectNode test(RetrievalImages images) {
        return Json.mapper()
                .createObjectNode()
                .put("queries", images.queries().fingerprint())
                .put("gallery", images.gallery().fingerprint());
    }

    /** A model of ours is copied; a TorchScript or ONNX file stays where it is; an evolved gallery is only named. */
    private static ObjectNode keep(FrozenModel model, Path folder) {
        ObjectNode source = Json.mapper().createObjectNode();
        if (model.embedder() instanceof TorchScriptEmbedder script) {
            source.put("torchScript", script.file().toString());
            source.set("preprocessing", Json.mapper().valueToTree(script.preprocessing()));
        } else if (model.embedder() instanceof OnnxEmbedder onnx) {
            source.put("onnx", onnx.file().toString());
            source.set("preprocessing", Json.mapper().valueToTree(onnx.preprocessing()));
        } else if (!(model.embedder() instanceof NetworkEmbedder)) {
            source.put("unsaved", model.embedder().name());
        } else if (!FrozenModel.isIn(folder)) {
            model.save(folder);
        }
        return source;
    }

    /**
     * Loads what {@link #keep} kept.
     *
     * @param name {@link #OLD} or {@link #NEW}
     * @param hash of the model that it must be
     * @throws DmuException if it is gone or another one
     */
    static FrozenModel load(RunDirectory directory, String name, String hash, Device device) {
        Path root = directory.root();
        JsonNode source = directory.record().path("sources").path(name);
        if (source.has("unsaved")) {
            throw new DmuException("the " + said(name) + " of " + root + " is \""
                    + source.path("unsaved").asText()
                    + "\", which a folder cannot hold; train the plan that began the run,"
                    + " with savingTo(Path.of(\"" + root + "\")), which only loads what is complete");
        }
        FrozenModel model =
                source.has("preprocessing") ? foreign(root, name, source, device) : folder(root, name, device);
        if (!model.embedder().hash().equals(hash)) {
            String found = model.embedder().hash();
            model.close();
            throw new DmuException("the " + said(name) + " of " + root + " has the hash " + brief(found)
                    + ", the run was made with " + brief(hash) + ": put the right one back");
        }
        return model;
    }

    /** A model that somebody else's program wrote: it lies where it lay. */
    private static FrozenModel foreign(Path root, String name, JsonNode source, Device device) {
        boolean onnx = source.has("onnx");
        Path file = Path.of(source.path(onnx ? "onnx" : "torchScript").asText());
        if (!Files.isRegularFile(file)) {
            throw new DmuException("the " + said(name) + " of " + root + " is the " + (onnx ? "ONNX" : "TorchScript")
                    + " file " + file
                    + ", which is not there: put it back, or load it from where it is and train the plan that began the run,"
                    + " with savingTo(Path.of(\"" + root + "\"))");
        }
        Preprocessing preprocessing = Json.mapper().convertValue(source.path("preprocessing"), Preprocessing.class);
        Embedder embedder =
                onnx ? OnnxEmbedder.load(file, preprocessing) : TorchScriptEmbedder.load(file, preprocessing, device);
        return new FrozenModel(embedder, Optional.empty());
    }

    private static FrozenModel folder(Path root, String name, Device device) {
        Path folder = root.resolve(name);
        if (!FrozenModel.isIn(folder)) {
            throw new DmuException(
                    "the " + said(name) + " is not in " + folder + "; put a copy there, made by save(folder),"
                            + " or train the plan that began the run, with savingTo(Path.of(\"" + root
                            + "\")), which copies it");
        }
        return FrozenModel.load(folder, device);
    }

    /** Checkpoint interval, threads and validations; runs of older versions say nothing, so that the defaults hold. */
    static TrainingSettings looking(TrainingSettings settings, JsonNode looking) {
        return settings.withCheckpointSeconds(looking.path("checkpointSeconds").asDouble(settings.checkpointSeconds()))
                .withLoaderThreads(looking.path("loaderThreads").asInt(settings.loaderThreads()))
                .withValidateEvery(looking.path("validateEvery").asInt(settings.validateEvery()));
    }

    private static String said(String name) {
        return name.equals(OLD) ? "old model" : "new model";
    }

    /** The beginning of a hash, for messages. */
    static String brief(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }
}
