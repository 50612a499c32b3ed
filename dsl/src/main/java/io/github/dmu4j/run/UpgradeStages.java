package io.github.dmu4j.run;

import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.PlannedStage;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.train.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stages of an upgrade in the order of {@link UpgradeExecution}, for its progress; known before anything is computed. */
public final class UpgradeStages {
    static final String MODULE = "training of the upgrade module";

    private UpgradeStages() {}

    /** Of one upgrade. */
    public static List<PlannedStage> of(UpgradeTask task) {
        LabeledImages images = task.data().newTraining();
        ImageWork old = ImageWork.of(task.old().embedder());
        ImageWork renewed = task.trained()
                .map(model -> ImageWork.of(model.embedder()))
                .orElseGet(() -> ImageWork.of(
                        task.backbone().orElseThrow(),
                        task.settings().preprocessing().orElse(images.preprocessing())));
        return of(
                task.method(),
                task.settings(),
                images.size(),
                old,
                renewed,
                task.trained().isEmpty());
    }

    /**
     * Of an upgrade whose models need not be there yet.
     *
     * @param images how many the new training set has
     * @param trains whether the new model is trained, or there already
     */
    public static List<PlannedStage> of(
            CompatibilityMethod method,
            TrainingSettings settings,
            int images,
            ImageWork old,
            ImageWork renewed,
            boolean trains) {
        Optional<ForwardAdaptation> adaptation = method.forwardAdaptation();
        Map<String, PlannedStage> stages = new LinkedHashMap<>(); // what is there already is not done again
        PlannedStage oldVectors = old.embedding(vectors("old"), images);
        if (trains) {
            if (method.requirements().oldModel()) {
                add(stages, oldVectors);
            }
            method.measures().forEach(measure -> add(stages, scoring(measure.name(), images)));
            add(stages, renewed.training(training(method), settings, images));
        }
        if (adaptation.isPresent()) {
            add(stages, oldVectors);
            add(stages, scoring(UpgradeExecution.HERITABILITY.name(), images));
            addModule(stages, adaptation.get(), images, old, renewed);
        }
        return List.copyOf(stages.values());
    }

    private static void add(Map<String, PlannedStage> stages, PlannedStage stage) {
        stages.putIfAbsent(stage.name(), stage);
    }

    private static PlannedStage scoring(String measure, int images) {
        return new PlannedStage(scores(measure), "scoring by " + measure, images, 0);
    }

    private static void addModule(
            Map<String, PlannedStage> stages, ForwardAdaptation module, int images, ImageWork old, ImageWork renewed) {
        add(stages, renewed.embedding(vectors("new"), images));
        for (int view = 0; view < module.inventedViews(); view++) {
            add(stages, old.embedding(view("old", view), images));
            add(stages, renewed.embedding(view("new", view), images));
        }
        if (module.branches() > 0) {
            double pairs = (double) images * (1 + module.inventedViews());
            add(
                    stages,
                    new PlannedStage(
                            MODULE, "an upgrade module trains", pairs * module.epochs() * module.branches(), 0));
        }
    }

    /** @param model {@code old} or {@code new} */
    static String vectors(String model) {
        return "vectors of the training images by the " + model + " model";
    }

    /** @param view from 0 */
    static String view(String model, int view) {
        return "vectors of invented view " + (view + 1) + " by the " + model + " model";
    }

    static String scores(String measure) {
        return "scores of the old vectors by " + measure;
    }

    static String training(CompatibilityMethod method) {
        return "training of the new model by " + method.name();
    }
}
