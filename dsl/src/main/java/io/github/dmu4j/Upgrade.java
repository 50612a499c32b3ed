package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.model.Backbone;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where every upgrade begins. The four choices that each upgrade needs are steps, so that an illegal order does not compile and
 * completion offers exactly what comes next:
 *
 * <pre>{@code
 * var data = Datasets.glyphs().split(extendedClass(0.3), 7);
 * var old  = EmbeddingModel.train(resNet10(64).widths(8, 16, 32), data.oldTraining());
 * var plan = upgrade().from(old).to(resNet18(64).widths(16, 32, 64)).withSelectiveCompatibility().on(data).epochs(15).seed(7);
 * var upgraded = plan.train();
 * System.out.println(upgraded.evaluate(mAP(), hitRateAt(1)));
 * }</pre>
 *
 * <p>Every step and the plan are immutable: a prefix can be kept and branched from.
 */
public final class Upgrade {
    private Upgrade() {}

    /** Begins the sentence. */
    @CheckReturnValue
    public static From upgrade() {
        return new From();
    }

    /** First choice: what the gallery was embedded with. */
    @CheckReturnValue
    public static final class From {
        private From() {}

        /** An old model: trained here, loaded, or anybody's TorchScript or ONNX file. */
        public To from(EmbeddingModel old) {
            return new To(old);
        }

        /**
         * An upgrade that was carried out before: the gallery is the one that its module evolved, and today's queries are those of
         * its new model. The next model learns from the evolved vectors, and the next module moves them on. The earlier upgrade
         * must stay open.
         *
         * @throws io.github.dmu4j.base.DmuException if it trained no upgrade module, so that there is no evolved gallery
         */
        public To from(UpgradedModel earlier) {
            return new To(earlier.evolved());
        }

        /** Only the old vectors: no images, no model. */
        public VectorsTo from(EmbeddingSet old) {
            return new VectorsTo(old);
        }

        @Override
        public String toString() {
            return unfinished(".from(old)");
        }
    }

    /** Second choice: the new model. */
    @CheckReturnValue
    public static final class To {
        private final EmbeddingModel old;

        private To(EmbeddingModel old) {
            this.old = old;
        }

        /** A net to be trained. */
        public Method to(Backbone backbone) {
            return new Method(old, backbone);
        }

        /** A model that is trained already: only the stored gallery can still be moved towards it. */
        public Adaptation to(EmbeddingModel trained) {
            return new Adaptation(old, trained);
        }

        @Override
        public String toString() {
            return unfinished(".to(resNet18(64)), or .to(a trained model)");
        }
    }

    /** Third choice: how the new model is made compatible with the old one. */
    @CheckReturnValue
    public static final class Method {
        private final EmbeddingModel old;
        private final Backbone backbone;

        private Method(EmbeddingModel old, Backbone backbone) {
            this.old = old;
            this.backbone = backbone;
        }

        /** Darwinian Model Upgrades with its defaults: selective inheritance, then forward adaptation ({@link Dmu}). */
        public On withSelectiveCompatibility() {
            return with(new Dmu());
        }

        /** Darwinian Model Upgrades with changed settings, for example {@code d -> d.selectBy(entropy()).weight(3)}. */
        public On withSelectiveCompatibility(UnaryOperator<Dmu> change) {
            return with(change.apply(new Dmu()));
        }

        /** Backward-compatible training ({@link Bct}): every image inherits alike. */
        public On withBackwardCompatibility() {
            return with(new Bct());
        }

        /** Backward-compatible training with changed settings, for example {@code b -> b.form(RAW_CLASSIFIER)}. */
        public On withBackwardCompatibility(UnaryOperator<Bct> change) {
            return with(change.apply(new Bct()));
        }

        /** No compatibility at all ({@link Independent}): the reference, and the proof that it is needed. */
        public On withoutCompatibility() {
            return with(new Independent());
        }

        /** Any method, yours included. */
        public On with(CompatibilityMethod method) {
            return new On(old, UpgradePlan.Target.of(backbone), method);
        }

        @Override
        public String toString() {
            return unfinished(
                    ".withSelectiveCompatibility(), or .withBackwardCompatibility(), .withoutCompatibility(), .with(method)");
        }
    }

    /** Third choice for a model that is trained already. */
    @CheckReturnValue
    public static final class Adaptation {
        private final EmbeddingModel old;
        private final EmbeddingModel trained;

        private Adaptation(EmbeddingModel old, EmbeddingModel trained) {
            this.old = old;
            this.trained = trained;
        }

        /** Trains the upgrade module with its defaults, and nothing else. */
        public On withForwardAdaptation() {
            return withForwardAdaptation(a -> a);
        }

        /** Trains the upgrade module with changed settings, for example {@code a -> a.hidden(256)}. */
        public On withForwardAdaptation(UnaryOperator<ForwardAdaptation> change) {
            return new On(
                    old,
                    UpgradePlan.Target.of(trained),
                    new Independent(Optional.of(change.apply(new ForwardAdaptation()))));
        }

        @Override
        public String toString() {
            return unfinished(".withForwardAdaptation()");
        }
    }

    /** Fourth choice: the data. */
    @CheckReturnValue
    public static final class On {
        private final EmbeddingModel old;
        private final UpgradePlan.Target target;
        private final CompatibilityMethod method;

        private On(EmbeddingModel old, UpgradePlan.Target target, CompatibilityMethod method) {
            this.old = old;
            this.target = target;
            this.method = method;
        }

        /** Completes the plan. */
        public UpgradePlan on(UpgradeData data) {
            return UpgradePlan.of(old, target, method, data);
        }

        @Override
        public String toString() {
            return unfinished(".on(data)");
        }
    }

    /** Second choice when only vectors are at hand. */
    @CheckReturnValue
    public static final class VectorsTo {
        private final EmbeddingSet old;

        private VectorsTo(EmbeddingSet old) {
            this.old = old;
        }

        /** The new model's vectors of (at least some of) the same items, matched by identifier. */
        public VectorsMethod to(EmbeddingSet renewed) {
            return new VectorsMethod(old, renewed);
        }

        @Override
        public String toString() {
            return unfinished(".to(newVectors)");
        }
    }

    /** Third choice when only vectors are at hand. */
    @CheckReturnValue
    public static final class VectorsMethod {
        private final EmbeddingSet old;
        private final EmbeddingSet renewed;

        private VectorsMethod(EmbeddingSet old, EmbeddingSet renewed) {
            this.old = old;
            this.renewed = renewed;
        }

        /** Trains the upgrade module on the pairs with its defaults. */
        public VectorPlan withForwardAdaptation() {
            return withForwardAdaptation(a -> a);
        }

        /** Trains the upgrade module with changed settings. */
        public VectorPlan withForwardAdaptation(UnaryOperator<ForwardAdaptation> change) {
            return VectorPlan.of(old, renewed, change.apply(new ForwardAdaptation()));
        }

        @Override
        public String toString() {
            return unfinished(".withForwardAdaptation()");
        }
    }

    /** What a shell shows of a sentence that is not complete. */
    private static String unfinished(String next) {
        return "an upgrade, not yet planned\nnext: " + next;
    }
}
