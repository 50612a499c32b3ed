package io.github.dmu4j.run;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.InventedImages;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.PlannedProgress;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CheckpointSink;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.method.MethodContext.OldKnowledge;
import io.github.dmu4j.method.ModuleAdapter;
import io.github.dmu4j.method.Prototypes;
import io.github.dmu4j.method.SelectionMeasure;
import io.github.dmu4j.method.SelectionOutcome;
import io.github.dmu4j.method.SelectionWeights;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.method.UpgradeModuleTraining;
import io.github.dmu4j.method.UpgradePairs;
import io.github.dmu4j.method.ValidationProbe;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.train.ModelTraining;
import io.github.dmu4j.train.TrainedModel;
import io.github.dmu4j.train.TrainingTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The stages of an upgrade in their order: what the old model says about the new training set, the new model's training, the
 * upgrade module. In a folder each stage leaves its artefact, and a stage whose artefact is there is not done again; the rest
 * goes on from the last checkpoint.
 */
public final class UpgradeExecution {
    private static final String MODEL = RunSources.NEW;

    /** By what the upgrade module is told which old vectors may stay as they are. */
    static final SelectionMeasure HERITABILITY = SelectionMeasure.trueProbability();

    private final UpgradeTask task;
    private final TrainingVectors vectors;
    private final Optional<RunDirectory> directory;
    private final PlannedProgress listener;
    private final LabeledImages images;
    private final ClassIndex classes;
    private final String runName;
    private final KeptScores scores;
    private @Nullable OldKnowledge old;

    private UpgradeExecution(UpgradeTask task, TrainingVectors vectors) {
        this.task = task;
        this.vectors = vectors;
        this.images = task.data().newTraining();
        this.classes = ClassIndex.of(images.labels());
        this.directory =
                task.folder().map(f -> RunDirectory.open(f, PlanRecord.of(task), Provenance.of(task.devices())));
        directory.ifPresent(d -> RunSources.keep(d, task));
        List<UpgradeListener> listeners = new ArrayList<>();
        directory.ifPresent(d -> listeners.add(d.eventLog()));
        listeners.add(task.listener());
        this.listener = new PlannedProgress(UpgradeStages.of(task), UpgradeListener.all(listeners), System::nanoTime);
        this.runName = task.folder().map(Path::toString).orElse(task.method().name());
        this.scores =
                new KeptScores(task.folder(), task.old().embedder().hash(), images, listener, task.cancellation());
    }

    /**
     * Carries out a task.
     *
     * @throws io.github.dmu4j.base.DmuException if the plan has problems, all reported together, or a stage fails
     * @throws RunCancelled if cancelled; with a folder a checkpoint was kept
     */
    public static UpgradeOutcome execute(UpgradeTask task) {
        return execute(task, Runtime.getRuntime().maxMemory(), TrainingVectorFiles.ROWS_PER_FILE);
    }

    /**
     * As {@link #execute(UpgradeTask)}, on another machine.
     *
     * @param heap bytes that its JVM may use
     * @param rowsPerFile of vectors that this heap does not hold
     */
    static UpgradeOutcome execute(UpgradeTask task, long heap, int rowsPerFile) {
        PlanProblems.requireNone(task, heap);
        TrainingVectors vectors = TrainingVectors.of(task.folder(), PlanProblems.room(task), heap, rowsPerFile);
        return new UpgradeExecution(task, vectors).run();
    }

    private UpgradeOutcome run() {
        long start = System.nanoTime();
        listener.on(new UpgradeEvent.RunStarted(
                runName, task.method().name(), task.seed(), task.devices().toString()));
        try {
            UpgradeOutcome outcome = stages(start);
            directory.ifPresent(d -> complete(d, outcome));
            vectors.drop(listener);
            scores.drop(listener);
            listener.on(new UpgradeEvent.RunCompleted(runName, outcome.seconds()));
            return outcome;
        } catch (RunCancelled e) {
            RunCancelled told = withHint(e);
            directory.ifPresent(d -> d.updateAfter(told, "interrupted", Map.of()));
            listener.on(new UpgradeEvent.RunInterrupted(runName, String.valueOf(told.getMessage())));
            throw told;
        } catch (RuntimeException e) {
            directory.ifPresent(d -> d.updateAfter(e, "failed", Map.of("failure", String.valueOf(e.getMessage()))));
            listener.on(new UpgradeEvent.RunFailed(runName, String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private static void complete(RunDirectory directory, UpgradeOutcome outcome) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("modelHash", outcome.model().embedder().hash());
        facts.put(
                "upgradeModule",
                outcome.module().map(UpgradeModule::fingerprint).orElse("none"));
        if (!directory.status().equals("completed")) { // a later session only loads
            facts.put("seconds", outcome.seconds());
        }
        directory.update("completed", facts);
    }

    private UpgradeOutcome stages(long start) {
        String stage = TrainingHistory.stage(task.method().name());
        TrainingHistory.Collector history = new TrainingHistory.Collector(stage)
                .continuing(directory.map(RunDirectory::events).orElse(List.of()));
        Trained trained = task.trained().isPresent()
                ? new Trained(task.trained().get(), Optional.empty())
                : train(stage, task.backbone().orElseThrow(), history);
        Optional<ModuleAdapter> adapter =
                task.method().forwardAdaptation().map(settings -> adapt(settings, trained.model()));
        return new UpgradeOutcome(
                trained.model(),
                adapter.map(ModuleAdapter::module),
                adapter.map(GalleryAdapter.class::cast),
                trained.selection(),
                history.history(),
                (System.nanoTime() - start) / 1e9);
    }

    /** What the old model says about the new training set; computed once, and not at all by a run that is complete. */
    private OldKnowledge old() {
        OldKnowledge present = old;
        if (present == null) {
            present = task.old()
                    .knowledge(vectors(task.old(), "old", images, UpgradeStages.vectors("old")), images, classes)
                    .withScores(scores);
            old = present;
        }
        return present;
    }

    private FloatRows vectors(FrozenModel model, String role, LabeledImages some, String stage) {
        return listener.during(stage, () -> vectors.of(model, role, some, listener, task.cancellation()));
    }

    private record Trained(FrozenModel model, Optional<SelectionOutcome> selection) {}

    private Trained train(String stage, Backbone backbone, TrainingHistory.Collector history) {
        Optional<Path> folder = directory.map(d -> d.root().resolve(MODEL));
        if (folder.isPresent() && FrozenModel.isIn(folder.get())) {
            return new Trained(FrozenModel.load(folder.get(), task.device()), SelectionFile.load(folder.get()));
        }
        ValidationProbe probe = task.settings().validateEvery() > 0
                        && task.data().validation().queries().size() > 0
                ? new ValidationCurve(task.old(), task.data().validation(), task.cancellation())
                : ValidationProbe.NONE;
        TrainingTask training = new TrainingTask(
                stage,
                backbone,
                task.method(),
                images,
                classes,
                task.method().requirements().oldModel() ? Optional.of(old()) : Optional.empty(),
                task.settings(),
                task.seed(),
                task.devices(),
                directory.map(d -> d.checkpoints(MODEL, resumeHint(d))).orElse(CheckpointSink.NONE),
                probe,
                UpgradeListener.all(List.of(history, listener)),
                task.cancellation());
        TrainedModel trained =
                listener.during(UpgradeStages.training(task.method()), () -> ModelTraining.train(training));
        FrozenModel model = FrozenModel.of(trained, images, classes);
        directory.ifPresent(d -> {
            trained.selection().ifPresent(s -> SelectionFile.save(d.root().resolve(MODEL), s));
            model.save(d.root().resolve(MODEL));
            d.dropCheckpoints(MODEL);
        });
        return new Trained(model, trained.selection());
    }

    private ModuleAdapter adapt(ForwardAdaptation settings, FrozenModel model) {
        Optional<Path> folder = directory.map(RunDirectory::root);
        if (folder.isPresent() && Files.exists(ModuleAdapter.moduleFile(folder.get()))) {
            return ModuleAdapter.load(folder.get());
        }
        FloatRows stored = old().embeddings();
        Prototypes prototypes = Prototypes.of(stored, classes.numbers(), classes.size());
        double[] heritability =
                SelectionWeights.rankNormalised(scores.of(HERITABILITY, stored, classes.numbers(), prototypes));
        List<FloatRows> storedViews = new ArrayList<>(List.of(stored));
        List<FloatRows> renewedViews =
                new ArrayList<>(List.of(vectors(model, "new", images, UpgradeStages.vectors("new"))));
        for (int view = 0; view < settings.inventedViews(); view++) {
            LabeledImages invented = InventedImages.of(images, task.seed(), view);
            storedViews.add(vectors(task.old(), "old-view-" + view, invented, UpgradeStages.view("old", view)));
            renewedViews.add(vectors(model, "new-view-" + view, invented, UpgradeStages.view("new", view)));
        }
        int views = storedViews.size();
        int n = images.size();
        // an invented image is of no class, and counts as much as the image that it was made of
        UpgradePairs pairs = UpgradePairs.of(FloatRows.stacked(storedViews), FloatRows.stacked(renewedViews))
                .withLabels(IntStream.range(0, views * n)
                        .map(i -> i < n ? classes.numbers()[i] : UpgradePairs.NO_CLASS)
                        .toArray())
                .withHeritability(IntStream.range(0, views * n)
                        .mapToDouble(i -> heritability[i % n])
                        .toArray())
                .withContracts(
                        contract(task.old().embedder(), Generation.OLD),
                        contract(model.embedder(), Generation.ADAPTED));
        FloatMatrix classVectors = model.classifierRows(images, classes);
        UpgradePairs complete =
                settings.classWeight() > 0 && classVectors != null ? pairs.withClassifier(classVectors) : pairs;
        UpgradeModuleTraining training = UpgradeModuleTraining.with(settings, task.seed())
                .on(task.device())
                .heardBy(listener)
                .cancelledBy(task.cancellation());
        UpgradeModule module = listener.during(UpgradeStages.MODULE, () -> training.train(complete));
        ModuleAdapter adapter = new ModuleAdapter(module, prototypes);
        folder.ifPresent(adapter::save);
        return adapter;
    }

    /** What the vectors of a model are, once they have unit norm; an evolved gallery has a generation of its own. */
    static VectorContract contract(Embedder embedder, Generation generation) {
        return embedder.contract(generation).ofUnitNorm();
    }

    /** A stage other than the training knows nothing of the folder in which the stages before it left their results. */
    private RunCancelled withHint(RunCancelled e) {
        String message = String.valueOf(e.getMessage());
        if (directory.isEmpty() || message.contains(resumeHint(directory.get()))) {
            return e;
        }
        RunCancelled told = new RunCancelled(message + "; finished stages are kept: " + resumeHint(directory.get()));
        told.addSuppressed(e);
        return told;
    }

    private String resumeHint(RunDirectory directory) {
        String folder = "Path.of(\"" + directory.root() + "\")";
        String byFolder = task.old().embedsQueriesAlike() // no folder can hold an evolved gallery
                ? ", or UpgradePlan.resume(" + folder + ").train(),"
                : "";
        return task.resumeHint()
                .orElse("train the same plan with savingTo(" + folder + ")" + byFolder + " to go on from there");
    }
}
