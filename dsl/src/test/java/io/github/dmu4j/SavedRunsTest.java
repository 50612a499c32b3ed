package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.retrieval.Metric.hitRateAt;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.SelectionMeasure;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs resumed and loaded by their folder alone. */
class SavedRunsTest extends CompleteRun {
    static Stream<CompatibilityMethod> methods() {
        return Stream.of(
                TinyUpgrade.dmu().selectBy(SelectionMeasure.entropy()).weight(2),
                new Bct().form(Bct.Form.RAW_CLASSIFIER),
                new Independent(TinyUpgrade.dmu().forwardAdaptation()),
                new AgreementMethod(2, Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aRunResumedByItsFolderAloneEqualsTheUninterruptedOne(CompatibilityMethod method) {
        UpgradePlan whole = plan.with(method);
        Path run = temporary.resolve("run");
        interrupt(whole, run);

        UpgradePlan resumed = UpgradePlan.resume(run);

        assertThat(resumed.method()).isEqualTo(method);
        assertThat(resumed.data().test().queries().fingerprint())
                .isEqualTo(data.test().queries().fingerprint());
        assertThat(Result.of(resumed.train())).isEqualTo(Result.of(whole.train()));
    }

    @Test
    void aRunOnToAGivenModelHasACopyOfIt() {
        Path run = temporary.resolve("run");
        try (EmbeddingModel given = EmbeddingModel.training(TinyUpgrade.WIDER, data.newTraining())
                .epochs(1)
                .batchSize(8)
                .device(cpu())
                .train()) {
            UpgradedModel onto = upgrade()
                    .from(old)
                    .to(given)
                    .withForwardAdaptation(a -> a.hidden(8).epochs(1))
                    .on(data)
                    .device(cpu())
                    .savingTo(run)
                    .train();
            try (UpgradedModel loaded = UpgradedModel.load(run)) {
                assertThat(loaded.newModel().hash()).isEqualTo(given.hash());
                assertThat(loaded.upgradeModule()).isEqualTo(onto.upgradeModule());
            }
            assertThat(UpgradePlan.resume(run).train().upgradeModule()).isEqualTo(onto.upgradeModule());
        }
    }

    @Test
    void aLoadedRunWorksAsTheTrainedOne() {
        UpgradedModel loaded = UpgradedModel.load(complete);

        assertThat(loaded.toString()).isEqualTo(trained.toString());
        assertThat(loaded.newModel().embed(data.test().queries()).vectors())
                .isEqualTo(trained.newModel().embed(data.test().queries()).vectors());
        EmbeddingSet stored = loaded.oldModel().embed(data.test().gallery());
        assertThat(stored.vectors()).isEqualTo(old.embed(data.test().gallery()).vectors());
        assertThat(loaded.adapt(stored).vectors())
                .isEqualTo(trained.adapt(stored).vectors());
        assertThat(loaded.adapter().scores(stored.vectors()))
                .isEqualTo(trained.adapter().scores(stored.vectors()));
        UpgradeReport again = loaded.evaluate(mAP(), hitRateAt(1));
        assertThat(again.results()).isEqualTo(report.results());
        assertThat(again.toString()).isEqualTo(report.toString());
        assertThat(loaded.evaluateOnValidation(mAP()).results())
                .isEqualTo(trained.evaluateOnValidation(mAP()).results());
        assertThat(loaded.history()).isEqualTo(trained.history());
        assertThat(loaded.history().validation()).isNotEmpty();
        assertThat(loaded.selection().orElseThrow().weights())
                .isEqualTo(trained.selection().orElseThrow().weights());
        assertThat(loaded.seconds()).isEqualTo(trained.seconds());

        loaded.close();
        assertThatThrownBy(() -> loaded.oldModel().embed(data.test().queries())).isInstanceOf(RuntimeException.class);
    }

    @Test
    void evaluationLeavesItsNumbersInTheRunAndKeepsThoseOfOtherMetrics() throws IOException {
        Path run = copyOfComplete();
        Files.delete(run.resolve("results.json"));
        try (UpgradedModel loaded = UpgradedModel.load(run)) {
            List<PairingResult> first = loaded.evaluate(mAP()).results();
            assertThat(ResultFiles.readJson(run.resolve("results.json"))).isEqualTo(first);
            List<PairingResult> second = loaded.evaluate(hitRateAt(1)).results();
            List<PairingResult> unused = loaded.evaluateOnValidation(mAP()).results();
            assertThat(unused).isNotEqualTo(first);
            List<PairingResult> both = Stream.of(
                            first, second, loaded.evaluate(mAP()).results())
                    .flatMap(List::stream)
                    .distinct()
                    .toList();
            assertThat(ResultFiles.readJson(run.resolve("results.json"))).isEqualTo(both);
            assertThat(run.resolve("results.csv")).hasContent(ResultFiles.csv(both));
            assertThat(Files.readAllLines(run.resolve("results.csv")))
                    .hasSize(1 + 2 * 4)
                    .first()
                    .asString()
                    .startsWith("method,seed,scenario,pairing,metric,value");

            Path gone = Files.move(run, temporary.resolve("moved"));
            assertThat(loaded.evaluate(mAP()).results()).isEqualTo(first);
            assertThat(run).doesNotExist();
            assertThat(ResultFiles.readJson(gone.resolve("results.json"))).isEqualTo(both);
        }
    }

    @Test
    void aTorchScriptFileStaysWhereItIs() throws IOException, URISyntaxException {
        Path file = Files.copy(
                Path.of(Objects.requireNonNull(Embedder.class.getResource("means.pt"))
                        .toURI()),
                temporary.resolve("old.pt"));
        Path run = temporary.resolve("run");
        Preprocessing grey = new Preprocessing(8, 1, List.of(0.0), List.of(1.0));
        try (EmbeddingModel foreign = EmbeddingModel.torchScript(file, grey, cpu())) {
            UpgradedModel upgraded = upgrade()
                    .from(foreign)
                    .to(TinyUpgrade.NET)
                    .withoutCompatibility()
                    .on(data)
                    .epochs(1)
                    .device(cpu())
                    .savingTo(run)
                    .train();
            upgraded.close();
            try (UpgradedModel loaded = UpgradedModel.load(run)) {
                assertThat(loaded.oldModel().hash()).isEqualTo(foreign.hash());
                assertThat(loaded.oldModel().preprocessing()).isEqualTo(grey);
            }
        }
        Files.delete(file);
        assertThatThrownBy(() -> UpgradedModel.load(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("is the TorchScript file " + file + ", which is not there");
    }

    @Test
    void anOnnxFileStaysWhereItIs() throws IOException, URISyntaxException {
        Path file = Files.copy(
                Path.of(Objects.requireNonNull(Embedder.class.getResource("onnx/any-batch.onnx"))
                        .toURI()),
                temporary.resolve("old.onnx"));
        Path run = temporary.resolve("run");
        Preprocessing grey = new Preprocessing(8, 1, List.of(0.0), List.of(1.0));
        try (EmbeddingModel foreign = EmbeddingModel.onnx(file, grey)) {
            assertThat(foreign.toString()).contains("old.onnx, ONNX, dimension 3 on cpu()");
            upgrade()
                    .from(foreign)
                    .to(TinyUpgrade.NET)
                    .withoutCompatibility()
                    .on(data)
                    .epochs(1)
                    .device(cpu())
                    .savingTo(run)
                    .train()
                    .close();
            try (UpgradedModel loaded = UpgradedModel.load(run)) {
                assertThat(loaded.oldModel().hash()).isEqualTo(foreign.hash());
                assertThat(loaded.oldModel().preprocessing()).isEqualTo(grey);
                assertThat(loaded.oldModel().embed(data.test().queries()).vectors())
                        .isEqualTo(foreign.embed(data.test().queries()).vectors());
            }
        }
        Files.delete(file);
        assertThatThrownBy(() -> UpgradedModel.load(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("is the ONNX file " + file + ", which is not there");
    }

    @Test
    void anUpgradeOfAnEvolvedGalleryGoesOnByItsPlanOnly() {
        Path run = temporary.resolve("run");
        try (UpgradedModel next = upgrade()
                .from(trained)
                .to(TinyUpgrade.NET)
                .withoutCompatibility()
                .on(data)
                .epochs(1)
                .device(cpu())
                .savingTo(run)
                .train()) {
            assertThatThrownBy(() -> UpgradedModel.load(run))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("the old model of " + run + " is \"evolved ")
                    .hasMessageContaining("train the plan that began the run");
            assertThat(next.evaluate(mAP()).results()).hasSize(3);
            assertThat(run.resolve("results.csv")).exists();
        }
    }

    @Test
    void aRecordWithoutSourcesIsLoadedWithTheDataAndTheModelsOfItsFolder() {
        Path run = changed(record -> record.remove("sources"));
        assertThatThrownBy(() -> UpgradePlan.resume(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("UpgradePlan.resume(run, data)");
        try (UpgradedModel loaded = UpgradedModel.load(run, data)) {
            assertThat(loaded.newModel().hash()).isEqualTo(trained.newModel().hash());
        }
    }
}
