package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.eval.SequenceEvaluation;
import io.github.dmu4j.eval.SequenceVectors;
import io.github.dmu4j.gallery.Gallery;
import io.github.dmu4j.gallery.GalleryPolicy;
import io.github.dmu4j.gallery.GalleryUpgrade;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.run.FrozenModel;
import io.github.dmu4j.run.SequenceEmbedding;
import io.github.dmu4j.run.SequenceFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Trained upgrades in a row: every model from v1 to the newest, and what moves a gallery from one to the next. Closing it closes
 * the models that were trained or loaded with it.
 */
@CheckReturnValue
public final class UpgradedSequence implements AutoCloseable {
    private final List<UpgradedModel> upgrades;
    private final boolean owning;
    private final long seed;

    private UpgradedSequence(List<UpgradedModel> upgrades, boolean owning, long seed) {
        this.upgrades = List.copyOf(upgrades);
        this.owning = owning;
        this.seed = seed;
    }

    static UpgradedSequence owning(List<UpgradedModel> upgrades, long seed) {
        return new UpgradedSequence(upgrades, true, seed);
    }

    /**
     * Upgrades that were made one by one, {@code upgrade().from(earlier)}, as a sequence. Closing it closes none of them.
     *
     * @param upgrades oldest first
     * @throws DmuException if one does not start from what the one before left, or some have an upgrade module and others none
     */
    public static UpgradedSequence of(UpgradedModel... upgrades) {
        if (upgrades.length == 0) {
            throw new IllegalArgumentException("a sequence of no upgrades; give at least one");
        }
        for (int i = 1; i < upgrades.length; i++) {
            if (!upgrades[i].oldModel().hash().equals(upgrades[i - 1].asOld().hash())) {
                throw new DmuException("upgrade " + (i + 1) + " does not start from what upgrade " + i
                        + " left: give them oldest first, each made with from(the one before), or from(its newModel())"
                        + " where there is no upgrade module");
            }
            if (upgrades[i].isAdapting() != upgrades[0].isAdapting()) {
                throw new DmuException("upgrade " + (i + 1) + (upgrades[i].isAdapting() ? " has" : " has no")
                        + " upgrade module, unlike upgrade 1; a sequence has one in every upgrade or in none");
            }
        }
        return new UpgradedSequence(List.of(upgrades), false, upgrades[0].seed());
    }

    /**
     * Loads a complete sequence that {@link SequencePlan#savingTo} kept. Data is opened again when it is first needed, by {@link
     * #evaluate}.
     *
     * @throws DmuException if the folder holds no sequence, an upgrade is not complete, or a file is gone or another one
     */
    public static UpgradedSequence load(Path sequence) {
        SequenceFolder folder = SequenceFolder.existing(sequence);
        folder.requireCompleted();
        List<UpgradedModel> upgrades = new ArrayList<>();
        try {
            upgrades.add(UpgradedModel.load(folder.run(2)));
            for (int generation = 3; generation <= folder.generations(); generation++) {
                upgrades.add(upgrades.get(upgrades.size() - 1).loadNext(folder.run(generation)));
            }
        } catch (RuntimeException e) {
            upgrades.forEach(UpgradedModel::close);
            throw e;
        }
        return owning(upgrades, upgrades.get(0).seed());
    }

    /** The single upgrades, oldest first; usable until this is closed. */
    public List<UpgradedModel> upgrades() {
        return upgrades;
    }

    /** Generations of models, the first one included. */
    public int generations() {
        return upgrades.size() + 1;
    }

    /**
     * The model of a generation.
     *
     * @param generation 1 to {@link #generations}
     */
    public EmbeddingModel model(int generation) {
        if (generation < 1 || generation > generations()) {
            throw new DmuException("there is no v" + generation + " in a sequence of v1 to v" + generations());
        }
        return generation == 1
                ? upgrades.get(0).oldModel()
                : upgrades.get(generation - 2).newModel();
    }

    /** The newest model: embed queries and new items with it. */
    public EmbeddingModel newestModel() {
        return model(generations());
    }

    /** Whether the stored gallery is moved; no upgrade has a module otherwise. */
    public boolean isAdapting() {
        return upgrades.get(0).isAdapting();
    }

    /**
     * All upgrade modules in one pass: takes vectors of v1, gives vectors of the newest model's space.
     *
     * @throws DmuException if there are none
     */
    public GalleryAdapter adapter() {
        return adapters().stream().reduce(GalleryAdapter::then).orElseThrow();
    }

    private List<GalleryAdapter> adapters() {
        return upgrades.stream().map(UpgradedModel::adapter).toList();
    }

    /** Moves vectors of v1 all the way, in memory. */
    public EmbeddingSet adapt(EmbeddingSet stored) {
        return GalleryUpgrade.adapt(stored, adapter(), GalleryPolicy.all());
    }

    /** Begins the upgrade of a stored gallery of v1 all the way, in constant memory: {@code .save(out)} carries it out. */
    public GalleryUpgrade upgradeGallery(Gallery gallery) {
        return GalleryUpgrade.of(gallery, adapter())
                .withListener(Upgrades.defaultListener())
                .withCancellation(Cancellation.ON_INTERRUPT);
    }

    /**
     * Measures every model over every gallery so far, on the test classes; choices are made on {@link #evaluateOnValidation}.
     *
     * @param metrics default: mAP and hit rate at 1
     * @throws DmuException if the upgrades' data have different test images, or cannot be opened: use {@link #evaluateOn}
     */
    public SequenceReport evaluate(Metric... metrics) {
        return evaluateOn(shared(UpgradeData::test, "test"), "test", metrics);
    }

    /** As {@link #evaluate}, on the validation classes. */
    public SequenceReport evaluateOnValidation(Metric... metrics) {
        return evaluateOn(shared(UpgradeData::validation, "validation"), "validation", metrics);
    }

    private RetrievalImages shared(Function<UpgradeData, RetrievalImages> part, String name) {
        List<RetrievalImages> all =
                upgrades.stream().map(u -> part.apply(u.data().get())).toList();
        long different = all.stream()
                .map(i -> i.queries().fingerprint() + " " + i.gallery().fingerprint())
                .distinct()
                .count();
        if (different > 1) {
            throw new DmuException("the upgrades have " + different + " different sets of " + name
                    + " images, and a sequence is measured on one that no model was trained on: say which with"
                    + " evaluateOn(images, name, metrics)");
        }
        return all.get(0);
    }

    /** As {@link #evaluate}, on queries and a gallery of your own, of classes that no model was trained on. */
    public SequenceReport evaluateOn(RetrievalImages images, String name, Metric... metrics) {
        List<Metric> asked = metrics.length == 0 ? List.of(Metric.mAP(), Metric.hitRateAt(1)) : List.of(metrics);
        List<FrozenModel> models = new ArrayList<>();
        for (int generation = 1; generation <= generations(); generation++) {
            models.add(model(generation).frozen());
        }
        SequenceVectors vectors = SequenceEmbedding.of(
                models,
                isAdapting() ? adapters() : List.of(),
                images,
                Upgrades.defaultListener(),
                Cancellation.ON_INTERRUPT);
        UpgradedModel newest = upgrades.get(upgrades.size() - 1);
        return new SequenceReport(
                new SequenceReport.Subject(
                        methods(),
                        seed,
                        newest.data().name(),
                        name,
                        newest.devices(),
                        upgrades.stream().mapToDouble(UpgradedModel::seconds).sum()),
                images,
                new SequenceEvaluation(asked, Cancellation.ON_INTERRUPT).measure(vectors));
    }

    private String methods() {
        return upgrades.stream().map(UpgradedModel::method).distinct().collect(Collectors.joining(", then "));
    }

    /** Frees the models that were trained or loaded with this; one made by {@link #of} frees nothing. */
    @Override
    public void close() {
        if (owning) {
            upgrades.forEach(UpgradedModel::close);
        }
    }

    @Override
    public String toString() {
        UpgradedModel newest = upgrades.get(upgrades.size() - 1);
        return FirstLine.of("upgraded " + upgrades.size() + (upgrades.size() == 1 ? " time" : " times in a row")
                        + " by " + methods())
                + "\n  models   v1 to v" + generations() + ", dimension "
                + model(1).dimension() + " to " + newestModel().dimension()
                + "\n  gallery  " + (isAdapting() ? "evolved by every upgrade" : "kept as v1 embedded it")
                + "\n  data     " + newest.data().name()
                + "\n  run      " + newest.folder().map(Path::toString).orElse("not saved")
                + "\n  next     evaluate(mAP())"
                + (isAdapting() ? ", upgradeGallery(Gallery.npy(path)).save(out)" : "");
    }
}
