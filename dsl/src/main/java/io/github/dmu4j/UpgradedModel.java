package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.gallery.Gallery;
import io.github.dmu4j.gallery.GalleryPolicy;
import io.github.dmu4j.gallery.GalleryUpgrade;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.method.ModuleAdapter;
import io.github.dmu4j.method.SelectionOutcome;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.run.CrossModelEmbedding;
import io.github.dmu4j.run.FrozenModel;
import io.github.dmu4j.run.SavedRun;
import io.github.dmu4j.run.TrainingHistory;
import io.github.dmu4j.run.UpgradeOutcome;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A trained upgrade: the new model for queries and new items, and the upgrade module for the stored gallery. Closing it closes
 * the new model if it was trained here; the old one, and a new one that was given, belong to whoever made them. One that was
 * loaded closes both.
 */
@CheckReturnValue
public final class UpgradedModel implements AutoCloseable {
    private final EmbeddingModel old;
    private final EmbeddingModel renewed;
    private final List<EmbeddingModel> owned;
    private final String method;
    private final LazyData data;
    private final TrainingSettings settings;
    private final long seed;
    private final DeviceGroup devices;
    private final UpgradeOutcome outcome;
    private final Optional<Path> folder;

    UpgradedModel(
            EmbeddingModel old,
            EmbeddingModel renewed,
            List<EmbeddingModel> owned,
            String method,
            LazyData data,
            TrainingSettings settings,
            long seed,
            DeviceGroup devices,
            UpgradeOutcome outcome,
            Optional<Path> folder) {
        this.old = old;
        this.renewed = renewed;
        this.owned = owned;
        this.method = method;
        this.data = data;
        this.settings = settings;
        this.seed = seed;
        this.devices = devices;
        this.outcome = outcome;
        this.folder = folder;
    }

    /**
     * Loads a complete run that a plan with {@code savingTo} left: both models, the upgrade module, selection and history. It works
     * as the freshly trained one does, with the same numbers on the same device: that of the run, where there is one such. The data
     * is opened again when it is first needed, by {@link #evaluate}; moving vectors needs none.
     *
     * @throws DmuException if the folder holds no run of an upgrade, the run is not complete, or a model is gone or not the one of
     *     the run; from {@link #evaluate} if the data cannot be opened: use {@link #load(Path, UpgradeData)}
     */
    public static UpgradedModel load(Path run) {
        SavedRun saved = SavedRun.open(run);
        return load(run, saved, LazyData.opening(saved.dataName(), saved::data));
    }

    /**
     * As {@link #load(Path)}, with data that the run cannot open by itself.
     *
     * @throws DmuException also if the data is not that of the run, naming what differs
     */
    public static UpgradedModel load(Path run, UpgradeData data) {
        SavedRun saved = SavedRun.open(run);
        return load(run, saved, LazyData.of(saved.checked(data)));
    }

    private static UpgradedModel load(Path run, SavedRun saved, LazyData data) {
        saved.requireCompleted();
        EmbeddingModel old = new EmbeddingModel(saved.oldModel(saved.devices().first()));
        return load(run, saved, data, old, true);
    }

    /** Loads the complete run of an upgrade that came after this one. */
    UpgradedModel loadNext(Path run) {
        SavedRun saved = SavedRun.open(run);
        saved.requireCompleted();
        saved.requireOldModel(asOld().hash());
        return load(run, saved, LazyData.opening(saved.dataName(), saved::data), asOld(), false);
    }

    private static UpgradedModel load(Path run, SavedRun saved, LazyData data, EmbeddingModel old, boolean ownsOld) {
        TrainingSettings settings = saved.settings();
        DeviceGroup devices = saved.devices();
        UpgradeOutcome outcome = saved.outcome(devices.first());
        EmbeddingModel renewed = new EmbeddingModel(outcome.model());
        return new UpgradedModel(
                old,
                renewed,
                ownsOld ? List.of(old, renewed) : List.of(renewed),
                saved.methodName(),
                data,
                settings,
                saved.seed(),
                devices,
                outcome,
                Optional.of(run));
    }

    /** The new model: embed queries and new items with it. */
    public EmbeddingModel newModel() {
        return renewed;
    }

    /** The old model. */
    public EmbeddingModel oldModel() {
        return old;
    }

    /** The method's name. */
    public String method() {
        return method;
    }

    /** The root seed. */
    public long seed() {
        return seed;
    }

    /** psi, which moves stored vectors to the new space; empty if the method adapts nothing. */
    public Optional<UpgradeModule> upgradeModule() {
        return outcome.module();
    }

    /** Whether there is an upgrade module. */
    public boolean isAdapting() {
        return outcome.module().isPresent();
    }

    /** How discriminative each old training feature is, and what weight it got; empty if the method does not select. */
    public Optional<SelectionOutcome> selection() {
        return outcome.selection();
    }

    /** Losses and validation by epoch. */
    public TrainingHistory history() {
        return outcome.history();
    }

    /**
     * Measures all pairings on the test classes, which the published figure of a choice may read once; choices are made on
     * {@link #evaluateOnValidation}. A run that is kept in a folder has the numbers in its {@code results.csv} and {@code
     * results.json}, where those of other metrics stay.
     *
     * @param metrics default: mAP and hit rate at 1
     */
    public UpgradeReport evaluate(Metric... metrics) {
        if (data.get().test().equals(RetrievalImages.NONE)) {
            throw new DmuException(
                    data.get().name() + " has no test classes: it is measured by published protocols, whose"
                            + " figures are in the results of the experiment; images of yours are measured by evaluateOn(...)");
        }
        UpgradeReport report = evaluateOn(data.get().test(), "test", metrics);
        folder.ifPresent(run -> RunResults.add(run, report));
        return report;
    }

    /** Measures all pairings on the validation classes. */
    public UpgradeReport evaluateOnValidation(Metric... metrics) {
        return evaluateOn(data.get().validation(), "validation", metrics);
    }

    /** Measures all pairings on queries and a gallery of your own. */
    public UpgradeReport evaluateOn(RetrievalImages images, String name, Metric... metrics) {
        List<Metric> asked = metrics.length == 0 ? List.of(Metric.mAP(), Metric.hitRateAt(1)) : List.of(metrics);
        CrossModelVectors vectors = CrossModelEmbedding.of(
                old.frozen(),
                renewed.frozen(),
                outcome.adapter(),
                images,
                Upgrades.defaultListener(),
                Cancellation.ON_INTERRUPT);
        return UpgradeReport.of(
                new UpgradeReport.Subject(method, seed, data.get(), name, devices, settings),
                this,
                images,
                vectors,
                asked);
    }

    /** Moves vectors of the old model, in memory; every one of them. */
    public EmbeddingSet adapt(EmbeddingSet stored) {
        return GalleryUpgrade.adapt(stored, adapter(), GalleryPolicy.all());
    }

    /** Begins the upgrade of a stored gallery, vectors only, in constant memory: {@code .save(out)} carries it out. */
    public GalleryUpgrade upgradeGallery(Gallery gallery) {
        return GalleryUpgrade.of(gallery, adapter())
                .withListener(Upgrades.defaultListener())
                .withCancellation(Cancellation.ON_INTERRUPT);
    }

    /** The upgrade module as the gallery floor sees it. */
    public GalleryAdapter adapter() {
        return outcome.adapter()
                .orElseThrow(
                        () -> new DmuException(
                                method + " trained no upgrade module, so there is nothing to move a gallery"
                                        + " with; use withSelectiveCompatibility(), or add withForwardAdaptation(...) to the method"));
    }

    /**
     * The same upgrade with another module in place of the trained one: loaded, made by hand, or spoiled on purpose, to see what
     * the trained one is worth. Old prototypes, and so the scores of stored vectors, stay. Nothing is written, and closing the
     * result closes no model: they belong to this.
     *
     * @param psi takes vectors of the old model and gives vectors of the new one's space
     * @throws DmuException if this upgrade has no module to replace, or the contracts do not fit
     */
    public UpgradedModel withUpgradeModule(UpgradeModule psi) {
        GalleryAdapter trained = adapter();
        psi.input().requireSameSpace(trained.input(), "the module's input", "the old model's vectors");
        psi.output().requireSameSpace(trained.output(), "the module's output", "the new model's space");
        if (!(trained instanceof ModuleAdapter moved)) {
            throw new DmuException(method + " moves vectors by something else than an upgrade module");
        }
        UpgradeOutcome other = new UpgradeOutcome(
                outcome.model(),
                Optional.of(psi),
                Optional.of(new ModuleAdapter(psi, moved.prototypes(), moved.measure())),
                outcome.selection(),
                outcome.history(),
                outcome.seconds());
        return new UpgradedModel(
                old,
                renewed,
                List.of(),
                method + ", other module",
                data,
                settings,
                seed,
                devices,
                other,
                Optional.empty());
    }

    /** The evolved gallery as the old side of a next upgrade; its vectors, and the classifier of the space they are in. */
    EmbeddingModel evolved() {
        if (outcome.adapter().isEmpty()) {
            throw new DmuException(
                    method + " trained no upgrade module, so there is no evolved gallery to upgrade again; say"
                            + " from(oldModel()) if the gallery stayed as it was, or from(newModel()) if it was embedded again");
        }
        return new EmbeddingModel(
                new FrozenModel(new EvolvedGallery(this), renewed.frozen().classifier()));
    }

    /** What a next upgrade of a sequence starts from: the evolved gallery, or the new model where nothing moves the gallery. */
    EmbeddingModel asOld() {
        return isAdapting() ? evolved() : renewed;
    }

    LazyData data() {
        return data;
    }

    DeviceGroup devices() {
        return devices;
    }

    double seconds() {
        return outcome.seconds();
    }

    Optional<Path> folder() {
        return folder;
    }

    /** Frees the new model if it was trained here, both if they were loaded. */
    @Override
    public void close() {
        owned.forEach(EmbeddingModel::close);
    }

    @Override
    public String toString() {
        return FirstLine.of("upgraded by " + method + ", dimension " + old.dimension() + " to " + renewed.dimension())
                + "\n  data    " + data.name()
                + "\n  module  " + outcome.module().map(UpgradeModule::toString).orElse("none")
                + "\n  run     " + folder.map(Path::toString).orElse("not saved")
                + "\n  next    evaluate(mAP()), upgradeGallery(Gallery.npy(path)).save(out)";
    }
}
