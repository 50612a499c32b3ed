package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.data.Scenario.extendedClass;
import static io.github.dmu4j.retrieval.Metric.hitRateAt;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.SelectionMeasure;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.model.OptimizerSpec;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.ResultFiles;
import io.github.dmu4j.run.TrainingHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs resumed and loaded by their folder alone, on 24 drawings to train on. */
class SavedRunsTest {
    private static UpgradeData data;
    private static EmbeddingModel old;
    private static UpgradePlan plan;

    @TempDir
    static Path shared;

    private static Path complete;
    private static UpgradedModel trained;
    private static UpgradeReport report;

    @TempDir
    Path temporary;

    @BeforeAll
    static void trainOne() {
        data = Datasets.glyphs(GlyphSettings.frozen()
                        .withClasses(12)
                        .withImagesPerClass(6)
                        .withSize(16))
                .split(extendedClass(0.5), 7);
        old = EmbeddingModel.training(TinyUpgrade.NET, data.oldTraining())
                .epochs(1)
                .batchSize(8)
                .device(cpu())
                .train();
        plan = upgrade()
                .from(old)
                .to(TinyUpgrade.NET)
                .with(TinyUpgrade.dmu())
                .on(data)
                .epochs(3)
                .training(s -> s.withBatchSize(8)
                        .withValidateEvery(2)
                        .withLearningRate(0.05)
                        .withOptimizer(OptimizerSpec.adamW()))
                .device(cpu())
                .seed(5);
        complete = shared.resolve("complete");
        trained = plan.savingTo(complete).train();
        report = trained.evaluate(mAP(), hitRateAt(1));
    }

    @AfterAll
    static void free() {
        trained.close();
        old.close();
    }

    private record Result(String model, Optional<String> module, TrainingHistory history) {
        static Result of(UpgradedModel upgraded) {
            try (upgraded) {
                return new Result(
                        upgraded.newModel().hash(),
                        upgraded.upgradeModule().map(UpgradeModule::fingerprint),
                        upgraded.history());
            }
        }
    }

    /** Trains into {@code run} and is interrupted after the fourth of nine steps. */
    private static void interrupt(UpgradePlan toBegin, Path run) {
        UpgradePlan stopping = toBegin.savingTo(run).listener(event -> {
            if (event instanceof UpgradeEvent.StepCompleted step
                    && step.stage().startsWith("train ")
                    && step.step() == 4) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(stopping::train)
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("UpgradePlan.resume(Path.of(\"" + run + "\")).train()");
        assertThat(Thread.interrupted()).isTrue();
    }

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
    void anIncompleteRunIsNotLoadedAndTheErrorSaysHowToGoOn() {
        Path run = temporary.resolve("run");
        interrupt(plan, run);
        assertThatThrownBy(() -> UpgradedModel.load(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("is not complete, its status is \"interrupted\"")
                .hasMessageContaining("UpgradePlan.resume(Path.of(\"" + run + "\")).train()");
    }

    @Test
    void dataOfOnesOwnIsPassedAndOtherDataIsRefused() {
        Path run = temporary.resolve("run");
        UpgradePlan own = plan.on(TinyUpgrade.data()).with(new Bct());
        interrupt(own.batchSize(16), run);

        assertThatThrownBy(() -> UpgradePlan.resume(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("\"tiny\", cannot be opened")
                .hasMessageContaining("UpgradePlan.resume(run, data)");
        assertThatThrownBy(() -> UpgradePlan.resume(run, data))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the data is not that of " + run)
                .hasMessageContaining("name (stored \"tiny\"")
                .hasMessageContaining("; newTraining (stored");
        UpgradePlan resumed = UpgradePlan.resume(run, TinyUpgrade.data());
        Result whole = Result.of(own.batchSize(16).train());
        assertThat(Result.of(resumed.train())).isEqualTo(whole);
        try (UpgradedModel loaded = UpgradedModel.load(run)) {
            assertThat(loaded.newModel().hash()).isEqualTo(whole.model);
            assertThatThrownBy(() -> loaded.evaluate(mAP()))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("UpgradedModel.load(run, data)");
        }
        try (UpgradedModel loaded = UpgradedModel.load(run, TinyUpgrade.data())) {
            assertThat(loaded.evaluate(mAP()).results()).hasSize(3);
        }
    }

    @Test
    void otherTestImagesAreRefusedToo() {
        UpgradeData turned = new UpgradeData(
                data.name(),
                data.scenario(),
                data.seed(),
                data.oldTraining(),
                data.newTraining(),
                data.validation(),
                data.validation());
        assertThatThrownBy(() -> UpgradedModel.load(complete, turned))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("it differs in test gallery (stored")
                .hasMessageContaining("test queries (stored");
    }

    @Test
    void dataThatIsGoneIsNamed() {
        Path run = changed(record -> ((ObjectNode) record.path("sources"))
                .putObject("data")
                .put("kind", "manifest")
                .put("path", temporary.resolve("gone.zip").toString()));
        assertThatThrownBy(() -> UpgradePlan.resume(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("cannot be opened again: no file " + temporary.resolve("gone.zip"))
                .hasMessageContaining("UpgradePlan.resume(run, data)");
    }

    @Test
    void aMethodThatNobodyKnowsOrThatComesOutOtherwiseIsNamed() {
        Path unknown = changed(record -> method(record).put("name", "mine x3"));
        assertThatThrownBy(() -> UpgradePlan.resume(unknown))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no method is called \"mine x3\"; known are DMU, BCT, independent")
                .hasMessageContaining("train the plan that began the run, with savingTo(Path.of(\"" + unknown);
        Path forgetful = changed(record -> {
            method(record).put("name", "agreement x2.0");
            method(record).putObject("options").put("weight", 2.0).put("temperature", 3);
        });
        assertThatThrownBy(() -> UpgradePlan.resume(forgetful))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("options.temperature (stored 3, asked nothing)")
                .hasMessageContaining("MethodProvider");
    }

    private static ObjectNode method(ObjectNode record) {
        return (ObjectNode) record.path("plan").path("method");
    }

    @Test
    void anOldModelThatIsGoneOrAnotherOneIsNamed() throws IOException {
        Path run = copyOfComplete();
        Files.delete(run.resolve("old").resolve("model.json"));
        assertThatThrownBy(() -> UpgradedModel.load(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the old model is not in " + run.resolve("old"))
                .hasMessageContaining("savingTo(Path.of(\"" + run + "\")), which copies it");
        trained.newModel().save(run.resolve("old"));
        assertThatThrownBy(() -> UpgradePlan.resume(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the old model of " + run + " has the hash")
                .hasMessageContaining(old.hash().substring(0, 12));
        Files.delete(run.resolve("old").resolve("model.json"));
        Result again = Result.of(plan.savingTo(run).train());
        assertThat(again.model).isEqualTo(trained.newModel().hash());
        assertThat(UpgradedModel.load(run).oldModel().hash()).isEqualTo(old.hash());
    }

    @Test
    void anUpgradeModuleOfAnotherRunIsNotLoaded() {
        Path run = copyOfComplete();
        UpgradeModule psi = trained.upgradeModule().orElseThrow();
        UpgradeModule.linear(psi.input(), psi.output(), psi.linear()).save(run.resolve("upgrade-module.safetensors"));
        assertThatThrownBy(() -> UpgradedModel.load(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("is not the one that the run trained");
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
    void aFolderWithoutARunAndARunOfASingleModelAreRefused() {
        assertThatThrownBy(() -> UpgradePlan.resume(temporary))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("holds no run.json");
        Path single = changed(record -> ((ObjectNode) record.path("plan")).put("kind", "model"));
        assertThatThrownBy(() -> UpgradedModel.load(single))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("of the kind \"model\", not of an upgrade")
                .hasMessageContaining("EmbeddingModel.load");
    }

    @Test
    void aRecordThatCannotBeReadNamesTheField() {
        Path run = changed(record -> ((ObjectNode) record.path("plan").path("backbone")).put("type", "no.such.Net"));
        assertThatThrownBy(() -> UpgradePlan.resume(run))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("run.json has a field backbone that cannot be read")
                .hasMessageContaining("no.such.Net");
        Path lacking = changed(record -> ((ObjectNode) record.path("plan").path("training")).remove("head"));
        assertThatThrownBy(() -> UpgradePlan.resume(lacking))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("run.json has no field training.head");
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

    /** A copy of the complete run with a changed record. */
    private Path changed(Consumer<ObjectNode> change) {
        Path run = copyOfComplete();
        ObjectNode record = (ObjectNode) Json.read(run.resolve("run.json"));
        change.accept(record);
        Json.write(run.resolve("run.json"), record);
        return run;
    }

    private Path copyOfComplete() {
        try (Stream<Path> files = Files.walk(complete)) {
            Path run = Files.createTempDirectory(temporary, "copy");
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = run.resolve(complete.relativize(file).toString());
                Files.createDirectories(target.resolveSibling(".").normalize());
                Files.copy(file, target);
            }
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
