package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.ModuleAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanMemoryTest {
    private static final Dmu PLAIN = new Dmu().withForwardAdaptation(a -> a.inventedViews(0));
    private static final Optional<Path> NOWHERE = Optional.empty();

    @TempDir
    Path folder;

    private static Optional<String> inMemory(CompatibilityMethod method, long images, long heap) {
        return PlanProblems.memory(VectorRoom.of(method, images, 512), NOWHERE, heap);
    }

    @Test
    void vectorsThatFitAreNoProblem() {
        assertThat(PlanProblems.memory(PLAIN, 10_000, 64, NOWHERE)).isEmpty();
        assertThat(PlanProblems.memory(new Independent(), 5_179_510, 512, NOWHERE))
                .isEmpty(); // which keeps none
    }

    @Test
    void moreThanAnArrayCanHoldNeedsAFolder() {
        // 5,179,510 x 512 = 2,651,909,120, above 2^31; as float32 9.9 GB
        assertThat(inMemory(new Bct(), 5_179_510, 64L << 30).orElseThrow())
                .contains(
                        "5,179,510 images x 512, are",
                        "2^31",
                        "savingTo",
                        "files of about 9.9 GB",
                        "smaller dimension");
        // one invented view each, and both models: four times
        assertThat(inMemory(new Dmu(), 5_179_510, 64L << 30).orElseThrow())
                .contains("each in 2 views, x 512, by both models", "files of about 39.5 GB");
        // the array of a view is what counts
        assertThat(inMemory(new Dmu(), 2_200_000, 64L << 30)).isEmpty();
    }

    @Test
    void moreThanHalfOfTheHeapNeedsAFolderOrALargerHeap() {
        // 1,000,000 x 512 floats are 1.9 GB, two models' 3.8 GB
        assertThat(inMemory(PLAIN, 1_000_000, 8L << 30)).isEmpty();
        assertThat(inMemory(PLAIN, 1_000_000, 7L << 30).orElseThrow())
                .contains("1,000,000 images x 512", "about 3.8 GB", "half of the Java heap, which is 7.0 GB")
                .contains("savingTo", "-Xmx9g", "DMU_JVM_OPTS");
        // without an upgrade module only the old model's
        assertThat(inMemory(new Bct(), 1_000_000, 4L << 30)).isEmpty();
        assertThat(inMemory(new Bct(), 1_000_000, 3L << 30)).isPresent();
    }

    @Test
    void inAFolderTheDiskMustHoldThem() {
        VectorRoom some = new VectorRoom(1_000, 8, 1, 2);
        assertThat(PlanProblems.memory(some, Optional.of(folder), 1)).isEmpty();

        VectorRoom more = VectorRoom.of(PLAIN, 1L << 40, 512); // 4 PB
        assertThat(PlanProblems.memory(more, Optional.of(folder.resolve("run")), 4L << 30)
                        .orElseThrow())
                .contains(
                        "need 4194304.0 GB in " + folder.resolve("run").resolve("training-vectors"),
                        "GB free",
                        "another disk");
    }

    @Test
    void aRunThatNeedsThemNoMoreHasNoProblem() throws IOException {
        assertThat(PlanProblems.memory(PLAIN, 1L << 40, 512, Optional.of(folder)))
                .isPresent();
        Files.createFile(ModuleAdapter.moduleFile(folder));
        assertThat(PlanProblems.memory(PLAIN, 1L << 40, 512, Optional.of(folder)))
                .isEmpty();

        assertThat(PlanProblems.memory(new Bct(), 1L << 40, 512, Optional.of(folder)))
                .isPresent();
        Files.createFile(Files.createDirectories(folder.resolve(RunSources.NEW)).resolve("model.json"));
        assertThat(PlanProblems.memory(new Bct(), 1L << 40, 512, Optional.of(folder)))
                .isEmpty();
    }

    @Test
    void whatIsWrittenAlreadyNeedsNoRoom() throws IOException {
        Path vectors =
                Files.createDirectories(folder.resolve("training-vectors").resolve("old-0"));
        Files.write(vectors.resolve("0000000000.npy"), new byte[1000]);
        Files.write(vectors.resolve("0000000007.npy"), new byte[500]);

        assertThat(TrainingVectorFiles.presentBytes(folder.resolve("training-vectors")))
                .isEqualTo(1500);
        assertThat(TrainingVectorFiles.presentBytes(folder.resolve("none"))).isZero();
    }
}
