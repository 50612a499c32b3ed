package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.Methods.bct;
import static io.github.dmu4j.Methods.independent;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.data.Scenario.extendedClass;
import static io.github.dmu4j.eval.Pairing.INDEPENDENT;
import static io.github.dmu4j.eval.Pairing.NEW_TO_ADAPTED;
import static io.github.dmu4j.eval.Pairing.NEW_TO_NEW;
import static io.github.dmu4j.eval.Pairing.NEW_TO_OLD;
import static io.github.dmu4j.eval.Pairing.OLD_TO_OLD;
import static io.github.dmu4j.model.Backbones.resNet10;
import static io.github.dmu4j.retrieval.Metric.hitRateAt;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static io.github.dmu4j.retrieval.Metric.recallAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.model.ResNet;
import io.github.dmu4j.retrieval.Bootstrap;
import io.github.dmu4j.retrieval.Interval;
import io.github.dmu4j.run.FrozenModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fluent API from the data set to the HTML report, on a few small drawings; trained once for all tests. */
class FluentUpgradeTest {
    private static final ResNet NET = resNet10(8).widths(16, 16, 16);

    private static UpgradeData data;
    private static EmbeddingModel old;
    private static EmbeddingModel bare; // the same without its classifier, as a TorchScript file is
    private static UpgradePlan plan;
    private static UpgradedModel upgraded;
    private static UpgradeReport report;
    private static MethodComparison comparison;
    private static final List<UpgradeEvent.PlannedStageStarted> stages = new ArrayList<>();

    @BeforeAll
    static void trainEverything() {
        data = Datasets.glyphs(GlyphSettings.frozen()
                        .withClasses(60)
                        .withImagesPerClass(10)
                        .withSize(16)
                        .withDifficulty(0.5, 0.1))
                .split(extendedClass(0.5), 7);
        old = EmbeddingModel.training(NET, data.oldTraining())
                .epochs(2)
                .training(s -> s.withBatchSize(16))
                .device(cpu())
                .train();
        bare = new EmbeddingModel(new FrozenModel(old.frozen().embedder(), Optional.empty()));
        plan = upgrade()
                .from(old)
                .to(NET)
                .withSelectiveCompatibility(d ->
                        d.withForwardAdaptation(a -> a.hidden(32).epochs(10).batchSize(64)))
                .on(data)
                .epochs(6)
                .training(s -> s.withBatchSize(16).withValidateEvery(3))
                .device(cpu())
                .seed(1);
        upgraded = plan.train();
        report = upgraded.evaluate(mAP(), hitRateAt(1));
        comparison = plan.epochs(3)
                .listener(event -> {
                    if (event instanceof UpgradeEvent.PlannedStageStarted stage) {
                        stages.add(stage);
                    }
                })
                .compareWith(bct(), independent())
                .overSeeds(1, 2)
                .run();
    }

    @AfterAll
    static void free() {
        upgraded.close();
        old.close();
    }

    @Test
    void aReportHasEveryPairingOfAnUpgrade() {
        for (var pairing : List.of(OLD_TO_OLD, NEW_TO_OLD, NEW_TO_ADAPTED, NEW_TO_NEW)) {
            assertThat(report.value(pairing, mAP())).isBetween(0.0, 1.0);
            assertThat(report.value(pairing, hitRateAt(1))).isBetween(0.0, 1.0);
        }
        assertThat(report.value(INDEPENDENT, mAP())).isNaN();
        assertThat(report.updateGain(NEW_TO_ADAPTED, mAP())).isNaN(); // no reference
        assertThat(report.table().rowCount()).isEqualTo(8);
        assertThat(report.isCompatible(NEW_TO_ADAPTED))
                .isEqualTo(report.value(NEW_TO_ADAPTED, mAP()) > report.value(OLD_TO_OLD, mAP()));
        assertThat(report.verdict().compatible()).isEqualTo(report.isCompatible(NEW_TO_ADAPTED));
        assertThat(report.isCompatible(NEW_TO_NEW)).isTrue(); // more classes and epochs: the verdict is not always no
        double available = report.value(NEW_TO_NEW, mAP()) - report.value(OLD_TO_OLD, mAP());
        UpgradeReport ownReference = report.withReference(report);
        assertThat(ownReference.updateGain(NEW_TO_NEW, mAP())).isCloseTo(1, within(1e-12));
        assertThat(ownReference.updateGain(NEW_TO_ADAPTED, mAP()))
                .isCloseTo(
                        (report.value(NEW_TO_ADAPTED, mAP()) - report.value(OLD_TO_OLD, mAP())) / available,
                        within(1e-12));
        assertThat(ownReference.degradation(mAP())).isZero();
    }

    @Test
    void aComparisonHasEverySeedOfEveryMethodAndTheIndependentModelAsReference() {
        assertThat(comparison.reports()).hasSize(6);
        for (String method : List.of("DMU", "BCT", "independent")) {
            for (long seed : new long[] {1, 2}) {
                UpgradeReport one = comparison.report(method, seed).orElseThrow();
                double old = one.value(OLD_TO_OLD, mAP());
                double reference = one.value(INDEPENDENT, mAP());
                assertThat(reference)
                        .isEqualTo(comparison
                                .report("independent", seed)
                                .orElseThrow()
                                .value(NEW_TO_NEW, mAP()));
                double gain = one.updateGain(NEW_TO_ADAPTED, mAP());
                if (reference > old) {
                    assertThat(gain).isEqualTo((one.value(NEW_TO_ADAPTED, mAP()) - old) / (reference - old));
                } else {
                    assertThat(gain).isNaN();
                }
            }
        }
        assertThat(comparison.table().rowCount()).isEqualTo(6 * 2 * 5);
        assertThat(comparison.summaryTable().rowCount()).isEqualTo(3);
        assertThat(comparison.summaryTable().name()).isEqualTo("mean over 2 seeds");
        assertThat(comparison.subjectLine()).startsWith("DMU, mean over 2 seeds, glyphs-1");
        assertThat(comparison.wideTable().rowCount()).isEqualTo(6);
        assertThat(comparison.verdict().sentence()).contains("mean over 2 seeds");
    }

    @Test
    void pageAndNumbersAreSaved(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("report.html");
        Path numbers = folder.resolve("report.json");
        comparison.saveHtml(page);
        comparison.saveJson(numbers);
        assertThat(Files.readString(page))
                .contains("new-to-adapted", "synthetic", "BCT", "independent")
                .doesNotContain("src=\"http");
        String json = Files.readString(numbers);
        assertThat(json.split("\"new-to-adapted\"", -1)).hasSize(1 + 6 * 2);
        assertThat(comparison.plot().staticSvg()).contains("<svg");
        assertThat(report.plot().staticSvg()).contains("new-to-adapted");
    }

    @Test
    void aRandomModuleIsNotCompatible() {
        UpgradeModule trained = upgraded.upgradeModule().orElseThrow();
        float[] map = new float[8 * 8];
        SplittableRandom random = Seeds.random(5, "spoiled", 0);
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) random.nextDouble(-1, 1);
        }
        UpgradeModule spoiled = UpgradeModule.linear(trained.input(), trained.output(), FloatMatrix.wrap(8, 8, map));
        UpgradeReport bad = upgraded.withUpgradeModule(spoiled).evaluate(mAP());
        assertThat(bad.toString()).startsWith("not compatible: new-to-adapted");
        assertThat(bad.verdict().sentence()).startsWith("not compatible");
        assertThat(bad.value(NEW_TO_NEW, mAP())).isEqualTo(report.value(NEW_TO_NEW, mAP()));
        assertThat(bad.value(NEW_TO_ADAPTED, mAP())).isLessThan(report.value(NEW_TO_ADAPTED, mAP()));
        assertThat(upgraded.withUpgradeModule(trained).evaluate(mAP()).value(NEW_TO_ADAPTED, mAP()))
                .isEqualTo(report.value(NEW_TO_ADAPTED, mAP()));
    }

    @Test
    void anUntrainedNewModelIsNotCompatible() {
        try (UpgradedModel untrained =
                plan.epochs(1).training(s -> s.withLearningRate(1e-12)).train()) {
            UpgradeReport bad = untrained.evaluate(mAP());
            assertThat(bad.toString()).startsWith("not compatible");
            assertThat(bad.isCompatible(NEW_TO_OLD)).isFalse();
            assertThat(bad.isCompatible(NEW_TO_ADAPTED)).isFalse();
        }
    }

    @Test
    void aModuleOfOtherVectorsIsRefused() {
        UpgradeModule trained = upgraded.upgradeModule().orElseThrow();
        VectorContract newSpace = trained.output();
        VectorContract oldSpace = trained.input();
        UpgradeModule turned = UpgradeModule.linear(newSpace, oldSpace, trained.linear());
        assertThatThrownBy(() -> upgraded.withUpgradeModule(turned))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("not vectors of one space");
    }

    @Test
    void neighbourhoodsChangeAllGalleriesAndTheSplitSaysSo() {
        UpgradeReport averaged = comparison.report("DMU", 1).orElseThrow().neighbourhoods();
        assertThat(averaged.toString()).contains("test, gallery neighbourhoods of 5");
        for (var pairing : List.of(OLD_TO_OLD, NEW_TO_ADAPTED, NEW_TO_NEW, INDEPENDENT)) {
            assertThat(averaged.value(pairing, mAP()))
                    .isNotEqualTo(comparison.report("DMU", 1).orElseThrow().value(pairing, mAP()));
        }
        assertThat(averaged.neighbourhoods().results()).isEqualTo(averaged.results());
        assertThat(comparison.neighbourhoods().report("DMU", 1).orElseThrow().results())
                .isEqualTo(averaged.results());
        assertThatThrownBy(() -> report.withReference(averaged))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("evaluate both alike");
    }

    @Test
    void oneCollectionIsSearchedWithoutTheQueryItselfAndDrawnByClasses() {
        var gallery = data.test().gallery();
        UpgradeReport one = upgraded.evaluateOn(new RetrievalImages(gallery, gallery), "one collection", mAP());
        UpgradeReport two = upgraded.evaluateOn(
                new RetrievalImages(gallery, gallery.subset(allOf(gallery.size()))), "found again", hitRateAt(1));
        assertThat(two.value(OLD_TO_OLD, hitRateAt(1))).isEqualTo(1); // every query finds itself
        UpgradeReport self = upgraded.evaluateOn(new RetrievalImages(gallery, gallery), "one collection", hitRateAt(1));
        assertThat(self.value(OLD_TO_OLD, hitRateAt(1))).isLessThan(1);
        double[] values = one.score(OLD_TO_OLD, mAP()).orElseThrow().perQuery();
        Interval byClass =
                Bootstrap.standard(1).clusterMean(values, gallery.labels()).percentile();
        assertThat(one.interval(OLD_TO_OLD, mAP())).isEqualTo(byClass);
        assertThat(byClass).isNotEqualTo(Bootstrap.standard(1).mean(values).percentile());
    }

    @Test
    void oneClassAloneHasNoInterval() {
        var gallery = data.test().gallery();
        var single = gallery.subset(allOf(4));
        assertThat(single.labels()).containsOnly(single.label(0));
        UpgradeReport one = upgraded.evaluateOn(new RetrievalImages(single, single), "one class", mAP());
        assertThat(one.interval(OLD_TO_OLD, mAP()).low()).isNaN();
        assertThat(one.table().rowCount()).isEqualTo(4);
    }

    private static int[] allOf(int size) {
        return IntStream.range(0, size).toArray();
    }

    @Test
    void aMetricThatWasNotMeasuredAndAPairingThatIsNotThereAreNamed() {
        assertThatThrownBy(() -> report.value(OLD_TO_OLD, recallAt(3)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("recall@3 was not measured, only [mAP, hitRate@1]");
        assertThatThrownBy(() -> report.interval(INDEPENDENT, mAP()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no pairing independent")
                .hasMessageContaining("withReference");
    }

    @Test
    void aModelOfAnotherDimensionWithoutAModuleIsNotCompatible(@TempDir Path folder) {
        try (UpgradedModel wider = upgrade()
                .from(old)
                .to(resNet10(12).widths(16, 16, 16))
                .withoutCompatibility()
                .on(data)
                .epochs(1)
                .device(cpu())
                .train()) {
            UpgradeReport apart = wider.evaluate(mAP());
            assertThat(apart.score(NEW_TO_OLD, mAP())).isEmpty();
            assertThat(apart.verdict().sentence()).startsWith("not compatible").contains("12", "8");
            assertThat(apart.toString()).startsWith("not compatible");
            assertThatThrownBy(() -> apart.interval(NEW_TO_OLD, mAP()))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("equal dimensions");
            assertThatThrownBy(() -> wider.adapt(old.embed(data.test().gallery())))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("no upgrade module");
            apart.saveHtml(folder.resolve("apart.html"));
            assertThat(folder.resolve("apart.html")).isNotEmptyFile();
        }
    }

    @Test
    void allProblemsOfAPlanAreReportedTogether() {
        var one = data.test().queries().subset(allOf(3));
        UpgradeData leaking =
                new UpgradeData("leaking", "one class", 7, data.oldTraining(), one, data.validation(), data.test());
        UpgradePlan broken = upgrade()
                .from(bare)
                .to(NET)
                .withBackwardCompatibility(b -> b.form(Bct.Form.RAW_CLASSIFIER))
                .on(leaking)
                .device(cpu());
        assertThat(broken.problems()).hasSize(3);
        assertThatThrownBy(broken::train)
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the plan has 3 problems")
                .hasMessageContaining("3 images of 1 classes")
                .hasMessageContaining("1 test classes are trained on")
                .hasMessageContaining("needs the old model's classifier");
        assertThat(plan.problems()).isEmpty();
    }

    @Test
    void aMethodOfAUserRunsLikeOurs() {
        try (UpgradedModel own =
                plan.with(new AgreementMethod(2, Optional.empty())).train()) {
            assertThat(own.history().losses().keySet()).contains("agreement", "classification");
            assertThat(own.evaluate(mAP()).toString()).contains("agreement x2.0");
            assertThat(own.isAdapting()).isFalse();
        }
    }

    @Test
    void aModelThatWasGivenStaysOpenWhenTheUpgradeIsClosed() {
        try (EmbeddingModel trained = EmbeddingModel.training(NET, data.newTraining())
                .epochs(1)
                .seed(4)
                .device(cpu())
                .train()) {
            UpgradedModel onto = upgrade()
                    .from(old)
                    .to(trained)
                    .withForwardAdaptation(a -> a.hidden(8).epochs(1))
                    .on(data)
                    .device(cpu())
                    .train();
            assertThat(onto.newModel()).isSameAs(trained);
            assertThat(onto.isAdapting()).isTrue();
            onto.close();
            assertThat(trained.embed(data.test().queries()).size())
                    .isEqualTo(data.test().queries().size());
        }
    }

    @Test
    void textsBeginWithAShortLineAndAreShort() {
        Texts.requireShort(old.toString());
        Texts.requireShort(plan.toString());
        Texts.requireShort(
                plan.with(new Bct().form(Bct.Form.NORMALISED_CLASSIFIER).weight(0.25))
                        .toString());
        Texts.requireShort(upgraded.toString());
        Texts.requireShort(report.toString());
        Texts.requireShort(comparison.report("DMU", 1).orElseThrow().toString());
        Texts.requireShort(comparison.toString());
        assertThat(comparison.toString().lines().collect(Collectors.joining())).contains("DMU", "BCT", "independent");
    }

    @Test
    void theRunsOfAComparisonHaveOnePlanOfAllTheirStages() {
        int count = stages.get(0).stages();
        assertThat(stages)
                .extracting(UpgradeEvent.PlannedStageStarted::stage)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, count).boxed().toList());
        assertThat(stages.get(count - 1).name()).startsWith("run 6 of 6: ");
        assertThat(stages).extracting(UpgradeEvent.PlannedStageStarted::name).doesNotHaveDuplicates();
    }
}
