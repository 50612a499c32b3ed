package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.data.Scenario.extendedClass;
import static io.github.dmu4j.retrieval.Metric.hitRateAt;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.model.OptimizerSpec;
import io.github.dmu4j.run.TrainingHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A complete run on 24 drawings, for the tests beside this; made once a class. */
abstract class CompleteRun {
    static UpgradeData data;
    static EmbeddingModel old;
    static UpgradePlan plan;

    @TempDir
    static Path shared;

    static Path complete;
    static UpgradedModel trained;
    static UpgradeReport report;

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

    /** What two runs have alike if they are the same. */
    record Result(String modelHash, Optional<String> module, TrainingHistory history) {
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
    static void interrupt(UpgradePlan toBegin, Path run) {
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

    /** A copy of the complete run with a changed record. */
    Path changed(Consumer<ObjectNode> change) {
        Path run = copyOfComplete();
        ObjectNode record = (ObjectNode) Json.read(run.resolve("run.json"));
        change.accept(record);
        Json.write(run.resolve("run.json"), record);
        return run;
    }

    Path copyOfComplete() {
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
