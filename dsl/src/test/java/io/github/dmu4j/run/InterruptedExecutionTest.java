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
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.OptimizerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that are stopped, crash, or find their folder damaged, and what the next session makes of it. */
class InterruptedExecutionTest extends TinyOldModel {
    @TempDir
    Path temporary;

    private record Case(String name, long seed, TinyRun run) {
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
                        new TinyRun(
                                old, TinyUpgrade.dmu(), TinyUpgrade.NET, TinyUpgrade.SETTINGS.withValidateEvery(1))),
                new Case(
                        "Adam, projected",
                        2,
                        new TinyRun(
                                old,
                                TinyUpgrade.dmu(),
                                TinyUpgrade.WIDER,
                                TinyUpgrade.SETTINGS
                                        .withOptimizer(OptimizerSpec.adam())
                                        .withLearningRate(0.003))),
                new Case(
                        "raw classifier, two loader threads",
                        3,
                        new TinyRun(
                                old,
                                new Bct().form(Bct.Form.RAW_CLASSIFIER),
                                TinyUpgrade.WIDER,
                                TinyUpgrade.SETTINGS.withLoaderThreads(2))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void interruptedAndResumedEqualsUninterruptedBitForBit(Case which) {
        TinyRun.Result whole = which.run.uninterrupted();
        SplittableRandom random = new SplittableRandom(which.seed);
        // Within the first epoch, at its end (6 steps), within the second; each run is interrupted twice.
        for (long[] stops : new long[][] {{1 + random.nextInt(4), 5}, {6, 7 + random.nextInt(5)}}) {
            Path folder = temporary.resolve("run-" + stops[0]);
            for (long stop : stops) {
                TinyRun.Stopwatch watch = new TinyRun.Stopwatch(stop);
                assertThatThrownBy(() -> which.run.execute(Optional.of(folder), watch, watch))
                        .as("stopped after step %d", stop)
                        .isInstanceOf(RunCancelled.class)
                        .hasMessageContaining("stopped at step " + stop + " of 12")
                        .hasMessageContaining("savingTo(Path.of(\"" + folder + "\"))");
                assertThat(status(folder)).isEqualTo("interrupted");
            }
            TinyRun.Stopwatch rest = new TinyRun.Stopwatch(-1);

            TinyRun.Result resumed = which.run.execute(Optional.of(folder), rest, Cancellation.NEVER);

            assertThat(resumed).as("stops after %d and %d", stops[0], stops[1]).isEqualTo(whole);
            assertThat(rest.steps()).isEqualTo(12 - (int) stops[1]);
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

    private static void crashAt(TinyRun run, Path folder, long step) {
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
        TinyRun run = new TinyRun(old, new Bct(), TinyUpgrade.NET, TinyUpgrade.SETTINGS.withEpochs(3));
        Path folder = temporary.resolve("crashed");
        crashAt(run, folder, 9);
        assertThat(checkpoints(folder))
                .extracting(p -> p.getFileName().toString())
                .containsExactly("step-000000006.safetensors");
        TinyRun.Stopwatch rest = new TinyRun.Stopwatch(-1);

        assertThat(run.execute(Optional.of(folder), rest, Cancellation.NEVER)).isEqualTo(run.uninterrupted());
        assertThat(rest.steps()).isEqualTo(12);
    }

    @Test
    void aDamagedNewestCheckpointFallsBackToTheOneBeforeAndNoneLeftIsSaid() throws IOException {
        TinyRun run = new TinyRun(old, new Bct(), TinyUpgrade.NET, TinyUpgrade.SETTINGS.withEpochs(3));
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
        TinyRun.Stopwatch rest = new TinyRun.Stopwatch(-1);
        assertThat(run.execute(Optional.of(folder), rest, Cancellation.NEVER)).isEqualTo(run.uninterrupted());
        assertThat(rest.steps()).as("from step 6").isEqualTo(12);
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
        TinyRun run = with(new Bct());
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
        TinyRun run = with(new Bct());
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
}
