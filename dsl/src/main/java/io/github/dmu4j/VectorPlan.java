package io.github.dmu4j;

import ai.djl.Device;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.KMeans;
import io.github.dmu4j.method.ModuleAdapter;
import io.github.dmu4j.method.Prototypes;
import io.github.dmu4j.method.SelectionMeasure;
import io.github.dmu4j.method.SelectionWeights;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.method.UpgradeModuleTraining;
import io.github.dmu4j.method.UpgradePairs;
import io.github.dmu4j.model.Devices;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The upgrade of a stored gallery when only vectors are at hand: both models' vectors of a sample of items, matched by
 * identifier, train the upgrade module; labels help but are not needed. Immutable; every setter returns a copy.
 *
 * <p>Without labels the classes that discriminativeness is measured against are k-means centres of the old vectors (as many as
 * the square root of their number, at most 4,096), which is ours: docs/method.md, section 6.
 */
@CheckReturnValue
public final class VectorPlan {
    private static final int PAIRS_NEEDED = 16;

    private final EmbeddingSet old;
    private final EmbeddingSet renewed;
    private final ForwardAdaptation adaptation;
    private final long seed;
    private final Optional<Device> device;
    private final Optional<UpgradeListener> listener;

    private VectorPlan(
            EmbeddingSet old,
            EmbeddingSet renewed,
            ForwardAdaptation adaptation,
            long seed,
            Optional<Device> device,
            Optional<UpgradeListener> listener) {
        this.old = old;
        this.renewed = renewed;
        this.adaptation = adaptation;
        this.seed = seed;
        this.device = device;
        this.listener = listener;
    }

    static VectorPlan of(EmbeddingSet old, EmbeddingSet renewed, ForwardAdaptation adaptation) {
        return new VectorPlan(old, renewed, adaptation, 0, Optional.empty(), Optional.empty());
    }

    /** The root seed; default 0. */
    public VectorPlan seed(long value) {
        return new VectorPlan(old, renewed, adaptation, value, device, listener);
    }

    /** Where to compute; default: a usable GPU, otherwise the CPU. */
    public VectorPlan device(Device value) {
        return new VectorPlan(old, renewed, adaptation, seed, Optional.of(value), listener);
    }

    /** Who hears of progress; default {@link Upgrades#defaultListener}. */
    public VectorPlan listener(UpgradeListener value) {
        return new VectorPlan(old, renewed, adaptation, seed, device, Optional.of(value));
    }

    /**
     * Trains the upgrade module on the items that are in both sets.
     *
     * @throws DmuException if fewer than 16 items are in both, the rows of two sets without identifiers cannot be matched, or the
     *     contracts say that the sets are not one of the old and one of the new model
     * @throws io.github.dmu4j.base.RunCancelled if the thread is interrupted
     */
    public VectorUpgrade train() {
        requireOldAndNew();
        Set<String> common = new TreeSet<>(old.ids());
        common.retainAll(new TreeSet<>(renewed.ids()));
        if (common.size() < PAIRS_NEEDED) {
            throw new DmuException("an upgrade module learns from items that both models have embedded; "
                    + common.size()
                    + " identifiers are in both sets (" + old.size() + " old, " + renewed.size() + " new), at least "
                    + PAIRS_NEEDED
                    + " are needed: embed a sample of the gallery by the new model, under the same identifiers");
        }
        EmbeddingSet before =
                old.inOrderOf(old.ids().stream().filter(common::contains).toList());
        EmbeddingSet after = renewed.inOrderOf(before.ids());
        UpgradePairs pairs = UpgradePairs.of(before.vectors(), after.vectors())
                .withContracts(
                        before.contract().as(Generation.OLD), after.contract().as(Generation.ADAPTED));
        Optional<int[]> labels =
                before.labels().or(after::labels).map(l -> ClassIndex.of(l).numbers());
        Prototypes prototypes;
        if (labels.isPresent()) {
            int[] numbers = labels.get();
            prototypes = Prototypes.of(
                    before.vectors(), numbers, ClassIndex.of(numbers).size());
            double[] scores = SelectionMeasure.trueProbability().score(before.vectors(), numbers, prototypes);
            pairs = pairs.withLabels(numbers).withHeritability(SelectionWeights.rankNormalised(scores));
        } else {
            prototypes = pseudoClasses(before);
            double[] scores = SelectionMeasure.entropy().score(before.vectors(), null, prototypes);
            pairs = pairs.withHeritability(SelectionWeights.rankNormalised(scores));
        }
        UpgradeModule module = UpgradeModuleTraining.with(adaptation, seed)
                .on(device.orElseGet(Devices::preferred))
                .heardBy(listener.orElseGet(Upgrades::defaultListener))
                .cancelledBy(Cancellation.ON_INTERRUPT)
                .train(pairs);
        return new VectorUpgrade(new ModuleAdapter(module, prototypes), before.size(), labels.isPresent());
    }

    private void requireOldAndNew() {
        VectorContract from = old.contract();
        VectorContract to = renewed.contract();
        if (from.generation() == Generation.NEW || from.generation() == Generation.ADAPTED) {
            throw new DmuException("from(...) takes vectors of the old model, these are of generation "
                    + from.generation() + ": exchange the two sets, or begin with the original gallery");
        }
        if (to.generation() == Generation.OLD || to.generation() == Generation.ADAPTED) {
            throw new DmuException("to(...) takes vectors that the new model made, these are of generation "
                    + to.generation() + ": embed a sample of the gallery by the new model");
        }
        if (from.modelHash().equals(to.modelHash()) && !from.modelHash().equals(VectorContract.UNKNOWN)) {
            throw new DmuException("both sets are vectors of one model, " + from.modelHash()
                    + ": there is nothing to upgrade; one of them is not what it was meant to be");
        }
        if (old.hasRowNumberIds() && renewed.hasRowNumberIds() && old.size() != renewed.size()) {
            throw new DmuException("neither set has identifiers, and they have " + old.size() + " and " + renewed.size()
                    + " rows, so that nothing says which rows belong together: give ids, or the same rows in both");
        }
    }

    private Prototypes pseudoClasses(EmbeddingSet before) {
        KMeans clusters = KMeans.fit(before.vectors().normalised(), KMeans.defaultClusters(before.size()), seed);
        return Prototypes.fromClassifier(clusters.centres());
    }

    @Override
    public String toString() {
        return "plan: upgrade stored vectors, dimension " + old.dimension() + " to " + renewed.dimension()
                + "\n  old     " + old.size() + " vectors\n  new     " + renewed.size() + " vectors\n  module  "
                + adaptation + "\n  next    train()";
    }
}
