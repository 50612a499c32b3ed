package io.github.dmu4j;

import io.github.dmu4j.data.Scenario;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.run.experiment.ExperimentData;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Everything that is chosen about an experiment. Not changed any more once an experiment has it: setters change a copy. */
final class ExperimentChoices {
    /**
     * Architectures of both models.
     *
     * @param old of the model that the gallery is of
     * @param renewed of the model that it is upgraded to
     */
    record Nets(Backbone old, Backbone renewed) {}

    ExperimentData data;
    Optional<Double> trial = Optional.empty();
    Scenario scenario = Scenario.extendedData(0.3);
    Nets nets;
    Nets trialNets;
    Optional<EmbeddingModel> old = Optional.empty();
    CompatibilityMethod method;
    boolean reference;
    TrainingSettings settings;
    long seed;
    Optional<DeviceGroup> devices = Optional.empty();
    Optional<Path> folder = Optional.empty();
    Optional<UpgradeListener> listener = Optional.empty();

    ExperimentChoices(ExperimentData data, Nets nets, Nets trialNets, TrainingSettings settings) {
        this.data = data;
        this.nets = nets;
        this.trialNets = trialNets;
        this.settings = settings;
        this.method =
                new Dmu().withForwardAdaptation(a -> a.epochs(settings.epochs()).inventedViews(0));
    }

    ExperimentChoices(ExperimentChoices from) {
        data = from.data;
        trial = from.trial;
        scenario = from.scenario;
        nets = from.nets;
        trialNets = from.trialNets;
        old = from.old;
        method = from.method;
        reference = from.reference;
        settings = from.settings;
        seed = from.seed;
        devices = from.devices;
        folder = from.folder;
        listener = from.listener;
    }

    /** One line for reports. */
    String subject() {
        return method.name() + ", " + scenario.name() + ", seed " + seed
                + trial.map(share -> ", trial of " + share + ": no reproduction")
                        .orElse("");
    }
}
