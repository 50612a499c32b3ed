package io.github.dmu4j;

import static io.github.dmu4j.Upgrade.upgrade;

import ai.djl.Device;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.Scenario;
import io.github.dmu4j.data.ScenarioSplit;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.IResNet;
import io.github.dmu4j.model.ResNet;
import io.github.dmu4j.run.ExperimentFolder;
import io.github.dmu4j.run.PlanProblems;
import io.github.dmu4j.run.experiment.Benchmark;
import io.github.dmu4j.run.experiment.FoundFile;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A published experiment as one plan: an old model is trained on what the scenario leaves it, upgraded, and every pairing of models is
 * measured by every benchmark that is there. Made by {@link Experiments}. Immutable; every setter returns a copy.
 *
 * <p>With a folder ({@link #savingTo}) the same experiment, run again, goes on where it was stopped. The folder holds {@code old/} and
 * {@code upgrade/}, which are runs of their own; {@code vectors/}, what the models made of the benchmarks' images; {@code results.csv}
 * and {@code results.json}; {@code run.json}, what was asked and with what; and {@code events.jsonl}, what happened.
 *
 * <p>As each stage begins, whoever listens hears which of how many it is and about how long all that is left will take ({@link
 * io.github.dmu4j.event.PlannedProgress}); searching and measuring are not counted.
 */
@CheckReturnValue
public final class Experiment {
    /** A trial is to see that all is well. */
    private static final int TRIAL_EPOCHS = 4;

    private static final int TRIAL_BATCH = 64;
    private static final int TRIAL_SIZE = 64;

    private final ExperimentChoices choices;

    Experiment(ExperimentChoices choices) {
        this.choices = choices;
    }

    private Experiment edited(Consumer<ExperimentChoices> change) {
        ExperimentChoices copy = new ExperimentChoices(choices);
        change.accept(copy);
        return new Experiment(copy);
    }

    /** What the old model sees of the training set, and what the new one; default {@code extendedData(0.3)}, the paper's. */
    public Experiment scenario(Scenario scenario) {
        return edited(c -> c.scenario = scenario);
    }

    /** Another architecture of the old model, for example {@code resNet18(512)}. */
    public Experiment from(Backbone net) {
        return edited(c -> {
            c.nets = new ExperimentChoices.Nets(net, c.nets.renewed());
            c.old = Optional.empty();
        });
    }

    /** An old model that is there already. It is not trained, and what the scenario would leave it is not used. */
    public Experiment from(EmbeddingModel old) {
        return edited(c -> c.old = Optional.of(old));
    }

    /** Another architecture of the new model, for example {@code resNet101(512)}. */
    public Experiment to(Backbone net) {
        return edited(c -> c.nets = new ExperimentChoices.Nets(c.nets.old(), net));
    }

    /**
     * Both nets start from published weights: ImageNet's, which is how the paper's group trains its landmark models, and then without
     * the batch norm after the last layer, as theirs. Nets of two kinds need two files: {@code from(resNet18(512).pretrained(file))}. An
     * {@link IResNet} file is a finished model of faces, perhaps of the very people of the training set.
     *
     * @param safetensors see {@link io.github.dmu4j.model.PretrainedBackbone}
     * @throws DmuException if the file cannot be read, or a net is neither a ResNet nor an IResNet
     */
    public Experiment pretrained(Path safetensors) {
        return edited(c -> c.nets = new ExperimentChoices.Nets(
                pretrained(c.nets.old(), safetensors), pretrained(c.nets.renewed(), safetensors)));
    }

    private static Backbone pretrained(Backbone net, Path safetensors) {
        if (net instanceof ResNet resNet) {
            return resNet.withoutBatchNormNeck().pretrained(safetensors);
        }
        if (net instanceof IResNet iResNet) {
            return iResNet.pretrained(safetensors);
        }
        throw new DmuException(net.name() + " cannot start from published weights, which ResNets and IResNets can:"
                + " choose the nets first, with from(...) and to(...)");
    }

    /** Another method; default {@link Dmu} with an upgrade module of 30 epochs and no invented views. */
    public Experiment with(CompatibilityMethod method) {
        return edited(c -> c.method = method);
    }

    /** Also trains the new net without compatibility, the reference of update gain and P-scores: as long again as the upgrade. */
    public Experiment withReference() {
        return edited(c -> c.reference = true);
    }

    /** Passes over the training set, of both models; those of the upgrade module are the method's. */
    public Experiment epochs(int epochs) {
        return training(s -> s.withEpochs(epochs));
    }

    /** Images per step, fewer for a device with less memory; default 256 for landmarks, 512 for faces. */
    public Experiment batchSize(int images) {
        return training(s -> s.withBatchSize(images));
    }

    /** Any setting of the training of both models, for example {@code s -> s.withLearningRate(0.05)}. */
    public Experiment training(UnaryOperator<TrainingSettings> change) {
        return edited(c -> c.settings = change.apply(c.settings));
    }

    /** The root seed, of the scenario and of every training; default 0. */
    public Experiment seed(long value) {
        return edited(c -> c.seed = value);
    }

    /** Where to compute; default: a usable GPU, otherwise the CPU ({@code DMU_DEVICE} overrides). */
    public Experiment device(Device value) {
        return devices(DeviceGroup.of(value));
    }

    /** Several devices that share every step of a model's training; see {@link UpgradePlan#devices}. */
    public Experiment devices(DeviceGroup value) {
        return edited(c -> c.devices = Optional.of(value));
    }

    /** Keeps everything in a folder, and goes on with what is there; another experiment's folder is refused. */
    public Experiment savingTo(Path run) {
        return edited(c -> c.folder = Optional.of(run));
    }

    /** Who hears of progress; default {@link Upgrades#defaultListener}. */
    public Experiment listener(UpgradeListener value) {
        return edited(c -> c.listener = Optional.of(value));
    }

    /**
     * A trial of the whole way in a small part of the time: a share of the training classes, and of the benchmarks what {@link
     * io.github.dmu4j.run.experiment.LandmarkData} and {@link io.github.dmu4j.run.experiment.FaceData} say; ResNet-18 (iResNet-18) of
     * widths 16 to 128 and dimension 128; inputs of 64 pixels; 4 epochs, of the upgrade module too; batches of 64. Setters that follow change it
     * further. Its figures reproduce nothing, and say so.
     *
     * @param share in (0, 1]
     */
    public Experiment scaledDown(double share) {
        return edited(c -> {
            c.data = c.data.part(share);
            c.trial = Optional.of(share);
            c.nets = c.trialNets;
            c.method = c.method.adaptingWith(c.method.forwardAdaptation().map(a -> a.epochs(TRIAL_EPOCHS)));
            Preprocessing input = c.settings.preprocessing().orElseThrow();
            c.settings = c.settings
                    .withEpochs(TRIAL_EPOCHS)
                    .withBatchSize(TRIAL_BATCH)
                    .withPreprocessing(input.withSize(TRIAL_SIZE));
        });
    }

    /**
     * The training set, divided by the scenario. It has neither validation nor test classes: both models train on all, and are
     * measured by benchmarks.
     *
     * @throws DmuException if the training set is missing; says what was found and how the root should look
     */
    public UpgradeData data() {
        LabeledImages all = choices.data.training();
        List<String> ids = IntStream.range(0, all.size()).mapToObj(all::id).toList();
        ScenarioSplit sides = choices.scenario.split(ids, all.labels(), choices.seed);
        return new UpgradeData(
                all.name() + choices.trial.map(share -> ", trial of " + share).orElse("") + ", "
                        + choices.scenario.name(),
                choices.scenario.name(),
                choices.seed,
                all.subset(sides.oldIndices()),
                all.subset(sides.newIndices()),
                RetrievalImages.NONE,
                RetrievalImages.NONE);
    }

    /** How the old model is trained, as a plan of its own. */
    public ModelPlan oldPlan() {
        return oldPlan(data());
    }

    ModelPlan oldPlan(UpgradeData data) {
        ModelPlan plan = EmbeddingModel.training(choices.nets.old(), data.oldTraining())
                .training(s -> choices.settings)
                .seed(choices.seed);
        plan = choices.devices.isPresent() ? plan.devices(choices.devices.get()) : plan;
        plan = choices.listener.isPresent() ? plan.listener(choices.listener.get()) : plan;
        return choices.folder.isPresent() ? plan.savingTo(choices.folder.get().resolve("old")) : plan;
    }

    /** How an old model is upgraded, as a plan of its own; with a folder it is kept in {@code upgrade/} there. */
    public UpgradePlan upgradePlan(EmbeddingModel old) {
        return upgradePlan(old, choices.method, data(), "upgrade");
    }

    UpgradePlan upgradePlan(EmbeddingModel old, CompatibilityMethod method, UpgradeData data, String name) {
        UpgradePlan plan = upgrade()
                .from(old)
                .to(choices.nets.renewed())
                .with(method)
                .on(data)
                .training(s -> choices.settings)
                .seed(choices.seed);
        plan = choices.devices.isPresent() ? plan.devices(choices.devices.get()) : plan;
        plan = choices.listener.isPresent() ? plan.listener(choices.listener.get()) : plan;
        return choices.folder.isPresent() ? plan.savingTo(choices.folder.get().resolve(name)) : plan;
    }

    /**
     * Everything that would keep the experiment from being run to its end, each with what to do; empty when there is nothing. Reads the
     * lists of all data sets, and the first and the last image of each, so that what is missing shows before days of training.
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        noting(problems, () -> {
            LabeledImages training = data().newTraining();
            Optional<Path> upgrade = choices.folder.map(folder -> folder.resolve("upgrade"));
            PlanProblems.memory(choices.method, training.size(), largerDimension(), upgrade)
                    .ifPresent(problems::add);
            readEnds(training, problems);
        });
        if (!isBegun()) { // what a net begins from is not needed again
            Preprocessing input = choices.settings.preprocessing().orElseThrow();
            Stream<Backbone> nets = choices.old.isPresent()
                    ? Stream.of(choices.nets.renewed())
                    : Stream.of(choices.nets.old(), choices.nets.renewed());
            nets.distinct().forEach(net -> problems.addAll(net.problems(input)));
        }
        if (choices.data.benchmarks() == 0) {
            problems.add(noBenchmark(problems));
        }
        noting(
                problems,
                () -> benchmarks().forEach(benchmark -> {
                    readEnds(benchmark.queries(), problems);
                    readEnds(benchmark.gallery(), problems);
                }));
        return problems;
    }

    /** Says where benchmarks are looked for, unless a problem before has said it. */
    private String noBenchmark(List<String> before) {
        List<String> missing = choices.data.inventory().stream()
                .filter(file -> !file.isThere())
                .map(FoundFile::toString)
                .toList();
        boolean told = before.stream().anyMatch(problem -> missing.stream().allMatch(problem::contains));
        return "there is no benchmark to measure with"
                + (told ? "; the list above says where each is looked for" : ":\n  " + String.join("\n  ", missing));
    }

    private boolean isBegun() {
        return choices.folder
                .filter(folder -> Files.isDirectory(folder.resolve("upgrade")))
                .isPresent();
    }

    private int largerDimension() {
        int old = choices.old
                .map(EmbeddingModel::dimension)
                .orElseGet(() -> choices.nets.old().dimension());
        return Math.max(old, choices.nets.renewed().dimension());
    }

    private static void readEnds(LabeledImages images, List<String> problems) {
        for (int index : new int[] {0, images.size() - 1}) {
            if (images.size() > 0) {
                noting(problems, () -> images.image(index));
            }
        }
    }

    private static void noting(List<String> problems, Runnable reading) {
        try {
            reading.run();
        } catch (DmuException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
        }
    }

    /** The benchmarks, with the counts of each; reads their lists. */
    public List<Benchmark> benchmarks() {
        return Stream.concat(choices.data.validation().stream(), choices.data.test().stream())
                .toList();
    }

    /**
     * Trains what is not trained yet and measures every benchmark, those for choices and those for figures.
     *
     * @throws DmuException if there are {@link #problems}, all reported together before anything is computed
     * @throws io.github.dmu4j.base.RunCancelled if the thread was interrupted; with a folder, run it again to go on
     */
    public ExperimentResults run() {
        return new ExperimentExecution(this, choices).run(benchmarks());
    }

    /** As {@link #run}, with the benchmarks for choices alone: GLDv2's public queries, pairs of faces. */
    public ExperimentResults runOnValidation() {
        return new ExperimentExecution(this, choices).run(choices.data.validation());
    }

    /** This preset with what a folder recorded. */
    Experiment as(ExperimentFolder.Facts facts) {
        return edited(c -> {
            c.data = facts.trial().map(c.data::part).orElse(c.data);
            c.trial = facts.trial();
            c.scenario = facts.scenario();
            c.seed = facts.seed();
            c.nets = new ExperimentChoices.Nets(facts.oldNet().orElse(facts.newNet()), facts.newNet());
            c.method = facts.method();
            c.settings = facts.settings();
        });
    }

    /** What the folder of the experiment records. */
    ExperimentFolder.Facts facts() {
        return new ExperimentFolder.Facts(
                choices.data.name(),
                choices.data.root(),
                choices.data.choices(),
                choices.trial,
                choices.scenario,
                choices.seed,
                choices.old.isPresent() ? Optional.empty() : Optional.of(choices.nets.old()),
                choices.old.map(EmbeddingModel::hash),
                choices.nets.renewed(),
                choices.method,
                choices.settings);
    }

    @Override
    public String toString() {
        TrainingSettings s = choices.settings;
        String from = choices.old
                .map(old -> "a given model of dimension " + old.dimension())
                .orElseGet(() -> choices.nets.old().name());
        return "experiment: " + choices.data.name()
                + "\n  what     " + choices.subject()
                + "\n  nets     " + from + " to " + choices.nets.renewed().name()
                + "\n  train    " + s.epochs() + " epochs, batch " + s.batchSize() + ", "
                + s.preprocessing().map(p -> p.size() + " pixels, ").orElse("") + s.head()
                + "\n  after    "
                + choices.method
                        .forwardAdaptation()
                        .map(a -> "forward adaptation: " + a)
                        .orElse("no forward adaptation")
                + "\n  root     " + choices.data.root()
                + "\n  found    " + named(true)
                + "\n  missing  " + named(false)
                + "\n  folder   " + choices.folder.map(Path::toString).orElse("none: nothing is kept")
                + "\n  next     problems(), run()";
    }

    private String named(boolean isThere) {
        String names = choices.data.inventory().stream()
                .filter(file -> file.isThere() == isThere)
                .map(FoundFile::what)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "nothing" : names;
    }
}
