package io.github.dmu4j;

import ai.djl.Device;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.run.ModelRun;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How a model is trained on its own: an old model, for an experiment. Immutable; every setter returns a copy. */
@CheckReturnValue
public final class ModelPlan {
    private final Backbone backbone;
    private final LabeledImages images;
    private final TrainingSettings settings;
    private final long seed;
    private final Optional<DeviceGroup> devices;
    private final Optional<Path> folder;
    private final Optional<UpgradeListener> listener;

    private ModelPlan(
            Backbone backbone,
            LabeledImages images,
            TrainingSettings settings,
            long seed,
            Optional<DeviceGroup> devices,
            Optional<Path> folder,
            Optional<UpgradeListener> listener) {
        this.backbone = backbone;
        this.images = images;
        this.settings = settings;
        this.seed = seed;
        this.devices = devices;
        this.folder = folder;
        this.listener = listener;
    }

    static ModelPlan of(Backbone backbone, LabeledImages images) {
        return new ModelPlan(
                backbone, images, TrainingSettings.DEFAULTS, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Passes over the images; default 30. */
    public ModelPlan epochs(int epochs) {
        return training(s -> s.withEpochs(epochs));
    }

    /** Images per step; default 64. */
    public ModelPlan batchSize(int value) {
        return training(s -> s.withBatchSize(value));
    }

    /** Any setting of the training. */
    public ModelPlan training(UnaryOperator<TrainingSettings> change) {
        return new ModelPlan(backbone, images, change.apply(settings), seed, devices, folder, listener);
    }

    /** The root seed; default 0. */
    public ModelPlan seed(long value) {
        return new ModelPlan(backbone, images, settings, value, devices, folder, listener);
    }

    /** Where to train; default: a usable GPU, otherwise the CPU. */
    public ModelPlan device(Device value) {
        return devices(DeviceGroup.of(value));
    }

    /** Several devices that share every step; see {@link UpgradePlan#devices}. */
    public ModelPlan devices(DeviceGroup value) {
        return new ModelPlan(backbone, images, settings, seed, Optional.of(value), folder, listener);
    }

    /** Keeps checkpoints and the model in a folder; if the model is there already, it is loaded instead of trained again. */
    public ModelPlan savingTo(Path run) {
        return new ModelPlan(backbone, images, settings, seed, devices, Optional.of(run), listener);
    }

    /** Who hears of progress; default {@link Upgrades#defaultListener}. */
    public ModelPlan listener(UpgradeListener value) {
        return new ModelPlan(backbone, images, settings, seed, devices, folder, Optional.of(value));
    }

    /** Trains, or goes on from the last checkpoint in the folder. */
    public EmbeddingModel train() {
        return new EmbeddingModel(ModelRun.train(
                backbone,
                images,
                settings,
                seed,
                devices.orElseGet(DeviceGroup::preferred),
                folder,
                listener.orElseGet(Upgrades::defaultListener),
                Cancellation.ON_INTERRUPT));
    }

    @Override
    public String toString() {
        return FirstLine.of("plan: train " + backbone.name())
                + "\n  data    " + images.name() + ", " + images.size() + " images"
                + "\n  train   " + settings.epochs() + " epochs, batch " + settings.batchSize() + ", seed " + seed
                + "\n  folder  " + folder.map(Path::toString).orElse("none: nothing is kept")
                + "\n  next    train()";
    }
}
