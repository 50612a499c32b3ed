package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.event.PlannedStage;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.SelectionMeasure;
import io.github.dmu4j.model.DeviceGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stages of a run: those that were planned, each once. */
class UpgradeStagesTest extends TinyOldModel {
    @TempDir
    Path temporary;

    private static List<String> begun(List<UpgradeEvent> heard) {
        return heard.stream()
                .filter(UpgradeEvent.PlannedStageStarted.class::isInstance)
                .map(event -> ((UpgradeEvent.PlannedStageStarted) event).name())
                .toList();
    }

    static Stream<CompatibilityMethod> methodsOfAllPlans() {
        return Stream.of(
                TinyUpgrade.dmu(),
                TinyUpgrade.dmu().selectBy(SelectionMeasure.entropy()),
                TinyUpgrade.dmu().withoutForwardAdaptation(),
                new Bct(),
                new Bct().adaptingWith(TinyUpgrade.dmu().forwardAdaptation()),
                new Independent(),
                new Independent(TinyUpgrade.dmu().forwardAdaptation()));
    }

    @ParameterizedTest
    @MethodSource("methodsOfAllPlans")
    void everyStageOfThePlanComesInItsOrder(CompatibilityMethod method) {
        List<UpgradeEvent> heard = new ArrayList<>();
        with(method).execute(Optional.empty(), heard::add, Cancellation.NEVER);
        List<String> planned = UpgradeStages.of(TinyUpgrade.task(old, method)).stream()
                .map(PlannedStage::name)
                .toList();

        assertThat(begun(heard)).isEqualTo(planned);
        assertThat(heard.stream().filter(UpgradeEvent.StageStarted.class::isInstance))
                .as("none beside the plan")
                .hasSameSizeAs(planned);
    }

    @Test
    void thePlanOfATrainedModelIsThatOfItsModule() {
        List<UpgradeEvent> heard = new ArrayList<>();
        CompatibilityMethod method = new Independent(TinyUpgrade.dmu().forwardAdaptation());
        UpgradeExecution.execute(new UpgradeTask(
                old,
                Optional.empty(),
                Optional.of(old),
                method,
                TinyUpgrade.data(),
                TinyUpgrade.SETTINGS,
                5,
                DeviceGroup.of(Device.cpu()),
                Optional.empty(),
                heard::add,
                Cancellation.NEVER));

        assertThat(begun(heard))
                .containsExactly(
                        "vectors of the training images by the old model",
                        "scores of the old vectors by trueProbability",
                        "vectors of the training images by the new model",
                        "vectors of invented view 1 by the old model",
                        "vectors of invented view 1 by the new model",
                        "training of the upgrade module");
    }

    @Test
    void theStagesOfAPlanHaveTheirWork() {
        List<PlannedStage> stages = UpgradeStages.of(TinyUpgrade.task(old, TinyUpgrade.dmu()));

        // 96 images in 6 batches of 16, twice; 96 pairs of their own and 96 invented, twice
        assertThat(stages).extracting(PlannedStage::units).containsExactly(96.0, 96.0, 192.0, 96.0, 96.0, 96.0, 384.0);
        double operations = TinyUpgrade.NET
                .multiplyAdds(TinyUpgrade.images().preprocessing())
                .orElseThrow();
        assertThat(stages)
                .extracting(PlannedStage::operations)
                .containsExactly(operations, 0.0, 3 * operations, operations, operations, operations, 0.0);
        assertThat(stages.get(3).work()).isEqualTo(stages.get(0).work()).startsWith("resNet10(8)");
    }

    @Test
    void oldVectorsAreScoredOnceForMethodAndModuleAndForAllSessions() throws IOException {
        TinyRun run = with(TinyUpgrade.dmu());
        Path folder = temporary.resolve("scored");
        List<String> stages = new ArrayList<>();
        TinyRun.Stopwatch stopwatch = new TinyRun.Stopwatch(2);
        UpgradeListener listener = UpgradeListener.all(List.of(stopwatch, event -> {
            if (event instanceof UpgradeEvent.StageStarted started) {
                stages.add(started.stage());
            }
        }));
        assertThatThrownBy(() -> run.execute(Optional.of(folder), listener, stopwatch))
                .isInstanceOf(RunCancelled.class);
        assertThat(stages).containsExactly("embed tiny", "score old vectors", "train DMU");
        try (Stream<Path> kept = Files.list(folder.resolve("scores"))) {
            assertThat(kept).singleElement().asString().contains("trueProbability-");
        }
        stages.clear();

        TinyRun.Result resumed = run.execute(Optional.of(folder), listener, Cancellation.NEVER);

        assertThat(stages)
                .containsExactly(
                        "embed tiny",
                        "train DMU",
                        "embed tiny",
                        "embed tiny, invented view 1",
                        "embed tiny, invented view 1",
                        "train upgrade module");
        assertThat(resumed).isEqualTo(run.uninterrupted());
        assertThat(folder.resolve("scores")).doesNotExist();
    }

    @Test
    void theLogOfARunSaysWhereInItsPlanItWas() throws IOException {
        Path folder = temporary.resolve("logged");
        with(TinyUpgrade.dmu()).execute(Optional.of(folder), UpgradeListener.NONE, Cancellation.NEVER);

        List<String> lines = Files.readAllLines(folder.resolve("events.jsonl"));
        assertThat(lines)
                .filteredOn(line -> line.contains("PlannedStageStarted"))
                .hasSize(7)
                .element(2)
                .asString()
                .contains(
                        "\"stage\":3,\"stages\":7,\"name\":\"training of the new model by DMU\",\"left\":{\"seconds\":",
                        "\"unknownStages\":");
    }
}
