package io.github.dmu4j.run;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.DataOrigin;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.method.ModuleAdapter;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.HeadSpec;
import io.github.dmu4j.model.OptimizerSpec;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The run of an upgrade as its folder has it: the plan's parts made again from the record, and the results of a complete run.
 * Reads only. Whatever is loaded or opened is checked against the record.
 */
public final class SavedRun {
    private final RunDirectory directory;
    private final JsonNode record;
    private final JsonNode plan;

    private SavedRun(RunDirectory directory) {
        this.directory = directory;
        this.record = directory.record();
        this.plan = record.path("plan");
    }

    /**
     * Reads the record of a folder.
     *
     * @throws DmuException if there is none, it is not that of an upgrade, or was written by a newer version
     */
    public static SavedRun open(Path root) {
        return open(root, "upgrade");
    }

    /** The record of another kind. */
    static SavedRun open(Path root, String wanted) {
        SavedRun run = new SavedRun(RunDirectory.existing(root));
        String kind = run.plan.path("kind").asText();
        if (!kind.equals(wanted)) {
            throw new DmuException(root + " holds a run of the kind \"" + kind + "\", not of an " + wanted
                    + "; a single model is trained on by EmbeddingModel.training(...).savingTo(...), and loaded from its"
                    + " folder " + RunSources.NEW + " by EmbeddingModel.load; an experiment goes on by"
                    + " Experiments.resume(...), and its upgrade is in its folder upgrade");
        }
        return run;
    }

    JsonNode plan() {
        return plan;
    }

    /** A text that a later session needs. @throws DmuException if the record lacks it */
    String source(String name) {
        return read(record.path("sources").path(name), String.class, "sources." + name);
    }

    /**
     * Nothing, if the run is complete.
     *
     * @throws DmuException that says how to complete it
     */
    public void requireCompleted() {
        String status = record.path("status").asText();
        if (!status.equals("completed")) {
            throw new DmuException("the run in " + root() + " is not complete, its status is \"" + status
                    + "\"; UpgradePlan.resume(Path.of(\"" + root() + "\")).train() goes on with it");
        }
    }

    /** The data, opened again. @throws DmuException if it cannot be, or is not what it was; says how to pass it */
    public UpgradeData data() {
        JsonNode origin = record.path("sources").path("data");
        if (origin.isMissingNode()) {
            throw new DmuException("the data of " + root() + ", \"" + dataName()
                    + "\", cannot be opened from the run's record: images or" + " scenario are your own" + passIt());
        }
        UpgradeData opened;
        try {
            opened = read(origin, DataOrigin.class, "sources.data")
                    .open(
                            plan.path("data").path("scenario").asText(),
                            plan.path("data").path("seed").asLong());
        } catch (DmuException e) {
            throw new DmuException(
                    "the data of " + root() + ", \"" + dataName() + "\", cannot be opened again: " + e.getMessage()
                            + passIt(),
                    e);
        }
        return checked(opened);
    }

    private static String passIt() {
        return "; pass it: UpgradePlan.resume(run, data), UpgradedModel.load(run, data)";
    }

    /** {@code data}, if it is that of the run. @throws DmuException naming what differs */
    public UpgradeData checked(UpgradeData data) {
        List<String> differences = RunDirectory.differences(plan.path("data"), PlanRecord.data(data));
        JsonNode test = record.path("sources").path("test");
        if (differences.isEmpty() && !test.isMissingNode()) {
            differences = RunDirectory.differences(test, RunSources.test(data.test())).stream()
                    .map(d -> "test " + d)
                    .toList();
        }
        if (!differences.isEmpty()) {
            throw new DmuException("the data is not that of " + root() + "; it differs in "
                    + String.join("; ", differences) + ". Take the data that the run began with");
        }
        return data;
    }

    /** The data's name, without opening it. */
    public String dataName() {
        return plan.path("data").path("name").asText();
    }

    /** The method's name. */
    public String methodName() {
        return plan.path("method").path("name").asText();
    }

    /** The method, made again. @throws DmuException if nobody knows how, or it came out as another one */
    public CompatibilityMethod method() {
        JsonNode recorded = plan.path("method");
        CompatibilityMethod method;
        try {
            Map<String, Object> options =
                    Json.mapper().convertValue(recorded.path("options"), new TypeReference<Map<String, Object>>() {});
            Optional<ForwardAdaptation> adaptation = recorded.has("forwardAdaptation")
                    ? Optional.of(read(
                            recorded.path("forwardAdaptation"), ForwardAdaptation.class, "method.forwardAdaptation"))
                    : Optional.empty();
            method = CompatibilityMethod.named(methodName(), options).adaptingWith(adaptation);
        } catch (DmuException | IllegalArgumentException e) {
            throw new DmuException(
                    "the method of " + root() + " cannot be made from the run's record: " + e.getMessage()
                            + "; or train the" + " plan that began the run, with savingTo(Path.of(\"" + root() + "\"))",
                    e);
        }
        List<String> differences = RunDirectory.differences(recorded, PlanRecord.method(method));
        if (!differences.isEmpty()) {
            throw new DmuException("the method of " + root() + " came out of its record as another one: "
                    + String.join("; ", differences) + ". Let its MethodProvider read every option");
        }
        return method;
    }

    /** The net to train; empty if the new model was given. */
    public Optional<Backbone> backbone() {
        return plan.has("backbone")
                ? Optional.of(read(plan.path("backbone"), Backbone.class, "backbone"))
                : Optional.empty();
    }

    /** The settings of the training. Preprocessing and augmentation are those that were used, wherever they came from. */
    public TrainingSettings settings() {
        JsonNode training = plan.path("training");
        TrainingSettings settings = TrainingSettings.DEFAULTS
                .withEpochs(training.path("epochs").asInt())
                .withBatchSize(training.path("batchSize").asInt())
                .withLearningRate(training.path("learningRate").asDouble())
                .withWarmUpEpochs(training.path("warmUpEpochs").asInt())
                .withOptimizer(read(training.path("optimizer"), OptimizerSpec.class, "training.optimizer"))
                .withHead(read(training.path("head"), HeadSpec.class, "training.head"))
                .withPreprocessing(read(training.path("preprocessing"), Preprocessing.class, "training.preprocessing"))
                .withAugmentation(read(training.path("augmentation"), Augmentation.class, "training.augmentation"));
        return RunSources.looking(settings, record.path("sources").path("looking"));
    }

    /** The root seed. */
    public long seed() {
        return plan.path("seed").asLong();
    }

    /** The devices of the last session, or the default where one of them is not there. */
    public DeviceGroup devices() {
        JsonNode device = record.path("sources").path("device");
        return device.isMissingNode() ? DeviceGroup.preferred() : DeviceGroup.recorded(device.asText());
    }

    /** The old model, loaded. @throws DmuException if it is gone or another one */
    public FrozenModel oldModel(Device device) {
        return RunSources.load(directory, RunSources.OLD, plan.path("oldModel").asText(), device);
    }

    /**
     * Nothing, if the run upgrades that old model.
     *
     * @param hash of a model, or of an evolved gallery, which no folder holds
     */
    public void requireOldModel(String hash) {
        String recorded = plan.path("oldModel").asText();
        if (!recorded.equals(hash)) {
            throw new DmuException("the run in " + root() + " upgrades what has the hash " + RunSources.brief(recorded)
                    + ", and comes after one that left " + RunSources.brief(hash)
                    + ": put the right folders back, or train the same sequence in another folder");
        }
    }

    /** The new model that the plan was given, loaded; empty if one is trained. */
    public Optional<FrozenModel> givenModel(Device device) {
        return plan.has("newModel")
                ? Optional.of(RunSources.load(
                        directory, RunSources.NEW, plan.path("newModel").asText(), device))
                : Optional.empty();
    }

    /** What a complete run gave, loaded. @throws DmuException if something is missing or not what the run made */
    public UpgradeOutcome outcome(Device device) {
        Optional<ModuleAdapter> adapter = Files.exists(ModuleAdapter.moduleFile(root()))
                ? Optional.of(ModuleAdapter.load(root()))
                : Optional.empty();
        String found = adapter.map(ModuleAdapter::fingerprint).orElse("none");
        if (!found.equals(record.path("upgradeModule").asText())) {
            throw new DmuException("the upgrade module in " + root() + " is not the one that the run trained (found "
                    + found + "): put the right one back, or train the plan again in another folder");
        }
        FrozenModel model = RunSources.load(
                directory, RunSources.NEW, record.path("modelHash").asText(), device);
        return new UpgradeOutcome(
                model,
                adapter.map(ModuleAdapter::module),
                adapter.map(GalleryAdapter.class::cast),
                SelectionFile.load(root().resolve(RunSources.NEW)),
                new TrainingHistory.Collector(TrainingHistory.stage(methodName()))
                        .continuing(directory.events())
                        .history(),
                record.path("seconds").asDouble(0));
    }

    private Path root() {
        return directory.root();
    }

    private <T> T read(JsonNode node, Class<T> type, String field) {
        if (node.isMissingNode() || node.isNull()) {
            throw new DmuException(root().resolve("run.json") + " has no field " + field
                    + ", which every run has: the file was changed; put the right one back");
        }
        try {
            return Json.mapper().treeToValue(node, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new DmuException(
                    root().resolve("run.json") + " has a field " + field + " that cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }
}
