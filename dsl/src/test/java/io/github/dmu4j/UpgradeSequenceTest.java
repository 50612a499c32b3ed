package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.eval.GalleryState.EVOLVED;
import static io.github.dmu4j.eval.GalleryState.KEPT;
import static io.github.dmu4j.eval.GalleryState.REEMBEDDED;
import static io.github.dmu4j.eval.Pairing.NEW_TO_ADAPTED;
import static io.github.dmu4j.eval.Pairing.NEW_TO_NEW;
import static io.github.dmu4j.eval.Pairing.NEW_TO_OLD;
import static io.github.dmu4j.eval.Pairing.OLD_TO_OLD;
import static io.github.dmu4j.retrieval.Metric.hitRateAt;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.ImageDataset;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.SequenceSplit;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.gallery.Gallery;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.ForwardAdaptation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Three generations on a few small drawings, the third of another dimension; v1 to v3 in one sentence. */
class UpgradeSequenceTest {
    private static final String TRAINING = "train DMU";

    private static UpgradeData second;
    private static UpgradeData third;
    private static EmbeddingModel first;
    private static UpgradePlan plan;
    private static SequencePlan sequence;
    private static UpgradedSequence trained;
    private static SequenceReport report;

    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    @BeforeAll
    static void trainThreeGenerations() {
        ImageDataset glyphs = Datasets.glyphs(
                GlyphSettings.frozen().withClasses(12).withImagesPerClass(6).withSize(16));
        SequenceSplit growth = SequenceSplit.ofImages(3);
        second = glyphs.split(growth.step(2), 7);
        third = glyphs.split(growth.step(3), 7);
        first = EmbeddingModel.training(TinyUpgrade.NET, second.oldTraining())
                .epochs(1)
                .batchSize(8)
                .device(cpu())
                .train();
        plan = upgrade()
                .from(first)
                .to(TinyUpgrade.NET)
                .with(TinyUpgrade.dmu())
                .on(second)
                .epochs(2)
                .batchSize(8)
                .device(cpu())
                .seed(5);
        sequence = plan.then(TinyUpgrade.WIDER, third, step -> step.epochs(3));
        trained = sequence.savingTo(shared.resolve("complete")).train();
        report = trained.evaluate(mAP(), hitRateAt(1));
    }

    @AfterAll
    static void free() {
        trained.close();
        first.close();
    }

    private static List<String> hashes(UpgradedSequence of) {
        try (of) {
            return of.upgrades().stream()
                    .map(u -> u.newModel().hash() + " "
                            + u.upgradeModule().orElseThrow().fingerprint())
                    .toList();
        }
    }

    @Test
    void theFirstUpgradeIsTheRunOfItsPlanAloneAndTheNextStartsFromItsEvolvedGallery() {
        try (UpgradedModel alone = plan.train();
                UpgradedModel next = upgrade()
                        .from(alone)
                        .to(TinyUpgrade.WIDER)
                        .with(TinyUpgrade.dmu())
                        .on(third)
                        .epochs(3)
                        .batchSize(8)
                        .device(cpu())
                        .seed(trained.upgrades().get(1).seed())
                        .train()) {
            assertThat(trained.model(2).hash()).isEqualTo(alone.newModel().hash());
            assertThat(trained.model(3).hash()).isEqualTo(next.newModel().hash());
            UpgradedSequence chained = UpgradedSequence.of(alone, next);
            assertThat(chained.evaluate(mAP()).compatibility(EVOLVED, mAP()).averageMetric())
                    .isEqualTo(report.compatibility(EVOLVED, mAP()).averageMetric());
            chained.close();
            assertThat(next.newModel().embed(second.test().queries()).size())
                    .isEqualTo(second.test().queries().size());
            assertThatThrownBy(() -> UpgradedSequence.of(next, alone))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("does not start from what upgrade 1 left");
        }
        assertThat(trained.upgrades().get(0).seed()).isEqualTo(5);
        assertThat(trained.upgrades().get(1).seed()).isNotEqualTo(5);
    }

    @Test
    void everyCellIsThePairingThatTheSingleUpgradesMeasure() {
        UpgradeReport one = trained.upgrades().get(0).evaluate(mAP());
        UpgradeReport two = trained.upgrades().get(1).evaluate(mAP());

        assertThat(report.value(1, 1, REEMBEDDED, mAP())).isEqualTo(one.value(OLD_TO_OLD, mAP()));
        assertThat(report.value(2, 1, KEPT, mAP())).isEqualTo(one.value(NEW_TO_OLD, mAP()));
        assertThat(report.value(2, 1, EVOLVED, mAP())).isEqualTo(one.value(NEW_TO_ADAPTED, mAP()));
        assertThat(report.value(2, 2, KEPT, mAP())).isEqualTo(one.value(NEW_TO_NEW, mAP()));
        assertThat(report.value(2, 1, EVOLVED, mAP())).isEqualTo(two.value(OLD_TO_OLD, mAP()));
        assertThat(report.value(3, 1, EVOLVED, mAP())).isEqualTo(two.value(NEW_TO_ADAPTED, mAP()));
        assertThat(report.value(3, 3, EVOLVED, mAP())).isEqualTo(two.value(NEW_TO_NEW, mAP()));
        assertThat(report.value(3, 1, KEPT, mAP())).as("another dimension").isNaN();
        assertThat(report.gain(3, mAP())).isEqualTo(two.value(NEW_TO_ADAPTED, mAP()) - two.value(OLD_TO_OLD, mAP()));
        assertThat(report.gainInterval(3, mAP()).low()).isLessThanOrEqualTo(report.gain(3, mAP()));
        assertThat(report.verdict().compatible()).isEqualTo(report.gain(2, mAP()) > 0 && report.gain(3, mAP()) > 0);
    }

    @Test
    void aGalleryOfTheFirstModelIsMovedAllTheWayAtOnce() {
        LabeledImages gallery = third.test().gallery();
        EmbeddingSet stored = first.embed(gallery);
        EmbeddingSet stepByStep =
                trained.upgrades().get(1).adapt(trained.upgrades().get(0).adapt(stored));

        assertThat(trained.adapt(stored).vectors()).isEqualTo(stepByStep.vectors());
        assertThat(trained.adapt(stored).contract()).isEqualTo(stepByStep.contract());
        Path out = temporary.resolve("v3.npy");
        trained.upgradeGallery(Gallery.of(stored)).save(out);
        assertThat(Gallery.npy(out).toEmbeddingSet().vectors()).isEqualTo(stepByStep.vectors());
    }

    @Test
    void tablesHaveTheNumbersOfTheReport() {
        Table all = report.table();
        // two metrics, each with 3 re-embedded, 1 kept and 3 evolved
        assertThat(all.rowCount()).isEqualTo(14);
        assertThat(all.stringColumn("gallery").countOccurrences("kept")).isEqualTo(2);
        Table triangle = report.matrixTable(EVOLVED, mAP());
        assertThat(triangle.doubleColumn("gallery by v1").get(2)).isEqualTo(report.value(3, 1, EVOLVED, mAP()));
        assertThat(triangle.doubleColumn("gallery by v3").isMissing(1)).isTrue();
        Table steps = report.stepsTable();
        assertThat(steps.stringColumn("upgrade").asList()).containsExactly("v1 to v2", "v2 to v3");
        assertThat(steps.doubleColumn("gain").get(1)).isEqualTo(report.gain(3, mAP()));
        assertThat(steps.doubleColumn("re-embedded").get(1)).isEqualTo(report.value(3, 3, REEMBEDDED, mAP()));
        assertThat(report.summaryTable().doubleColumn("AC").get(1))
                .isEqualTo(report.compatibility(EVOLVED, mAP()).averageCompatibility());
        assertThat(report.plot(hitRateAt(1)).title()).startsWith("hitRate@1 by query and gallery model");
    }

    @Test
    void aStoppedSequenceGoesOnByTheSameCallAndEndsAsIfItHadNotStopped() {
        Path folder = temporary.resolve("stopped");
        assertThatThrownBy(() -> sequence.savingTo(folder)
                        .listener(new InterruptedAt(2, 4))
                        .train())
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("stopped at step 4")
                .hasMessageContaining("train the same sequence with savingTo(Path.of(\"" + folder + "\"))")
                .hasMessageNotContaining("UpgradePlan.resume");
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> UpgradedSequence.load(folder))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the upgrade to v3 of 3 generations is \"interrupted\"")
                .hasMessageContaining("train the same sequence");

        List<UpgradeEvent> heard = new ArrayList<>();
        assertThat(hashes(sequence.savingTo(folder).listener(heard::add).train()))
                .isEqualTo(hashes(UpgradedSequence.load(shared.resolve("complete"))));
        assertThat(heard.get(0)).isEqualTo(new UpgradeEvent.SequenceStarted(2, 5));
        assertThat(heard.stream()
                        .filter(e -> e instanceof UpgradeEvent.RunStarted)
                        .count())
                .isEqualTo(2);
        assertThat(heard.stream()
                        .filter(e -> e instanceof UpgradeEvent.StageStarted started
                                && started.stage().equals(TRAINING))
                        .count())
                .as("v2 is only loaded")
                .isEqualTo(1);
    }

    /** Interrupts its thread at a step of the n-th training. */
    private static final class InterruptedAt implements UpgradeListener {
        private final int training;
        private final int step;
        private int trainings;

        InterruptedAt(int training, int step) {
            this.training = training;
            this.step = step;
        }

        @Override
        public void on(UpgradeEvent event) {
            if (event instanceof UpgradeEvent.StageStarted started
                    && started.stage().equals(TRAINING)) {
                trainings++;
            } else if (event instanceof UpgradeEvent.StepCompleted completed
                    && trainings == training
                    && completed.step() == step
                    && completed.stage().equals(TRAINING)) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aLoadedSequenceHasTheSameNumbersAndALongerOneGoesOnInItsFolder() {
        Path folder = temporary.resolve("grown");
        SequencePlan shorter = SequencePlan.of(plan).savingTo(folder);
        try (UpgradedSequence upToNow = shorter.train()) {
            assertThat(upToNow.generations()).isEqualTo(2);
        }
        try (UpgradedSequence grown = sequence.savingTo(folder).train();
                UpgradedSequence loaded = UpgradedSequence.load(folder)) {
            assertThat(grown.newestModel().hash())
                    .isEqualTo(trained.newestModel().hash());
            SequenceReport again = loaded.evaluate(mAP(), hitRateAt(1));
            assertThat(again.results()).isEqualTo(report.results());
            assertThat(again.toString()).isEqualTo(report.toString());
        }
    }

    @Test
    void foldersOfSomethingElseAreRefused() throws Exception {
        assertThatThrownBy(() -> UpgradedSequence.load(shared.resolve("complete/v2")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("holds no sequence.json");
        Files.writeString(temporary.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> sequence.savingTo(temporary).train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("is not empty and holds no sequence.json");
        Path newer = Files.createDirectory(temporary.resolve("newer"));
        Files.writeString(newer.resolve("sequence.json"), "{\"schemaVersion\": 2, \"generations\": 3}");
        assertThatThrownBy(() -> UpgradedSequence.load(newer)).hasMessageContaining("newer version (schema 2");
        assertThatThrownBy(() ->
                        sequence.seed(6).savingTo(shared.resolve("complete")).train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("holds a run of another plan; it differs in seed");
    }

    @Test
    void theUpgradesHaveOnePlanOfAllTheirStages() {
        List<UpgradeEvent.PlannedStageStarted> begun = new ArrayList<>();
        sequence.listener(event -> {
                    if (event instanceof UpgradeEvent.PlannedStageStarted stage) {
                        begun.add(stage);
                    }
                })
                .train()
                .close();

        assertThat(begun)
                .extracting(UpgradeEvent.PlannedStageStarted::stage)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        assertThat(begun).allMatch(stage -> stage.stages() == 14);
        assertThat(begun.get(2).name()).isEqualTo("upgrade 1 of 2: training of the new model by DMU");
        assertThat(begun.get(13).name()).isEqualTo("upgrade 2 of 2: training of the upgrade module");
        assertThat(begun.get(10).left().unknownStages()).isZero();
    }

    @Test
    void withoutUpgradeModulesEachModelIsTrainedAgainstTheOneBeforeAndTheGalleryIsKept() {
        try (UpgradedSequence kept =
                plan.with(new Bct()).then(TinyUpgrade.NET, third).train()) {
            SequenceReport measured = kept.evaluate(mAP());

            assertThat(kept.isAdapting()).isFalse();
            assertThat(kept.upgrades().get(1).oldModel().hash())
                    .isEqualTo(kept.model(2).hash());
            assertThat(measured.value(3, 1, EVOLVED, mAP())).isNaN();
            assertThat(measured.value(3, 1, KEPT, mAP())).isBetween(0.0, 1.0);
            assertThat(measured.verdict().sentence()).contains("that v1 embedded, kept: mAP");
            assertThatThrownBy(kept::adapter)
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("no upgrade module");
            Texts.requireShort(kept.toString());
            Texts.requireShort(measured.toString());
        }
    }

    @Test
    void aModelThatIsTrainedAlreadyOnlyMovesTheGalleryOn() {
        try (UpgradedSequence moved = plan.then(trained.newestModel(), third).train()) {
            assertThat(moved.newestModel().hash())
                    .isEqualTo(trained.newestModel().hash());
            assertThat(moved.upgrades().get(1).method()).isEqualTo("independent");
            assertThat(moved.evaluate(mAP()).value(3, 1, EVOLVED, mAP())).isBetween(0.0, 1.0);
        }
        assertThat(trained.newestModel().embed(third.test().queries()).size()).isPositive();
    }

    @Test
    void allProblemsAreToldBeforeAnythingIsTrained() {
        SequencePlan wrong = plan.then(
                        TinyUpgrade.WIDER,
                        third,
                        step -> step.with(TinyUpgrade.dmu()
                                .withForwardAdaptation(a -> a.start(ForwardAdaptation.Start.IDENTITY))))
                .then(TinyUpgrade.NET, third, step -> step.with(new Bct()));

        assertThat(wrong.problems())
                .hasSize(2)
                .anyMatch(p -> p.startsWith("upgrade 2 of 3: the forward adaptation starts at the identity")
                        && p.contains("the old model has 8 and the new one 10"))
                .anyMatch(p -> p.startsWith("some upgrades have an upgrade module and others have none"));
        assertThatThrownBy(() -> wrong.savingTo(temporary.resolve("none")).train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the sequence has 2 problems");
        assertThat(temporary.resolve("none")).doesNotExist();
        assertThat(sequence.problems()).isEmpty();
    }

    @Test
    void aSequenceIsMeasuredOnOneTestSet() {
        UpgradeData other = Datasets.glyphs(GlyphSettings.frozen()
                        .withClasses(12)
                        .withImagesPerClass(8)
                        .withSize(16))
                .split(SequenceSplit.ofImages(3).step(3), 7);
        try (UpgradedSequence mixed = plan.then(TinyUpgrade.NET, other).train()) {
            assertThatThrownBy(mixed::evaluate)
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("2 different sets of test images")
                    .hasMessageContaining("evaluateOn(images, name, metrics)");
            assertThat(mixed.evaluateOn(other.test(), "other test", mAP()).subjectLine())
                    .endsWith("other test");
        }
    }

    @Test
    void whatWasNotMeasuredIsSaidToBeMissing() {
        assertThatThrownBy(() -> report.value(3, 1, EVOLVED, hitRateAt(9))).hasMessageContaining("was not measured");
        assertThatThrownBy(() -> report.value(1, 2, EVOLVED, mAP())).hasMessageContaining("there are v1 to v3");
        assertThatThrownBy(() -> report.gain(1, mAP())).hasMessageContaining("upgrades to v2 up to v3");
        assertThatThrownBy(() -> trained.model(4)).hasMessageContaining("no v4");
    }

    @Test
    void textsAreShortAndSayWhatComesNext() {
        Texts.requireShort(sequence.toString());
        Texts.requireShort(trained.toString());
        Texts.requireShort(report.toString());
        assertThat(report.toString())
                .contains(String.format(Locale.ROOT, "%8.3f", report.value(3, 1, EVOLVED, mAP())), "evolved   AC");
        SequencePlan many = sequence;
        for (int i = 0; i < 12; i++) {
            many = many.then(TinyUpgrade.NET, third);
        }
        Texts.requireShort(many.toString());
        assertThat(many.generations()).isEqualTo(15);
        assertThat(many.toString()).contains("v7", "more    8 upgrades, to v15").doesNotContain("v8");
    }

    @Test
    void filesHoldEveryNumber() throws Exception {
        Path page = temporary.resolve("sequence.html");
        report.saveHtml(page);
        assertThat(Files.readString(page))
                .contains(
                        "Upgrades in a row without backfilling",
                        "synthetic data",
                        "v2 to v3",
                        "evolved by every upgrade")
                .contains(report.verdict().sentence().replace(">", "&gt;"));
        Path json = temporary.resolve("sequence.json");
        report.saveJson(json);
        String text = Files.readString(json);
        IntStream.rangeClosed(1, 3).forEach(k -> assertThat(text).contains("\"v3-to-v" + k));
    }
}
