package io.github.dmu4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.train.TrainingSettings;
import java.util.List;

/** Everything that decides a run's numbers, as JSON: two runs with the same record may share a folder. */
final class PlanRecord {
    private PlanRecord() {}

    static ObjectNode ofModel(Backbone backbone, LabeledImages images, TrainingSettings settings, long seed) {
        ObjectNode plan = Json.mapper().createObjectNode();
        plan.put("kind", "model");
        plan.set("backbone", Json.mapper().valueToTree(backbone));
        plan.set("training", settings(settings, images));
        plan.put("seed", seed);
        plan.put("images", images.name());
        plan.put("imagesFingerprint", images.fingerprint());
        return plan;
    }

    static ObjectNode of(UpgradeTask task) {
        UpgradeData data = task.data();
        ObjectNode plan = Json.mapper().createObjectNode();
        plan.put("kind", "upgrade");
        plan.put("oldModel", task.old().embedder().hash());
        task.backbone().ifPresent(b -> plan.set("backbone", Json.mapper().valueToTree(b)));
        task.trained().ifPresent(m -> plan.put("newModel", m.embedder().hash()));
        plan.set("method", method(task.method()));
        plan.set("training", settings(task.settings(), data.newTraining()));
        plan.put("seed", task.seed());
        plan.set("data", data(data));
        return plan;
    }

    /** The record without what only says where a file lies: the file's hash, which is beside it, decides. */
    static JsonNode comparable(JsonNode plan) {
        JsonNode copy = plan.deepCopy();
        for (String net : List.of("backbone", "oldBackbone")) {
            if (copy.path(net) instanceof ObjectNode backbone && backbone.has("sha256")) {
                backbone.remove("file");
            }
        }
        return copy;
    }

    /** By what a run recognises its data. */
    static ObjectNode data(UpgradeData data) {
        ObjectNode facts = Json.mapper().createObjectNode();
        facts.put("name", data.name());
        facts.put("scenario", data.scenario());
        facts.put("seed", data.seed());
        facts.put("newTraining", data.newTraining().fingerprint());
        facts.put("validationQueries", data.validation().queries().fingerprint());
        facts.put("validationGallery", data.validation().gallery().fingerprint());
        return facts;
    }

    static ObjectNode method(CompatibilityMethod method) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("name", method.name());
        node.set("options", Json.mapper().valueToTree(method.options()));
        method.forwardAdaptation()
                .ifPresent(a -> node.set("forwardAdaptation", Json.mapper().valueToTree(a)));
        return node;
    }

    private static ObjectNode settings(TrainingSettings settings, LabeledImages images) {
        return settings(
                settings,
                settings.preprocessing().orElse(images.preprocessing()),
                settings.augmentation().orElse(images.augmentation()));
    }

    /** Without what only decides when to write and to look: checkpoints, validation, threads. */
    static ObjectNode settings(TrainingSettings settings, Preprocessing preprocessing, Augmentation augmentation) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("epochs", settings.epochs());
        node.put("batchSize", settings.batchSize());
        node.put("learningRate", settings.learningRate());
        node.put("warmUpEpochs", settings.warmUpEpochs());
        node.set("optimizer", Json.mapper().valueToTree(settings.optimizer()));
        node.set("head", Json.mapper().valueToTree(settings.head()));
        node.set("preprocessing", Json.mapper().valueToTree(preprocessing));
        node.set("augmentation", Json.mapper().valueToTree(augmentation));
        return node;
    }
}
