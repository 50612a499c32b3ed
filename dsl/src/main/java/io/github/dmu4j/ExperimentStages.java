package io.github.dmu4j;

import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.PlannedStage;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.run.ImageWork;
import io.github.dmu4j.run.UpgradeStages;
import io.github.dmu4j.run.experiment.Benchmark;
import io.github.dmu4j.run.experiment.BenchmarkRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stages of an experiment in the order of {@link ExperimentExecution}, for its progress. */
final class ExperimentStages {
    /** Stage. */
    static final String OLD_MODEL = "training of the old model";

    /** Part. */
    static final String REFERENCE = "reference";

    private ExperimentStages() {}

    static List<PlannedStage> of(ExperimentChoices choices, UpgradeData data, List<Benchmark> benchmarks) {
        Preprocessing input = choices.settings.preprocessing().orElseThrow();
        int images = data.newTraining().size();
        ImageWork renewed = ImageWork.of(choices.nets.renewed(), input);
        ImageWork old = choices.old
                .map(model -> ImageWork.of(model.frozen().embedder()))
                .orElseGet(() -> ImageWork.of(choices.nets.old(), input));
        List<PlannedStage> stages = new ArrayList<>();
        if (choices.old.isEmpty()) {
            stages.add(
                    old.training(OLD_MODEL, choices.settings, data.oldTraining().size()));
        }
        stages.addAll(UpgradeStages.of(choices.method, choices.settings, images, old, renewed, true));
        if (choices.reference) {
            UpgradeStages.of(new Independent(), choices.settings, images, old, renewed, true)
                    .forEach(stage -> stages.add(stage.in(REFERENCE)));
        }
        Optional<ImageWork> reference = choices.reference ? Optional.of(renewed) : Optional.empty();
        stages.addAll(BenchmarkRun.stages(benchmarks, old, renewed, reference));
        return stages;
    }
}
