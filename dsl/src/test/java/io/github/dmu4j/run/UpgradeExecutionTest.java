package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.event.PlannedStage;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.SelectionMeasure;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.OptimizerSpec;
import io.github.dmu4j.model.ResNet;
import io.github.dmu4j.train.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpgradeExecutionTest {
    private static FrozenModel old;

    @TempDir
    Path temporary;

    @BeforeAll
    static void trainTheOldModel() {
        old = TinyUpgrade.oldModel();
    }

    @AfterAll
    static void closeTheOldModel() {
        old.close();
    }

    /** What must be equal, bit for bit. */
    private record Result(String model, String module, TrainingHistory history) {}

    private record Run(CompatibilityMethod method, ResNet net, TrainingSettings settings) {
        Result execute(Optional<Path> folder, UpgradeListener listener, Cancellation cancellation) {
            UpgradeOutcome outcome = UpgradeExecution.execute(new UpgradeTask(
                    old,
                    Optional.of(net),
                    Optional.empty(),
                    method,
                    TinyUpgrade.data(),
                    settings,
                    5,
                    DeviceGroup.of(Device.cpu()),
                    folder,
                    listener,
                    cancellation));
            try (FrozenModel model = outcome.model()) {
                return new Result(
                        model.embedder().hash(),
                        outcome.module().map(UpgradeModule::fingerprint).orElse("none"),
                        outcome.history());
            }
        }

        Result uninterrupted() {
            return execute(Optional.empty(), UpgradeListener.NONE, Cancellation.NEVER);
        }
    }

    private static Run with(CompatibilityMethod method) {
        return new Run(method, TinyUpgrade.NET, TinyUpgrade.SETTINGS);
    }

    /** Counts the new model's training steps, and asks to stop after some of them. */
    private static final class Stopwatch implements UpgradeListener, Cancellation {
        private final long stopAfter;
        private long last;
        private int steps;

        Stopwatch(long stopAfter) {
            this.stopAfter = stopAfter;
        }

        @Override
        public void on(UpgradeEvent event) {
            if (event instanceof UpgradeEvent.StepCompleted step
                    && step.stage().startsWith("train ")
                    && !step.stage().contains("module")) {
                last = step.step();
                steps++;
            }
        }

        @Override
        public boolean isRequested() {
            return last == stopAfter;
        }
    }

    @Test
    void uniformWeightsAreBctBitForBitAndTheDefaultIsNot() {
        Result bct = with(new Bct()).uninterrupted();
        assertThat(with(TinyUpgrade.dmu().uniform().withoutForwardAdaptation())
                        .uninterrupted()
                        .model())
                .isEqualTo(bct.model());
        assertThat(with(TinyUpgrade.dmu().withoutForwardAdaptation())
                        .uninterrupted()
                        .model())
                .isNotEqualTo(bct.model());
        assertThat(with(new Independent()).uninterrupted().model()).isNotEqualTo(bct.model());
    }

    private record Case(String name, long seed, Run run) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "momentum",
                        1,
                        new Run(TinyUpgrade.dmu(), TinyUpgrade.NET, TinyUpgrade.SETTINGS.withValidateEvery(1))),
                new Case(
                        "Adam, projected",
                        2,
                        new Run(
                                TinyUpgrade.dmu(),
                                TinyUpgrade.WIDER,
                                TinyUpgrade.SETTINGS
                                        .withOptimizer(OptimizerSpec.adam())
                                        .withLearningRate(0.003))),
                new Case(
                        "raw classifier, two loader threads",
                        3,
                        new Run(
                                new Bct().form(Bct.Form.RAW_CLASSIFIER),
                                TinyUpgrade.WIDER,
                                TinyUpgrade.SETTINGS.withLoaderThreads(2))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void interruptedAndResumedEqualsUninterruptedBitForBit(Case which) {
        Result whole = which.run.uninterrupted();
        SplittableRandom random = new SplittableRandom(which.seed);
        // Within the first epoch, at its end (6 steps), within the second; each run is interrupted twice.
        for (long[] stops : new long[][] {{1 + random.nextInt(4), 5}, {6, 7 + random.nextInt(5)}}) {
            Path folder = temporary.resolve("run-" + stops[0]);
            for (long stop : stops) {
                Stopwatch watch = new Stopwatch(stop);
                assertThatThrownBy(() -> which.run.execute(Optional.of(folder), watch, watch))
                        .as("stopped after step %d", stop)
                        .isInstanceOf(RunCancelled.class)
                        .hasMessageContaining("stopped at step " + stop + " of 12")
                        .hasMessageContaining("savingTo(Path.of(\"" + folder + "\"))");
                assertThat(status(folder)).isEqualTo("interrupted");
            }
            Stopwatch rest = new Stopwatch(-1);

            Result resumed = which.run.execute(Optional.of(folder), rest, Cancellation.NEVER);

            assertThat(resumed).as("stops after %d and %d", stops[0], stops[1]).isEqualTo(whole);
            assertThat(rest.steps).isEqualTo(12 - (int) stops[1]);
            assertThat(status(folder)).isEqualTo("completed");
        }
    }

    private static String status(Path folder) {
        return Json.read(folder.resolve("run.json")).path("status").asText();
    }

    /** Like a process that dies: no handler of ours sees it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static void crashAt(Run run, Path folder, long step) {
        assertThatThrownBy(() -> run.execute(
                        Optional.of(folder),
                        event -> {
                            if (event instanceof UpgradeEvent.StepCompleted done && done.step() == step) {
                                throw new Crash();
                            }
                        },
                        Cancellation.NEVER))
                .isInstanceOf(Crash.class);
    }

    private static List<Path> checkpoints(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints").resolve("model"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void aCrashLosesOnlyWhatCameAfterTheLastCheckpoint() throws IOException {
        Run run = new Run(new Bct(), TinyUpgrade.NET, TinyUpgrade.SETTINGS.withEpochs(3));
        Path folder = temporary.resolve("crashed");
        crashAt(run, folder, 9);
        assertThat(checkpoints(folder))
                .extracting(p -> p.getFileName().toString())
                .containsExactly("step-000000006.safetensors");
        Stopwatch rest = new Stopwatch(-1);

        assertThat(run.execute(Optional.of(folder), rest, Cancellation.NEVER)).isEqualTo(run.uninterrupted());
        assertThat(rest.steps).isEqualTo(12);
    }

    @Test
    void aDamagedNewestCheckpointFallsBackToTheOneBeforeAndNoneLeftIsSaid() throws IOException {
        Run run = new Run(new Bct(), TinyUpgrade.NET, TinyUpgrade.SETTINGS.withEpochs(3));
        Path folder = temporary.resolve("damaged");
        crashAt(run, folder, 15);
        List<Path> files = checkpoints(folder);
        assertThat(files).hasSize(2);
        byte[] content = Files.readAllBytes(files.get(1));
        content[content.length / 2] ^= 1;
        Files.write(files.get(1), content);
        byte[] good = Files.readAllBytes(files.get(0));
        Files.write(files.get(0), new byte[0]);

        assertThatThrownBy(() -> run.execute(Optional.of(folder), UpgradeListener.NONE, Cancellation.NEVER))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("every checkpoint")
                .hasMessageContaining("delete that folder");
        assertThat(status(folder)).isEqualTo("failed");

        Files.write(files.get(0), good);
        Stopwatch rest = new Stopwatch(-1);
        assertThat(run.execute(Optional.of(folder), rest, Cancellation.NEVER)).isEqualTo(run.uninterrupted());
        assertThat(rest.steps).as("from step 6").isEqualTo(12);
        assertThat(Json.read(folder.resolve("run.json")).has("failure")).isFalse();
    }

    /** A file where a folder must be: it cannot be written to, for the superuser neither. */
    private static UpgradeListener blockingCheckpoints(Path folder, boolean losingTheRecord) {
        return event -> {
            if (event instanceof UpgradeEvent.StepCompleted done && done.stage().equals("train BCT")) {
                try {
                    Files.writeString(folder.resolve("checkpoints"), "in the way");
                    if (losingTheRecord) {
                        Files.deleteIfExists(folder.resolve("run.json"));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Test
    void aCheckpointThatCannotBeWrittenFailsTheRunLeavesNothingHalfWrittenAndIsMadeUpFor() throws IOException {
        Run run = with(new Bct());
        Path folder = temporary.resolve("blocked");

        assertThatThrownBy(
                        () -> run.execute(Optional.of(folder), blockingCheckpoints(folder, false), Cancellation.NEVER))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("cannot write " + folder.resolve("checkpoints/model/step-000000006.safetensors"))
                .hasMessageContaining("Free some space or choose a folder that you may write to");

        assertThat(status(folder)).isEqualTo("failed");
        assertThat(Json.read(folder.resolve("run.json")).path("failure").asText())
                .contains("cannot write");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("run.json", "events.jsonl", "checkpoints", "old");
        }
        Files.delete(folder.resolve("checkpoints"));
        assertThat(run.execute(Optional.of(folder), UpgradeListener.NONE, Cancellation.NEVER))
                .isEqualTo(run.uninterrupted());
        assertThat(status(folder)).isEqualTo("completed");
    }

    @Test
    void aFailureThatCannotBeRecordedIsNotHiddenByThat() {
        Path folder = temporary.resolve("lost");

        assertThatThrownBy(() -> with(new Bct())
                        .execute(Optional.of(folder), blockingCheckpoints(folder, true), Cancellation.NEVER))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("cannot write " + folder.resolve("checkpoints"))
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(second -> assertThat(second).hasMessageContaining("run.json")));
    }

    @Test
    void aThreadThatIsInterruptedKeepsItsCheckpointAndRecord() {
        Run run = with(new Bct());
        Path folder = temporary.resolve("interrupted");
        assertThatThrownBy(() -> run.execute(
                        Optional.of(folder),
                        event -> {
                            if (event instanceof UpgradeEvent.StepCompleted done
                                    && done.stage().startsWith("train")
                                    && done.step() == 4) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        Cancellation.ON_INTERRUPT))
                .isInstanceOf(RunCancelled.class);
        assertThat(Thread.interrupted()).as("the flag stays set").isTrue();

        assertThat(status(folder)).isEqualTo("interrupted");
        assertThat(folder.resolve("events.jsonl")).content().contains("RunInterrupted");
        assertThat(run.execute(Optional.of(folder), UpgradeListener.NONE, Cancellation.NEVER))
                .isEqualTo(run.uninterrupted());
    }

    @Test
    void stoppedOutsideTheTrainingItSaysHowToGoOnToo() {
        Path folder = temporary.resolve("early");
        assertThatThrownBy(() -> with(new Bct()).execute(Optional.of(folder), UpgradeListener.NONE, () -> true))
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("embedding")
                .hasMessageContaining("savingTo(Path.of(\"" + folder + "\"))");
    }

    @Test
    void aCompleteRunIsNotTrainedAgainAndItsSelectionAndHistoryComeBack() {
        Path folder = temporary.resolve("complete");
        UpgradeTask task = new UpgradeTask(
                old,
                Optional.of(TinyUpgrade.NET),
                Optional.empty(),
                TinyUpgrade.dmu(),
                TinyUpgrade.data(),
                TinyUpgrade.SETTINGS.withValidateEvery(1),
                5,
                DeviceGroup.of(Device.cpu()),
                Optional.of(folder),
                UpgradeListener.NONE,
                Cancellation.NEVER);
        UpgradeOutcome first = UpgradeExecution.execute(task);
        List<UpgradeEvent> heard = new ArrayList<>();

        UpgradeOutcome again = UpgradeExecution.execute(new UpgradeTask(
                old,
                task.backbone(),
                task.trained(),
                task.method(),
                task.data(),
                task.settings(),
                5,
                DeviceGroup.of(Device.cpu()),
                Optional.of(folder),
                heard::add,
                Cancellation.NEVER));

        try (FrozenModel one = first.model();
                FrozenModel two = again.model()) {
            assertThat(two.embedder().hash()).isEqualTo(one.embedder().hash());
        }
        assertThat(heard).as("nothing is computed").noneMatch(UpgradeEvent.StepCompleted.class::isInstance);
        assertThat(again.module()).isEqualTo(first.module());
        assertThat(again.adapter()).isPresent();
        assertThat(again.history()).isEqualTo(first.history());
        assertThat(first.history().terms()).containsExactly("classification", "compatibility");
        assertThat(first.history().validation().get("new-to-old/mAP")).containsOnlyKeys(1, 2);
        assertThat(again.selection().orElseThrow().weights())
                .isEqualTo(first.selection().orElseThrow().weights());
        double[] scores = first.selection().orElseThrow().scores();
        for (int i = 0; i < scores.length; i++) {
            // stored as float32
            assertThat(again.selection().orElseThrow().scores()[i]).isCloseTo(scores[i], within(1e-7));
        }
    }

    @Test
    void aModelThatIsTrainedAlreadyOnlyGetsItsUpgradeModule() {
        UpgradeOutcome trained = UpgradeExecution.execute(TinyUpgrade.task(old, new Independent()));
        UpgradeOutcome adapted = UpgradeExecution.execute(new UpgradeTask(
                old,
                Optional.empty(),
                Optional.of(trained.model()),
                new Independent(TinyUpgrade.dmu().forwardAdaptation()),
                TinyUpgrade.data(),
                TinyUpgrade.SETTINGS,
                5,
                DeviceGroup.of(Device.cpu()),
                Optional.empty(),
                UpgradeListener.NONE,
                Cancellation.NEVER));
        try (FrozenModel model = adapted.model()) {
            assertThat(model).isSameAs(trained.model());
            assertThat(adapted.module()).isPresent();
            assertThat(trained.module()).isEmpty();
        }
    }

    @Test
    void allProblemsAreReportedTogetherBeforeAnythingIsComputed() {
        FrozenModel bare = new FrozenModel(old.embedder(), Optional.empty());
        CompatibilityMethod method = new Bct()
                .form(Bct.Form.RAW_CLASSIFIER)
                .adaptingWith(new Dmu()
                        .withForwardAdaptation(a -> a.start(ForwardAdaptation.Start.IDENTITY))
                        .forwardAdaptation());
        assertThatThrownBy(() -> UpgradeExecution.execute(TinyUpgrade.task(bare, method, TinyUpgrade.WIDER)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the plan has 2 problems")
                .hasMessageContaining("comes without one")
                .hasMessageContaining("starts at the identity");
    }

    @Test
    void oldVectorsAreScoredOnceForMethodAndModuleAndForAllSessions() throws IOException {
        Run run = with(TinyUpgrade.dmu());
        Path folder = temporary.resolve("scored");
        List<String> stages = new ArrayList<>();
        Stopwatch stopwatch = new Stopwatch(2);
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

        Result resumed = run.execute(Optional.of(folder), listener, Cancellation.NEVER);

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
