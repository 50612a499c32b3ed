package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.model.PretrainedBackbone;
import io.github.dmu4j.model.PublishedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs of a network that begins from published weights: when the file is needed, and when it is not. */
class PretrainedRunsTest extends CompleteRun {
    private Path file;
    private UpgradePlan begun;

    @BeforeEach
    void writeTheWeights() {
        file = PublishedWeights.write(temporary.resolve("net.safetensors"), TinyUpgrade.NET, Preprocessing.grey(16));
        begun = planOf(file);
    }

    private static UpgradePlan planOf(Path weights) {
        PretrainedBackbone net = TinyUpgrade.NET.pretrained(weights);
        return Upgrade.upgrade()
                .from(old)
                .to(net)
                .withoutCompatibility()
                .on(data)
                .epochs(3)
                .training(s -> s.withBatchSize(8))
                .device(cpu())
                .seed(5);
    }

    @Test
    void aRunGoesOnFromItsCheckpointAndIsLoadedWithoutTheFile() throws IOException {
        Path run = temporary.resolve("run");
        Result whole = Result.of(begun.train());
        interrupt(begun, run);
        Files.delete(file);

        assertThat(Result.of(UpgradePlan.resume(run).train())).isEqualTo(whole);
        try (UpgradedModel loaded = UpgradedModel.load(run);
                UpgradedModel again = UpgradePlan.resume(run).train()) {
            assertThat(loaded.newModel().hash()).isEqualTo(whole.modelHash());
            assertThat(again.newModel().hash()).isEqualTo(whole.modelHash());
        }
    }

    @Test
    void aRunWithoutACheckpointNeedsTheFileAsItWas() throws IOException {
        Path run = temporary.resolve("run");
        stopBeforeTraining(begun.savingTo(run));
        Path moved = Files.move(file, temporary.resolve("elsewhere.safetensors"));

        assertThatThrownBy(() -> UpgradePlan.resume(run).train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the plan has 1 problem")
                .hasMessageContaining(file + ", are not there");
        PublishedWeights.write(file, TinyUpgrade.NET.widths(4, 4, 5), Preprocessing.grey(16));
        assertThat(UpgradePlan.resume(run).problems())
                .singleElement()
                .asString()
                .contains("have changed");
        assertThat(Result.of(planOf(moved).savingTo(run).train()))
                .isEqualTo(Result.of(planOf(moved).train()));
    }

    @Test
    void theFileDecidesAndNotItsPlace() throws IOException {
        Path run = temporary.resolve("run");
        begun.savingTo(run).train().close();
        Path copy = Files.copy(file, temporary.resolve("copy.safetensors"));
        Path other = PublishedWeights.write(temporary.resolve("other"), TinyUpgrade.NET, Preprocessing.colour(16));

        planOf(copy).savingTo(run).train().close();
        assertThatThrownBy(() -> planOf(other).savingTo(run).train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("it differs in backbone.sha256 (stored");
    }

    @Test
    void aTrainedModelSaysWhereItBegan() {
        try (UpgradedModel upgraded = begun.epochs(1).train()) {
            assertThat(upgraded.newModel().toString()).contains("arrays of net.safetensors; anew: embedding, neck");
        }
    }

    private static void stopBeforeTraining(UpgradePlan toBegin) {
        UpgradePlan stopping = toBegin.listener(event -> {
            if (event instanceof UpgradeEvent.RunStarted) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(stopping::train).isInstanceOf(RunCancelled.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
