package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.PlannedProgress;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.FeatureScores.Computation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptScoresTest {
    /** Three images; none of their scores is a float32. */
    private static final double[] SCORES = {0.1, 1 / 3.0, Math.nextDown(1.0)};

    private static final Map<String, Object> WARM = Map.of("temperature", 1 / 30.0);

    @TempDir
    Path run;

    private int computed;

    private final Computation computation = (listener, cancellation) -> {
        computed++;
        return SCORES.clone();
    };

    private static LabeledImages images(int from) {
        return TinyUpgrade.images().subset(new int[] {from, from + 1, from + 2});
    }

    private static PlannedProgress heardBy(UpgradeListener listener) {
        return new PlannedProgress(List.of(), listener, System::nanoTime);
    }

    private KeptScores session(String model, LabeledImages images) {
        return new KeptScores(Optional.of(run), model, images, heardBy(UpgradeListener.NONE), Cancellation.NEVER);
    }

    private KeptScores session() {
        return session("model 1", images(0));
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(run.resolve("scores"))) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLaterSessionReadsTheSameBits() {
        KeptScores first = session();
        assertThat(first.of("trueProbability", WARM, computation)).isEqualTo(SCORES);
        assertThat(first.of("trueProbability", WARM, computation)).isEqualTo(SCORES);

        assertThat(session().of("trueProbability", WARM, computation)).isEqualTo(SCORES);
        assertThat(computed).isEqualTo(1);
        assertThat(files())
                .singleElement()
                .matches(file -> file.getFileName().toString().matches("trueProbability-[0-9a-f]{16}\\.npy"));
    }

    @Test
    void withoutAFolderTheyAreKnownToTheirSessionAlone() {
        KeptScores inMemory = new KeptScores(
                Optional.empty(), "model 1", images(0), heardBy(UpgradeListener.NONE), Cancellation.NEVER);

        assertThat(inMemory.of("entropy", Map.of(), computation)).isEqualTo(SCORES);
        assertThat(inMemory.of("entropy", Map.of(), computation)).isEqualTo(SCORES);
        inMemory.drop(UpgradeListener.NONE);

        assertThat(computed).isEqualTo(1);
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void anotherMeasureModelOrTrainingSetIsComputedForItself() {
        session().of("trueProbability", WARM, computation);
        session().of("trueProbability", Map.of("temperature", 0.1), computation);
        session().of("maxProbability", WARM, computation);
        session("model 2", images(0)).of("trueProbability", WARM, computation);
        session("model 1", images(1)).of("trueProbability", WARM, computation);

        assertThat(computed).isEqualTo(5);
        assertThat(files()).hasSize(5);
    }

    @Test
    void theNameOfAMeasureOfYourOwnIsNoPath() {
        session().of("../my measure", Map.of(), computation);

        assertThat(files()).singleElement().asString().contains("..-my-measure-");
    }

    @Test
    void aDamagedFileIsRefusedAndSaysWhatToDelete() throws IOException {
        session().of("entropy", Map.of(), computation);
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(whole, whole.length - 8));
        assertThatThrownBy(() -> session().of("entropy", Map.of(), computation))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll("cut off", "Delete " + file, "computed again");

        Npy.write(file, NpyArray.of(new double[] {0.5, 0.5}));
        assertThatThrownBy(() -> session().of("entropy", Map.of(), computation))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll("NpyArray [2]", "3 images", "delete it");
        assertThat(computed).isEqualTo(1);
    }

    @Test
    void whatWasStoppedIsNotKeptAndItsComputationIsHeard() {
        List<UpgradeEvent> heard = new ArrayList<>();
        KeptScores stopped = new KeptScores(Optional.of(run), "model 1", images(0), heardBy(heard::add), () -> true);
        UpgradeEvent warning = new UpgradeEvent.Warning("on the way");

        assertThatThrownBy(() -> stopped.of("entropy", Map.of(), (listener, cancellation) -> {
                    listener.on(warning);
                    throw new RunCancelled("stopped: " + cancellation.isRequested());
                }))
                .isInstanceOf(RunCancelled.class)
                .hasMessage("stopped: true");

        assertThat(heard).containsExactly(warning);
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void aCompleteUpgradeDeletesThem() {
        KeptScores scores = session();
        scores.of("entropy", Map.of(), computation);

        scores.drop(UpgradeListener.NONE);

        assertThat(run).isEmptyDirectory();
        scores.drop(UpgradeListener.NONE); // nothing is there
    }
}
