package io.github.dmu4j;

import ai.djl.Device;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.PlannedProgress;
import io.github.dmu4j.event.PlannedStage;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.run.ImageWork;
import io.github.dmu4j.run.PlanProblems;
import io.github.dmu4j.run.SequenceFolder;
import io.github.dmu4j.run.UpgradeStages;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several upgrades in a row: v1 to v2, v2 to v3 and so on, while the stored gallery is never embedded again. Immutable; every
 * setter returns a copy.
 *
 * <pre>{@code
 * var growth = SequenceSplit.ofClasses(3);
 * var second = Datasets.glyphs().split(growth.step(2), 7);
 * var third  = Datasets.glyphs().split(growth.step(3), 7);
 * var v1 = EmbeddingModel.train(resNet10(64).widths(8, 16, 32), second.oldTraining());
 * var sequence = upgrade().from(v1).to(resNet10(64).widths(8, 16, 32)).withSelectiveCompatibility().on(second)
 *         .then(resNet18(64).widths(16, 32, 64), third);
 * var report = sequence.train().evaluate(mAP());
 * }</pre>
 *
 * <p>Each upgrade starts from the gallery that the one before evolved: its "old" features are evolved vectors, and its module
 * moves the stored gallery on. A sequence whose method has no upgrade module (backward-compatible training) trains each model
 * against the one before instead, and leaves the gallery as it is. Either all upgrades have a module or none.
 *
 * <p>The upgrade to v2 has the plan's own seed, and is the run that this plan alone would be; the others have seeds derived from
 * it, so that nets of one shape do not start alike.
 */
@CheckReturnValue
public final class SequencePlan {
    private final UpgradePlan first;
    private final List<Step> later;

    private SequencePlan(UpgradePlan first, List<Step> later) {
        this.first = first;
        this.later = List.copyOf(later);
    }

    static SequencePlan of(UpgradePlan first) {
        return new SequencePlan(first, List.of());
    }

    /** One upgrade after the first. Immutable; every setter returns a copy. */
    @CheckReturnValue
    public static final class Step {
        private final UpgradePlan.Target target;
        private final UpgradeData data;
        private final CompatibilityMethod method;
        private final TrainingSettings settings;

        private Step(
                UpgradePlan.Target target, UpgradeData data, CompatibilityMethod method, TrainingSettings settings) {
            this.target = target;
            this.data = data;
            this.method = method;
            this.settings = settings;
        }

        /** By another method than the upgrade before. */
        public Step with(CompatibilityMethod other) {
            return new Step(target, data, other, settings);
        }

        /** Passes over this training set. */
        public Step epochs(int epochs) {
            return training(s -> s.withEpochs(epochs));
        }

        /** Any setting of the training. */
        public Step training(UnaryOperator<TrainingSettings> change) {
            return new Step(target, data, method, change.apply(settings));
        }
    }

    /**
     * And then to a next net, by the method and settings of the upgrade before.
     *
     * @param data what the net is trained on; its validation and test images should be those of the upgrades before
     */
    public SequencePlan then(Backbone next, UpgradeData data) {
        return then(next, data, step -> step);
    }

    /** As {@link #then(Backbone, UpgradeData)} with changes, for example {@code step -> step.epochs(20)}. */
    public SequencePlan then(Backbone next, UpgradeData data, UnaryOperator<Step> change) {
        Step before = last();
        return plus(change.apply(new Step(UpgradePlan.Target.of(next), data, before.method, before.settings)));
    }

    /**
     * And then to a model that is trained already: only the gallery is moved on, by a module with the settings of the one before.
     */
    public SequencePlan then(EmbeddingModel next, UpgradeData data) {
        Step before = last();
        return plus(new Step(
                UpgradePlan.Target.of(next),
                data,
                new Independent(before.method.forwardAdaptation()),
                before.settings));
    }

    private Step last() {
        return later.isEmpty() ? firstStep() : later.get(later.size() - 1);
    }

    private Step firstStep() {
        return new Step(first.target(), first.data(), first.method(), first.settings());
    }

    private SequencePlan plus(Step step) {
        List<Step> more = new ArrayList<>(later);
        more.add(step);
        return new SequencePlan(first, more);
    }

    /** The root seed; default that of the first upgrade's plan. */
    public SequencePlan seed(long value) {
        return new SequencePlan(first.seed(value), later);
    }

    /** Where to compute; default: a usable GPU, otherwise the CPU. */
    public SequencePlan device(Device value) {
        return devices(DeviceGroup.of(value));
    }

    /** Several devices that share every step of a model's training; see {@link UpgradePlan#devices}. */
    public SequencePlan devices(DeviceGroup value) {
        return new SequencePlan(first.devices(value), later);
    }

    /** Who hears of progress; default {@link Upgrades#defaultListener}. */
    public SequencePlan listener(UpgradeListener value) {
        return new SequencePlan(first.listener(value), later);
    }

    /**
     * Keeps the sequence in a folder: each upgrade is a run in a folder below it, named v2, v3 and so on after the new model.
     * Training again with the same sequence and folder goes on where it stopped; so does a longer one that begins alike, when a
     * next model is due.
     */
    public SequencePlan savingTo(Path sequence) {
        return new SequencePlan(first.savingTo(sequence), later);
    }

    /** Generations of models, the first one included. */
    public int generations() {
        return later.size() + 2;
    }

    /** Everything that would keep an upgrade from being trained, each with what to do; empty when there is nothing. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        PlanProblems.Old old = PlanProblems.Old.of(first.old().frozen());
        List<Step> steps = steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            PlanProblems.Old known = asOld(step);
            String which = "upgrade " + (i + 1) + " of " + steps.size() + ": ";
            PlanProblems.of(old, wanted(step, known.dimension(), i + 2)).forEach(p -> problems.add(which + p));
            old = known;
        }
        Set<Boolean> adapting = steps.stream()
                .map(step -> step.method.forwardAdaptation().isPresent())
                .collect(Collectors.toSet());
        if (adapting.size() > 1) {
            problems.add(
                    "some upgrades have an upgrade module and others have none, so that the stored gallery would get"
                            + " stuck on its way: add withForwardAdaptation(...) to every method, or leave it out of all");
        }
        return problems;
    }

    private PlanProblems.Wanted wanted(Step step, int dimension, int generation) {
        return new PlanProblems.Wanted(
                step.target.backbone(),
                dimension,
                step.method,
                step.data,
                step.settings,
                first.folder().map(root -> SequenceFolder.run(root, generation)));
    }

    /** What the model of an upgrade will be for the next one. */
    private static PlanProblems.Old asOld(Step step) {
        return step.target
                .trained()
                .map(model -> PlanProblems.Old.of(model.frozen()))
                .orElseGet(() -> PlanProblems.Old.trainedOn(
                        step.data.newTraining(),
                        step.target.backbone().orElseThrow().dimension()));
    }

    private List<Step> steps() {
        return Stream.concat(Stream.of(firstStep()), later.stream()).toList();
    }

    /**
     * Trains the models and modules, one after the other.
     *
     * @throws DmuException if the plan has problems, all reported together before anything is computed
     * @throws io.github.dmu4j.base.RunCancelled if the thread was interrupted; with a folder, complete upgrades and a checkpoint
     *     were kept
     */
    public UpgradedSequence train() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new DmuException("the sequence has " + problems.size()
                    + (problems.size() == 1 ? " problem" : " problems") + ":\n  - "
                    + String.join("\n  - ", problems));
        }
        Optional<SequenceFolder> folder = first.folder().map(root -> SequenceFolder.open(root, generations()));
        UpgradeListener listener = UpgradeListener.all(List.of(first.task().listener()));
        listener.on(new UpgradeEvent.SequenceStarted(generations() - 1, first.seed()));
        PlannedProgress progress = new PlannedProgress(stages(), listener, System::nanoTime);
        UpgradePlan heard = first.listener(progress);
        List<UpgradedModel> upgrades = new ArrayList<>();
        try {
            upgrades.add(progress.in(part(1), () -> train(heard, folder, 2)));
            for (Step step : later) {
                int generation = upgrades.size() + 2;
                UpgradePlan plan = heard.followedBy(
                        upgrades.get(upgrades.size() - 1).asOld(),
                        step.target,
                        step.method,
                        step.data,
                        step.settings,
                        Seeds.derive(first.seed(), "generation", generation));
                upgrades.add(progress.in(part(generation - 1), () -> train(plan, folder, generation)));
            }
        } catch (RuntimeException e) {
            upgrades.forEach(UpgradedModel::close);
            throw e;
        }
        return UpgradedSequence.owning(upgrades, first.seed());
    }

    /** All that the upgrades will do, for their progress. An evolved gallery is embedded by the model that it was of first. */
    private List<PlannedStage> stages() {
        List<PlannedStage> stages = new ArrayList<>();
        ImageWork old = ImageWork.of(first.old().frozen().embedder());
        List<Step> steps = steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            String part = part(i + 1);
            LabeledImages images = step.data.newTraining();
            ImageWork renewed = step.target
                    .trained()
                    .map(model -> ImageWork.of(model.frozen().embedder()))
                    .orElseGet(() -> ImageWork.of(
                            step.target.backbone().orElseThrow(),
                            step.settings.preprocessing().orElse(images.preprocessing())));
            boolean trains = step.target.trained().isEmpty();
            UpgradeStages.of(step.method, step.settings, images.size(), old, renewed, trains)
                    .forEach(stage -> stages.add(stage.in(part)));
            old = step.method.forwardAdaptation().isPresent() ? old : renewed;
        }
        return stages;
    }

    private String part(int upgrade) {
        return PlannedStage.part("upgrade", upgrade, generations() - 1);
    }

    private static UpgradedModel train(UpgradePlan plan, Optional<SequenceFolder> folder, int generation) {
        if (folder.isEmpty()) {
            return plan.train();
        }
        UpgradePlan kept = plan.savingTo(folder.get().run(generation));
        return kept.train(kept.task().withResumeHint(folder.get().resumeHint()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                FirstLine.of("plan: " + (generations() - 1) + " upgrades in a row, v1 to v" + generations()));
        List<Step> steps = steps();
        int shown = steps.size() <= 7 ? steps.size() : 6; // so that there are at most 12 lines
        for (int i = 0; i < shown; i++) {
            Step step = steps.get(i);
            text.append("\n  v").append(i + 2).append("      ").append(step.target.name());
            text.append(" by ").append(step.method.name()).append(", ").append(step.data.name());
        }
        if (shown < steps.size()) {
            text.append("\n  more    ")
                    .append(steps.size() - shown)
                    .append(" upgrades, to v")
                    .append(generations());
        }
        return text.append("\n  seed    ").append(first.seed())
                + "\n  folder  " + first.folder().map(Path::toString).orElse("none: nothing is kept")
                + "\n  next    train(), then(net, data)";
    }
}
