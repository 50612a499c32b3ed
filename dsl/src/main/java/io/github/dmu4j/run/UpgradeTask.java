package io.github.dmu4j.run;

import ai.djl.Device;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One upgrade to be carried out.
 *
 * @param old the old model
 * @param backbone the net to train; empty if {@code trained} is given
 * @param trained a new model that is trained already; empty if {@code backbone} is given
 * @param devices where to compute; several share the steps of the model's training, everything else is on the first
 * @param folder where to keep the run; empty = nothing is written
 * @param resumeHint how to go on after an interrupt, for a run that is part of something larger; empty = by plan or by folder
 */
public record UpgradeTask(
        FrozenModel old,
        Optional<Backbone> backbone,
        Optional<FrozenModel> trained,
        CompatibilityMethod method,
        UpgradeData data,
        TrainingSettings settings,
        long seed,
        DeviceGroup devices,
        Optional<Path> folder,
        UpgradeListener listener,
        Cancellation cancellation,
        Optional<String> resumeHint) {

    /** A run of its own. */
    public UpgradeTask(
            FrozenModel old,
            Optional<Backbone> backbone,
            Optional<FrozenModel> trained,
            CompatibilityMethod method,
            UpgradeData data,
            TrainingSettings settings,
            long seed,
            DeviceGroup devices,
            Optional<Path> folder,
            UpgradeListener listener,
            Cancellation cancellation) {
        this(
                old,
                backbone,
                trained,
                method,
                data,
                settings,
                seed,
                devices,
                folder,
                listener,
                cancellation,
                Optional.empty());
    }

    /** Where weights and loss are. */
    public Device device() {
        return devices.first();
    }

    /** The same task as part of something that is to be gone on with as {@code hint} says. */
    public UpgradeTask withResumeHint(String hint) {
        return new UpgradeTask(
                old,
                backbone,
                trained,
                method,
                data,
                settings,
                seed,
                devices,
                folder,
                listener,
                cancellation,
                Optional.of(hint));
    }
}
