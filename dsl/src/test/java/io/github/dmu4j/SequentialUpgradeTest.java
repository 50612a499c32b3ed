package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.data.Scenario.extendedClass;
import static io.github.dmu4j.eval.Pairing.NEW_TO_ADAPTED;
import static io.github.dmu4j.eval.Pairing.OLD_TO_OLD;
import static io.github.dmu4j.model.Backbones.resNet10;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.gallery.Gallery;
import io.github.dmu4j.gallery.GalleryPolicy;
import io.github.dmu4j.gallery.GalleryUpgrade;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.MethodContext;
import io.github.dmu4j.method.MethodContext.OldKnowledge;
import io.github.dmu4j.method.MethodSession;
import io.github.dmu4j.method.Prototypes;
import io.github.dmu4j.method.Requirements;
import io.github.dmu4j.method.SelectionMeasure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three generations on a few small drawings: the second upgrade starts from the gallery that the first evolved. */
class SequentialUpgradeTest {
    private static final Dmu METHOD =
            new Dmu().withForwardAdaptation(a -> a.hidden(16).epochs(2).batchSize(64));

    private static UpgradeData data;
    private static LabeledImages gallery;
    private static EmbeddingModel old;
    private static UpgradedModel first;
    private static UpgradedModel second;
    private static final List<OldKnowledge> KNOWN = new ArrayList<>();

    /** DMU that tells what it was given as old knowledge. */
    private record Listening(Dmu dmu) implements CompatibilityMethod {
        @Override
        public String name() {
            return dmu.name();
        }

        @Override
        public Map<String, Object> options() {
            return dmu.options();
        }

        @Override
        public Requirements requirements() {
            return dmu.requirements();
        }

        @Override
        public Optional<ForwardAdaptation> forwardAdaptation() {
            return dmu.forwardAdaptation();
        }

        @Override
        public CompatibilityMethod adaptingWith(Optional<ForwardAdaptation> adaptation) {
            return new Listening(dmu.adaptingWith(adaptation));
        }

        @Override
        public MethodSession start(MethodContext context) {
            KNOWN.add(context.requireOld());
            return dmu.start(context);
        }
    }

    @BeforeAll
    static void trainThreeGenerations() {
        data = Datasets.glyphs(GlyphSettings.frozen()
                        .withClasses(40)
                        .withImagesPerClass(8)
                        .withSize(16)
                        .withDifficulty(0.5, 0.1))
                .split(extendedClass(0.5), 7);
        gallery = data.test().gallery();
        old = EmbeddingModel.training(resNet10(6).widths(4, 8, 8), data.oldTraining())
                .epochs(1)
                .batchSize(16)
                .device(cpu())
                .train();
        first = upgrade()
                .from(old)
                .to(resNet10(8).widths(4, 8, 8))
                .with(METHOD)
                .on(data)
                .epochs(1)
                .batchSize(16)
                .device(cpu())
                .seed(1)
                .train();
        second = upgrade()
                .from(first)
                .to(resNet10(10).widths(4, 8, 8))
                .with(new Listening(METHOD))
                .on(data)
                .epochs(1)
                .training(s -> s.withBatchSize(16).withValidateEvery(1))
                .device(cpu())
                .seed(2)
                .train();
    }

    @AfterAll
    static void free() {
        second.close();
        first.close();
        old.close();
    }

    private static FloatMatrix evolvedOnce(LabeledImages images) {
        return first.upgradeModule().orElseThrow().adapt(old.embed(images).vectors());
    }

    @Test
    void theSecondModelLearnsFromEvolvedVectorsWithPrototypesAndScoresMadeOfThem() {
        LabeledImages training = data.newTraining();
        FloatMatrix evolved = evolvedOnce(training);

        assertThat(KNOWN).hasSize(1);
        OldKnowledge known = KNOWN.get(0);
        assertThat(known.embeddings()).isEqualTo(evolved);
        ClassIndex classes = ClassIndex.of(training.labels());
        Prototypes prototypes = Prototypes.of(evolved, classes.numbers(), classes.size());
        assertThat(second.selection().orElseThrow().scores())
                .isEqualTo(SelectionMeasure.trueProbability().score(evolved, classes.numbers(), prototypes));
        assertThat(second.selection().orElseThrow().scores())
                .isNotEqualTo(first.selection().orElseThrow().scores());
        // Class vectors of the space they are in: those of the second generation's head, which knows all classes.
        assertThat(known.seen()).hasSize(classes.size()).doesNotContain(false);
        assertThat(Objects.requireNonNull(known.classifier()).columns()).isEqualTo(8);
    }

    @Test
    void contractsFitAlongTheChain() {
        var one = first.upgradeModule().orElseThrow();
        var two = second.upgradeModule().orElseThrow();

        assertThat(two.input()).isEqualTo(one.output());
        assertThat(two.input().generation()).isEqualTo(Generation.ADAPTED);
        assertThat(two.input().modelHash()).isEqualTo(first.newModel().hash());
        assertThat(two.output().modelHash()).isEqualTo(second.newModel().hash());
        assertThat(second.oldModel().hash())
                .isNotIn(old.hash(), first.newModel().hash());
        assertThat(second.oldModel().dimension()).isEqualTo(8);
    }

    @Test
    void theEvaluatedGalleryIsTheTwiceEvolvedOneAndTheBarIsTodaysSystem() {
        UpgradeReport today = first.evaluate(mAP());
        UpgradeReport next = second.evaluate(mAP());
        // Today: queries of the second generation over the gallery that the first upgrade evolved.
        assertThat(next.value(OLD_TO_OLD, mAP())).isEqualTo(today.value(NEW_TO_ADAPTED, mAP()));
        assertThat(Objects.requireNonNull(second.history().validation().get("old-to-old/mAP"))
                        .get(1))
                .isCloseTo(first.evaluateOnValidation(mAP()).value(NEW_TO_ADAPTED, mAP()), within(1e-12));

        FloatMatrix twice = second.upgradeModule().orElseThrow().adapt(evolvedOnce(gallery));
        assertThat(second.adapt(second.oldModel().embed(gallery)).vectors()).isEqualTo(twice);
    }

    @Test
    void inOneCollectionTodaysQueriesAreNotTheEvolvedVectors() {
        RetrievalImages one = new RetrievalImages(gallery, gallery);
        assertThat(second.evaluateOn(one, "one collection", mAP()).value(OLD_TO_OLD, mAP()))
                .isEqualTo(first.evaluateOn(one, "one collection", mAP()).value(NEW_TO_ADAPTED, mAP()));
    }

    @Test
    void aStoredGalleryIsMovedStepByStepOrAtOnce(@TempDir Path folder) {
        EmbeddingSet stored = old.embed(gallery);
        EmbeddingSet evolved = first.adapt(stored);
        EmbeddingSet stepByStep = second.adapt(evolved);
        EmbeddingSet atOnce = GalleryUpgrade.adapt(stored, first.adapter().then(second.adapter()), GalleryPolicy.all());

        assertThat(atOnce.vectors()).isEqualTo(stepByStep.vectors());
        assertThat(atOnce.contract()).isEqualTo(stepByStep.contract());
        assertThat(first.adapter().then(second.adapter()).scores(stored.vectors()))
                .isEqualTo(second.adapter().scores(evolved.vectors()));
        Path file = folder.resolve("evolved.npy");
        first.upgradeGallery(Gallery.of(stored)).save(file);
        second.upgradeGallery(Gallery.npy(file)).save(folder.resolve("twice.npy"));
        assertThat(Gallery.npy(folder.resolve("twice.npy")).toEmbeddingSet().vectors())
                .isEqualTo(stepByStep.vectors());
    }

    @Test
    void mixingGenerationsIsRefused() {
        EmbeddingSet original = old.embed(gallery);
        assertThatThrownBy(() -> second.adapt(original))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("not vectors of one space")
                .hasMessageContaining("dimension 6 against 8");
        EmbeddingSet evolved = first.adapt(original);
        assertThatThrownBy(() -> first.adapt(evolved)).isInstanceOf(DmuException.class);
        EmbeddingSet embeddedAgain = first.newModel().embed(gallery);
        var stated = Gallery.of(EmbeddingSet.of(
                embeddedAgain.ids(),
                embeddedAgain.vectors(),
                gallery.labels(),
                gallery.classNames(),
                first.newModel().contract(Generation.NEW)));
        assertThatThrownBy(() -> second.upgradeGallery(stated))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("generation NEW against ADAPTED");
        assertThatThrownBy(() -> second.adapter().then(first.adapter()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("what the second one takes");
    }

    @Test
    void anUpgradeWithoutAModuleHasNoEvolvedGallery() {
        try (UpgradedModel plain = upgrade()
                .from(old)
                .to(resNet10(6).widths(4, 8, 8))
                .withBackwardCompatibility()
                .on(data)
                .epochs(1)
                .batchSize(16)
                .device(cpu())
                .train()) {
            assertThatThrownBy(() -> upgrade().from(plain))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("no evolved gallery")
                    .hasMessageContaining("from(newModel())");
        }
    }

    @Test
    void closingTheSecondUpgradeLeavesTheFirstOpen() {
        second.oldModel().close();
        assertThat(first.newModel().embed(gallery).size()).isEqualTo(gallery.size());
        assertThat(old.embed(gallery).size()).isEqualTo(gallery.size());
        Texts.requireShort(second.oldModel().toString());
        Texts.requireShort(second.toString());
    }
}
