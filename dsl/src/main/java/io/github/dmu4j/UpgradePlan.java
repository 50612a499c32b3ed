package io.github.dmu4j;

import ai.djl.Device;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.run.PlanProblems;
import io.github.dmu4j.run.SavedRun;
import io.github.dmu4j.run.UpgradeExecution;
import io.github.dmu4j.run.UpgradeOutcome;
import io.github.dmu4j.run.UpgradeTask;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A complete upgrade, ready to be trained. Immutable; every setter returns a copy, so that notebook cells can branch from a plan
 * and be run again in any order.
 */
@CheckReturnValue
public final class UpgradePlan {
    /** What the old model is upgraded to: a net to train, or a model that is trained. Exactly one is present. */
    record Target(Optional<Backbone> backbone, Optional<EmbeddingModel> trained) {
        static Target of(Backbone net) {
            return new Target(Optional.of(net), Optional.empty());
        }

        static Target of(EmbeddingModel model) {
            return new Target(Optional.empty(), Optional.of(model));
        }

        String name() {
            return backbone.map(Backbone::name).orElse("a trained model");
        }
    }

    private final EmbeddingModel old;
    private final Target target;
    private final CompatibilityMethod method;
    private final UpgradeData data;
    private final TrainingSettings settings;
    private final long seed;
    private final Optional<DeviceGroup> devices;
    private final Optional<Path> folder;
    private final Optional<UpgradeListener> listener;

    private UpgradePlan(
            EmbeddingModel old,
            Target target,
            CompatibilityMethod method,
            UpgradeData data,
            TrainingSettings settings,
            long seed,
            Optional<DeviceGroup> devices,
            Optional<Path> folder,
            Optional<UpgradeListener> listener) {
        this.old = old;
        this.target = target;
        this.method = method;
        this.data = data;
        this.settings = settings;
        this.seed = seed;
        this.devices = devices;
        this.folder = folder;
        this.listener = listener;
    }

    static UpgradePlan of(EmbeddingModel old, Target target, CompatibilityMethod method, UpgradeData data) {
        return new UpgradePlan(
                old,
                target,
                method,
                data,
                TrainingSettings.DEFAULTS,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The plan of a run that {@link #savingTo} kept, to go on with it: {@code UpgradePlan.resume(run).train()}. Everything is made
     * again from the folder: old model, method, net, settings, seed, and the data if it is one of {@code Datasets} that is still
     * there. On the devices of the run, where they are there. A resumed run equals one that was never stopped; a complete one is
     * only loaded.
     *
     * @throws io.github.dmu4j.base.DmuException if the folder holds no run of an upgrade; if old model or data are gone or not
     *     what they were; if the data is your own: pass it to {@link #resume(Path, UpgradeData)}; if the method is your own and no
     *     {@link io.github.dmu4j.method.MethodProvider} knows it
     */
    public static UpgradePlan resume(Path run) {
        SavedRun saved = SavedRun.open(run);
        return resume(run, saved, saved.data());
    }

    /**
     * As {@link #resume(Path)}, with data that the run cannot open by itself.
     *
     * @throws io.github.dmu4j.base.DmuException also if the data is not that of the run, naming what differs
     */
    public static UpgradePlan resume(Path run, UpgradeData data) {
        SavedRun saved = SavedRun.open(run);
        return resume(run, saved, saved.checked(data));
    }

    private static UpgradePlan resume(Path run, SavedRun saved, UpgradeData data) {
        CompatibilityMethod method = saved.method();
        Optional<Backbone> backbone = saved.backbone();
        TrainingSettings settings = saved.settings();
        DeviceGroup devices = saved.devices();
        EmbeddingModel old = new EmbeddingModel(saved.oldModel(devices.first()));
        Target target = new Target(backbone, saved.givenModel(devices.first()).map(EmbeddingModel::new));
        return new UpgradePlan(
                old,
                target,
                method,
                data,
                settings,
                saved.seed(),
                Optional.of(devices),
                Optional.of(run),
                Optional.empty());
    }

    /** The same upgrade on other data. */
    public UpgradePlan on(UpgradeData other) {
        return new UpgradePlan(old, target, method, other, settings, seed, devices, folder, listener);
    }

    /** The same upgrade by another method. */
    public UpgradePlan with(CompatibilityMethod other) {
        return new UpgradePlan(old, target, other, data, settings, seed, devices, folder, listener);
    }

    /** Passes over the new training set; default 30, the paper's. */
    public UpgradePlan epochs(int epochs) {
        return training(s -> s.withEpochs(epochs));
    }

    /** Images per step; default 64. */
    public UpgradePlan batchSize(int images) {
        return training(s -> s.withBatchSize(images));
    }

    /** Any setting of the training, for example {@code s -> s.withHead(HeadSpec.faces())}. */
    public UpgradePlan training(UnaryOperator<TrainingSettings> change) {
        return new UpgradePlan(old, target, method, data, change.apply(settings), seed, devices, folder, listener);
    }

    /** The root seed of initial weights, order and augmentation; default 0. */
    public UpgradePlan seed(long value) {
        return new UpgradePlan(old, target, method, data, settings, value, devices, folder, listener);
    }

    /** Where to compute; default: a usable GPU, otherwise the CPU ({@code DMU_DEVICE} overrides). */
    public UpgradePlan device(Device value) {
        return devices(DeviceGroup.of(value));
    }

    /**
     * Several devices that share every step of the new model's training, for example {@code DeviceGroup.of(Device.gpu(0),
     * Device.gpu(1))}: each embeds its part of the batch, and the step is that of the whole batch ({@link
     * io.github.dmu4j.model.Replicas}, which says what batch normalisation does). Set {@link #batchSize} to what all of them take
     * together. Everything else runs on the first. {@code DMU_DEVICE=gpu:0,gpu:1} is the default of such a machine.
     */
    public UpgradePlan devices(DeviceGroup value) {
        return new UpgradePlan(old, target, method, data, settings, seed, Optional.of(value), folder, listener);
    }

    /**
     * Keeps the run in a folder: provenance, checkpoints, models, results. Training again with the same plan and folder goes on
     * where it stopped, and so does {@link #resume(Path)}; another plan is refused. The folder has a copy of the old model, unless
     * that is a TorchScript or ONNX file, which must stay where it is, or an evolved gallery.
     */
    public UpgradePlan savingTo(Path run) {
        return new UpgradePlan(old, target, method, data, settings, seed, devices, Optional.of(run), listener);
    }

    /** Who hears of progress; default {@link Upgrades#defaultListener}. */
    public UpgradePlan listener(UpgradeListener value) {
        return new UpgradePlan(old, target, method, data, settings, seed, devices, folder, Optional.of(value));
    }

    /** Everything that would keep the plan from being trained, each with what to do; empty when there is nothing. */
    public List<String> problems() {
        return PlanProblems.of(task());
    }

    /**
     * Trains the new model and the upgrade module.
     *
     * @throws io.github.dmu4j.base.DmuException if the plan has problems, all reported together before anything is computed
     * @throws io.github.dmu4j.base.RunCancelled if the thread was interrupted; a checkpoint was kept when the plan has a folder
     */
    public UpgradedModel train() {
        return train(task());
    }

    /** @param task that of this plan, perhaps as part of something larger */
    UpgradedModel train(UpgradeTask task) {
        UpgradeOutcome outcome = UpgradeExecution.execute(task);
        EmbeddingModel renewed = target.trained().orElseGet(() -> new EmbeddingModel(outcome.model()));
        List<EmbeddingModel> owned = target.trained().isEmpty() ? List.of(renewed) : List.of();
        return new UpgradedModel(
                old, renewed, owned, method.name(), LazyData.of(data), settings, seed, task.devices(), outcome, folder);
    }

    /**
     * And a next upgrade after this one, of the gallery that this one will have evolved: the beginning of a sequence. Method,
     * settings, seed, device, listener and folder are those of this plan; {@link SequencePlan} has the choices.
     *
     * @param next the net of the generation after this
     * @param nextData what it is trained on
     */
    public SequencePlan then(Backbone next, UpgradeData nextData) {
        return SequencePlan.of(this).then(next, nextData);
    }

    /** As {@link #then(Backbone, UpgradeData)} with changes, for example {@code step -> step.epochs(20)}. */
    public SequencePlan then(Backbone next, UpgradeData nextData, UnaryOperator<SequencePlan.Step> change) {
        return SequencePlan.of(this).then(next, nextData, change);
    }

    /** As {@link #then(Backbone, UpgradeData)}, to a model that is trained already: only the gallery is moved on. */
    public SequencePlan then(EmbeddingModel next, UpgradeData nextData) {
        return SequencePlan.of(this).then(next, nextData);
    }

    /** This method beside others, on the same old model, data, net and seeds. */
    public ComparisonPlan compareWith(CompatibilityMethod... others) {
        return ComparisonPlan.of(this, List.of(others));
    }

    UpgradeTask task() {
        return new UpgradeTask(
                old.frozen(),
                target.backbone(),
                target.trained().map(EmbeddingModel::frozen),
                method,
                data,
                settings,
                seed,
                devices.orElseGet(DeviceGroup::preferred),
                folder,
                listener.orElseGet(Upgrades::defaultListener),
                Cancellation.ON_INTERRUPT);
    }

    /** Another upgrade, carried out as this one is: device, folder and listener. */
    UpgradePlan followedBy(
            EmbeddingModel nextOld,
            Target nextTarget,
            CompatibilityMethod nextMethod,
            UpgradeData nextData,
            TrainingSettings nextSettings,
            long nextSeed) {
        return new UpgradePlan(
                nextOld, nextTarget, nextMethod, nextData, nextSettings, nextSeed, devices, folder, listener);
    }

    EmbeddingModel old() {
        return old;
    }

    Target target() {
        return target;
    }

    TrainingSettings settings() {
        return settings;
    }

    Optional<Path> folder() {
        return folder;
    }

    CompatibilityMethod method() {
        return method;
    }

    UpgradeData data() {
        return data;
    }

    long seed() {
        return seed;
    }

    @Override
    public String toString() {
        return FirstLine.of("plan: " + method.name() + " to " + target.name()) + "\n  data    " + data.name() + ", "
                + data.newTraining().size()
                + " training images" + "\n  train   " + settings.epochs() + " epochs, batch " + settings.batchSize()
                + ", seed " + seed + "\n  after   "
                + method.forwardAdaptation()
                        .map(a -> "forward adaptation: " + a)
                        .orElse("no forward adaptation")
                + "\n  folder  " + folder.map(Path::toString).orElse("none: nothing is kept")
                + "\n  next    train(), compareWith(bct(), independent())";
    }
}
