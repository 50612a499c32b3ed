package io.github.dmu4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Scenario;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder of an experiment: its {@code run.json} has everything that makes the experiment again, and the runs of its models lie in it
 * as folders of their own.
 */
public final class ExperimentFolder {
    /** Kind of such a record. */
    private static final String KIND = "experiment";

    private ExperimentFolder() {}

    /**
     * What an experiment is.
     *
     * @param name {@code landmark} or {@code face}
     * @param root of its data sets; recorded, not compared: they may have moved
     * @param choices about its data, by name
     * @param trial the share of its data that is taken; empty for all of it
     * @param oldNet of the old model; empty if a model was given
     * @param oldHash of the model that was given; empty if one is trained
     * @param newNet of the new model
     */
    public record Facts(
            String name,
            Path root,
            Map<String, String> choices,
            Optional<Double> trial,
            Scenario scenario,
            long seed,
            Optional<Backbone> oldNet,
            Optional<String> oldHash,
            Backbone newNet,
            CompatibilityMethod method,
            TrainingSettings settings) {
        /** Copies the map, in the order of its keys. */
        public Facts {
            choices = new TreeMap<>(choices);
        }

        private ObjectNode plan() {
            ObjectNode plan = Json.mapper().createObjectNode();
            plan.put("kind", KIND);
            plan.put("experiment", name);
            plan.set("choices", Json.mapper().valueToTree(choices));
            trial.ifPresent(share -> plan.put("trial", share));
            plan.put("scenario", scenario.name());
            plan.put("seed", seed);
            oldNet.ifPresent(net -> plan.set("oldBackbone", Json.mapper().valueToTree(net)));
            oldHash.ifPresent(hash -> plan.put("oldModel", hash));
            plan.set("backbone", Json.mapper().valueToTree(newNet));
            plan.set("method", PlanRecord.method(method));
            plan.set(
                    "training",
                    PlanRecord.settings(
                            settings,
                            settings.preprocessing().orElseThrow(),
                            settings.augmentation().orElseThrow()));
            return plan;
        }
    }

    /**
     * Creates the folder, or opens it to go on.
     *
     * @throws DmuException naming what differs, if it is that of another experiment, or of something else
     */
    public static RunDirectory open(Path folder, Facts facts, DeviceGroup devices) {
        RunDirectory directory = RunDirectory.open(folder, facts.plan(), Provenance.of(devices));
        ObjectNode sources = Json.mapper().createObjectNode();
        sources.put("root", facts.root().toAbsolutePath().normalize().toString());
        sources.set("looking", RunSources.looking(facts.settings()));
        sources.put("device", devices.text());
        directory.keepSources(sources);
        return directory;
    }

    /** What {@link #open} recorded. @throws DmuException if the folder holds no experiment, or one that cannot be made again */
    public static Facts read(Path folder) {
        SavedRun saved = SavedRun.open(folder, KIND);
        JsonNode plan = saved.plan();
        Map<String, String> choices = new TreeMap<>();
        plan.path("choices")
                .properties()
                .forEach(e -> choices.put(e.getKey(), e.getValue().asText()));
        return new Facts(
                plan.path("experiment").asText(),
                Path.of(saved.source("root")),
                choices,
                plan.has("trial") ? Optional.of(plan.path("trial").asDouble()) : Optional.empty(),
                Scenario.named(plan.path("scenario").asText()),
                saved.seed(),
                plan.has("oldBackbone") ? Optional.of(net(folder, plan.path("oldBackbone"))) : Optional.empty(),
                plan.has("oldModel") ? Optional.of(plan.path("oldModel").asText()) : Optional.empty(),
                saved.backbone().orElseThrow(),
                saved.method(),
                saved.settings());
    }

    /** The devices of the last session, or the default where one of them is not there. */
    public static DeviceGroup devices(Path folder) {
        return SavedRun.open(folder, KIND).devices();
    }

    private static Backbone net(Path folder, JsonNode node) {
        try {
            return Json.mapper().treeToValue(node, Backbone.class);
        } catch (JsonProcessingException e) {
            throw new DmuException(
                    "the old model's net in " + folder.resolve("run.json") + " cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + ": the file was changed; put the right one back",
                    e);
        }
    }
}
