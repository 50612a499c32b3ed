package io.github.dmu4j;

import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.UpgradeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs that are incomplete, of other data, or lack a part: refused, each with what to do. */
class RefusedRunsTest extends CompleteRun {
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
            assertThat(loaded.newModel().hash()).isEqualTo(whole.modelHash());
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
        assertThat(again.modelHash()).isEqualTo(trained.newModel().hash());
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
}
