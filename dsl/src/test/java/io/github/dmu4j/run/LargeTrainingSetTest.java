package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.model.DeviceGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade whose vectors do not fit into memory: on a heap of a thousand bytes, in files of one batch, 256 images. */
class LargeTrainingSetTest {
    private static final int SMALL_HEAP = 1000;
    private static final int IMAGES = 288;

    /** DMU with a small module, one invented view, and a term that takes old vectors batch by batch. */
    private static final CompatibilityMethod METHOD = TinyUpgrade.dmu().ractWeight(0.5);

    private static final UpgradeData DATA = thrice(TinyUpgrade.data());

    private static FrozenModel old;
    private static Result expected;

    @TempDir
    Path temporary;

    private record Result(String model, UpgradeModule module, TrainingHistory history) {}

    /** Each image of the new training set three times: more than one batch of an embedding. */
    private static UpgradeData thrice(UpgradeData data) {
        LabeledImages training = data.newTraining();
        int[] indices = IntStream.range(0, IMAGES).map(i -> i % training.size()).toArray();
        return new UpgradeData(
                data.name(),
                data.scenario(),
                data.seed(),
                data.oldTraining(),
                training.subset(indices),
                data.validation(),
                data.test());
    }

    @BeforeAll
    static void trainTheOldModelAndUpgradeItOnTheHeap() {
        old = TinyUpgrade.oldModel();
        expected = result(UpgradeExecution.execute(task(Optional.empty(), UpgradeListener.NONE, Cancellation.NEVER)));
    }

    @AfterAll
    static void closeTheOldModel() {
        old.close();
    }

    private static UpgradeTask task(Optional<Path> folder, UpgradeListener listener, Cancellation cancellation) {
        return new UpgradeTask(
                old,
                Optional.of(TinyUpgrade.WIDER),
                Optional.empty(),
                METHOD,
                DATA,
                TinyUpgrade.SETTINGS.withEpochs(1),
                5,
                DeviceGroup.of(Device.cpu()),
                folder,
                listener,
                cancellation);
    }

    private static Result result(UpgradeOutcome outcome) {
        try (FrozenModel model = outcome.model()) {
            return new Result(model.embedder().hash(), outcome.module().orElseThrow(), outcome.history());
        }
    }

    private static Result onASmallHeap(Path folder, UpgradeListener listener, Cancellation cancellation) {
        return result(UpgradeExecution.execute(task(Optional.of(folder), listener, cancellation), SMALL_HEAP, 1));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("training-vectors"))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> roleOf(file) + "/" + file.getFileName())
                    .sorted()
                    .toList();
        }
    }

    /** The name of the folder without the model's hash. */
    private static String roleOf(Path file) {
        String folder = String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
        return folder.substring(0, folder.lastIndexOf('-'));
    }

    private static boolean embeds(UpgradeEvent event) {
        return event instanceof UpgradeEvent.StepCompleted step && step.stage().startsWith("embed ");
    }

    private static boolean trains(UpgradeEvent event) {
        return event instanceof UpgradeEvent.StepCompleted step
                && step.stage().startsWith("train ")
                && !step.stage().contains("module");
    }

    @Test
    void vectorsInFilesGiveTheResultsOfTheHeapAndAreDeletedAtTheEnd() throws IOException {
        Path folder = temporary.resolve("whole");
        List<List<String>> present = new ArrayList<>();

        Result found = onASmallHeap(
                folder,
                event -> {
                    if (event instanceof UpgradeEvent.StageStarted stage
                            && stage.stage().startsWith("train ")) {
                        present.add(unchecked(() -> files(folder)));
                    }
                },
                Cancellation.NEVER);

        assertThat(found).isEqualTo(expected);
        assertThat(present.get(0)).containsExactly("old/0000000000.npy", "old/0000000256.npy");
        assertThat(present.get(1))
                .containsExactly(
                        "new-view-0/0000000000.npy",
                        "new-view-0/0000000256.npy",
                        "new/0000000000.npy",
                        "new/0000000256.npy",
                        "old-view-0/0000000000.npy",
                        "old-view-0/0000000256.npy",
                        "old/0000000000.npy",
                        "old/0000000256.npy");
        assertThat(folder.resolve("training-vectors")).doesNotExist();
        List<UpgradeEvent> heard = new ArrayList<>();
        assertThat(onASmallHeap(folder, heard::add, Cancellation.NEVER)).isEqualTo(expected);
        assertThat(heard).noneMatch(LargeTrainingSetTest::embeds).noneMatch(UpgradeEvent.Warning.class::isInstance);
    }

    private interface Reading {
        List<String> read() throws IOException;
    }

    private static List<String> unchecked(Reading reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Like a process that dies: no handler of ours sees it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aKilledEmbeddingGoesOnAfterItsLastWholeFile() throws IOException {
        Path folder = temporary.resolve("killed");
        assertThatThrownBy(() -> onASmallHeap(
                        folder,
                        event -> {
                            if (embeds(event)) {
                                throw new Crash();
                            }
                        },
                        Cancellation.NEVER))
                .isInstanceOf(Crash.class);
        assertThat(files(folder)).containsExactly("old/0000000000.npy");
        try (Stream<Path> all = Files.walk(folder.resolve("training-vectors"))) {
            Path home = Objects.requireNonNull(
                    all.filter(Files::isRegularFile).findAny().orElseThrow().getParent());
            // what a process leaves that dies while it writes
            Files.write(home.resolve(".0000000256.npy.tmp-1-1"), new byte[100]);
        }
        List<UpgradeEvent> heard = new ArrayList<>();

        Result found = onASmallHeap(folder, heard::add, Cancellation.NEVER);

        assertThat(found).isEqualTo(expected);
        assertThat(heard).contains(new UpgradeEvent.StageStarted("embed tiny", IMAGES, "image"));
        assertThat(heard.stream()
                        .takeWhile(event -> !trains(event))
                        .filter(LargeTrainingSetTest::embeds)
                        .map(event -> ((UpgradeEvent.StepCompleted) event).step()))
                .containsExactly((long) IMAGES);
        assertThat(folder.resolve("training-vectors")).doesNotExist();
    }

    @Test
    void aRunThatIsGoneOnWithReadsItsFilesOnALargerHeapToo() throws IOException {
        Path folder = temporary.resolve("stopped");
        boolean[] stop = {false};
        assertThatThrownBy(() -> onASmallHeap(folder, event -> stop[0] |= trains(event), () -> stop[0]))
                .isInstanceOf(RunCancelled.class);
        assertThat(files(folder)).containsExactly("old/0000000000.npy", "old/0000000256.npy");
        List<UpgradeEvent> heard = new ArrayList<>();

        Result found = result(UpgradeExecution.execute(task(Optional.of(folder), heard::add, Cancellation.NEVER)));

        assertThat(found).isEqualTo(expected);
        assertThat(heard.stream().takeWhile(event -> !trains(event))).noneMatch(LargeTrainingSetTest::embeds);
        assertThat(folder.resolve("training-vectors")).doesNotExist();
    }

    @Test
    void filesOfOtherVectorsAreRefused() throws IOException {
        Path folder = temporary.resolve("changed");
        boolean[] stop = {false};
        assertThatThrownBy(() -> onASmallHeap(folder, event -> stop[0] |= trains(event), () -> stop[0]))
                .isInstanceOf(RunCancelled.class);
        try (Stream<Path> all = Files.walk(folder.resolve("training-vectors"))) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            Files.copy(files.get(1), files.get(0).resolveSibling("0000000288.npy"));
        }

        assertThatThrownBy(() -> onASmallHeap(folder, UpgradeListener.NONE, Cancellation.NEVER))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("holds 320 vectors of 288 images")
                .hasMessageContaining("delete it");
    }

    @Test
    void withoutAFolderItIsAProblemThatSaysWhatAFolderIsGoodFor() {
        UpgradeTask task = task(Optional.empty(), UpgradeListener.NONE, Cancellation.NEVER);

        assertThatThrownBy(() -> UpgradeExecution.execute(task, SMALL_HEAP, 1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("288 images, each in 2 views, x 10, by both models")
                .hasMessageContaining("savingTo(...)");
    }
}
