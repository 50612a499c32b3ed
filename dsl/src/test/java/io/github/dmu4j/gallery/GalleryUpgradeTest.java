package io.github.dmu4j.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.GalleryAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryUpgradeTest {
    private static final int ROWS = 103;
    private static final Turning TURNING = new Turning("turn");

    @TempDir
    Path folder;

    @Test
    void whatCannotBeComparedIsNotShown() {
        Gallery gallery = Gallery.of(set(3));

        assertThat(new UpgradedGallery(gallery, folder, 3, .5, Double.NaN)).hasToString("""
                Upgraded 3 of 3 vectors to dimension 2
                  stored:      in memory
                  mean score:  0.500 (label-free, of the old vectors)
                next: search it with vectors of the new model""");
        assertThat(new UpgradedGallery(gallery, folder, 3, Double.NaN, .25).toString())
                .contains("mean cosine: 0.250")
                .doesNotContain("NaN", "score");
    }

    @Test
    void everyVectorIsMovedAndItsItemTellsHow() throws IOException {
        Path source = saved(set(ROWS));
        byte[] before = Files.readAllBytes(source);
        UpgradedGallery upgraded =
                Gallery.npy(source).upgrade(TURNING).withBlockRows(10).save(folder.resolve("out.npy"));

        EmbeddingSet loaded = EmbeddingSet.load(folder.resolve("out.npy"));
        assertThat(loaded.vectors()).isEqualTo(TURNING.adapt(set(ROWS).vectors()));
        assertThat(loaded.ids()).isEqualTo(set(ROWS).ids());
        assertThat(loaded.labels()).contains(set(ROWS).labels().orElseThrow());
        assertThat(loaded.contract()).isEqualTo(Turning.ADAPTED);
        assertThat(upgraded.evolved()).isEqualTo(ROWS);
        assertThat(upgraded.gallery().contract()).isEqualTo(Turning.ADAPTED);

        GalleryItems items = GalleryItems.of(folder.resolve("out.npy"));
        assertThat(items.size()).isEqualTo(ROWS);
        for (int i = 0; i < ROWS; i++) {
            assertThat(items.version(i)).isEqualTo(ItemVersion.EVOLVED);
            assertThat(items.scores()[i])
                    .isEqualTo((float) TURNING.scores(set(ROWS).vectors())[i]);
            assertThat(items.cosines()[i]).isBetween(-1e-6, 1e-6); // turned by 90 degrees
        }
        assertThat(Files.readAllBytes(source)).isEqualTo(before);
        assertThat(names()).containsExactly("out.items.npy", "out.json", "out.npy", "source.json", "source.npy");
    }

    @Test
    void stoppedAtAnyBlockItGoesOnToTheSameBytes() throws IOException {
        Path source = saved(set(ROWS));
        GalleryUpgrade upgrade = Gallery.npy(source)
                .upgrade(TURNING)
                .withPolicy(GalleryPolicy.gated(.5, .1))
                .withBlockRows(1);
        upgrade.save(folder.resolve("whole.npy"));
        SplittableRandom random = Seeds.random(5, "test");
        for (int trial = 0; trial < 3; trial++) {
            Path out = folder.resolve("out" + trial + ".npy");
            int stops = 0;
            while (!Files.exists(out)) {
                try {
                    upgrade.withCancellation(after(random.nextInt(60))).save(out);
                } catch (RunCancelled e) {
                    assertThat(e).hasMessageContaining("of 103 vectors").hasMessageContaining("save(");
                    assertThat(out).doesNotExist();
                    stops++;
                }
                assertThat(stops).isLessThan(100);
            }
            assertThat(stops)
                    .describedAs("trial %s stopped at least once", trial)
                    .isPositive();
            assertThat(out).hasSameBinaryContentAs(folder.resolve("whole.npy"));
            assertThat(GalleryItems.pathBeside(out)).hasSameBinaryContentAs(folder.resolve("whole.items.npy"));
            assertThat(folder.resolve("out" + trial + ".json")).hasSameBinaryContentAs(folder.resolve("whole.json"));
        }
        assertThat(names()).noneMatch(name -> name.startsWith("."));
    }

    /** As when the process ends between two steps of publishing: every state that a crash can leave behind. */
    @Test
    void aCrashWhilePublishingIsMended() throws IOException {
        Path source = saved(set(ROWS));
        Path out = folder.resolve("out.npy");
        GalleryUpgrade upgrade = Gallery.npy(source).upgrade(TURNING).withBlockRows(10);
        UpgradeListener copyAtLastCheckpoint = event -> {
            if (event instanceof UpgradeEvent.StageCompleted) {
                copy(".out.npy.part", "kept.part");
                copy(".out.items.npy.part", "kept.items.part");
                copy(".out.npy.journal.json", "kept.journal");
            }
        };
        upgrade.withListener(copyAtLastCheckpoint).save(out);
        byte[] expected = Files.readAllBytes(out);

        // all rows written, nothing renamed
        Files.delete(out);
        copy("kept.part", ".out.npy.part");
        copy("kept.items.part", ".out.items.npy.part");
        copy("kept.journal", ".out.npy.journal.json");
        upgrade.save(out);
        assertThat(Files.readAllBytes(out)).isEqualTo(expected);

        // items renamed, vectors not
        Files.delete(out);
        copy("kept.part", ".out.npy.part");
        copy("kept.journal", ".out.npy.journal.json");
        upgrade.save(out);
        assertThat(Files.readAllBytes(out)).isEqualTo(expected);

        // all renamed, the journal still there
        copy("kept.journal", ".out.npy.journal.json");
        assertThat(upgrade.save(out).evolved()).isEqualTo(ROWS);
        assertThat(Files.readAllBytes(out)).isEqualTo(expected);
        assertThat(names()).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void anInterruptedThreadStopsItWithACheckpointAndStaysInterrupted() {
        Path source = saved(set(ROWS));
        Path out = folder.resolve("out.npy");
        GalleryUpgrade upgrade = Gallery.npy(source).upgrade(TURNING).withBlockRows(10);
        UpgradeListener interrupting = event -> {
            if (event instanceof UpgradeEvent.StepCompleted step && step.step() == 50) {
                Thread.currentThread().interrupt();
            }
        };
        assertThatThrownBy(() -> upgrade.withListener(interrupting).save(out))
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("after 50 of 103");
        assertThat(Thread.interrupted()).isTrue();
        upgrade.save(out);
        assertThat(Npy.readMatrix(out)).isEqualTo(TURNING.adapt(set(ROWS).vectors()));
    }

    @Test
    void anInterruptThatNobodyAskedAboutDoesNoHarm() {
        Path source = saved(set(ROWS));
        Path out = folder.resolve("out.npy");
        Thread.currentThread().interrupt();
        try {
            Gallery.npy(source)
                    .upgrade(TURNING)
                    .withCancellation(Cancellation.NEVER)
                    .save(out);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(Npy.readMatrix(out)).isEqualTo(TURNING.adapt(set(ROWS).vectors()));
    }

    @Test
    void goingOnWithOtherIngredientsIsRefusedByName() {
        Path source = saved(set(ROWS));
        Path out = folder.resolve("out.npy");
        GalleryUpgrade upgrade = Gallery.npy(source).upgrade(TURNING).withBlockRows(10);
        assertThatThrownBy(() -> upgrade.withCancellation(after(3)).save(out)).isInstanceOf(RunCancelled.class);

        refused(
                () -> Gallery.npy(source)
                        .upgrade(new Turning("other"))
                        .withBlockRows(10)
                        .save(out),
                "another upgrade module (turn, now other)");
        refused(() -> upgrade.withPolicy(GalleryPolicy.poor(.5)).save(out), "another policy (all(), now poor(0.5))");
        refused(() -> upgrade.storedAs(FloatType.FLOAT16).save(out), "another type");
        set(ROWS - 1).save(source);
        refused(() -> Gallery.npy(source).upgrade(TURNING).withBlockRows(10).save(out), "another gallery");

        GalleryUpgrade.discard(out);
        assertThat(names()).noneMatch(name -> name.startsWith("."));
        Gallery.npy(source).upgrade(new Turning("other")).save(out);
        assertThat(out).exists();
    }

    @Test
    void anotherSpaceIsRefusedNamingTheField() {
        EmbeddingSet old = set(3);
        VectorContract other = new VectorContract(1, "third", 2, false, "cosine", "unknown", Generation.NEW);
        refused(
                () -> Gallery.of(old.withContract(other)).upgrade(TURNING).save(folder.resolve("out.npy")),
                "model third against old",
                "generation");
        FloatMatrix wide = FloatMatrix.ofRows(new float[][] {{1, 0, 0}});
        refused(
                () -> GalleryUpgrade.adapt(EmbeddingSet.of(wide), TURNING, GalleryPolicy.all()),
                "dimension 3 against 2");
        assertThat(names()).isEmpty();
    }

    @Test
    void aGalleryWithoutAContractIsTakenAsItIs() {
        Npy.write(folder.resolve("bare.npy"), set(ROWS).vectors(), FloatType.FLOAT32);
        Gallery.npy(folder.resolve("bare.npy")).upgrade(TURNING).save(folder.resolve("out.npy"));
        EmbeddingSet loaded = EmbeddingSet.load(folder.resolve("out.npy"));
        assertThat(loaded.hasRowNumberIds()).isTrue();
        assertThat(loaded.contract()).isEqualTo(Turning.ADAPTED);
    }

    @Test
    void existingFilesAndTheSourceAreNeverReplaced() throws IOException {
        Path source = saved(set(ROWS));
        byte[] before = Files.readAllBytes(source);
        refused(() -> Gallery.npy(source).upgrade(TURNING).save(source), "least of all its own source");
        Files.writeString(folder.resolve("other.npy"), "mine");
        refused(() -> Gallery.npy(source).upgrade(TURNING).save(folder.resolve("other.npy")), "never replaces a file");
        assertThat(Files.readAllBytes(source)).isEqualTo(before);
        assertThat(folder.resolve("other.npy")).hasContent("mine");
    }

    @Test
    void aVectorThatCannotBeComparedIsNamedAndNothingIsLeft() {
        FloatMatrix vectors = FloatMatrix.ofRows(new float[][] {{1, 0}, {1, 1}, {1, 2}, {0, 0}});
        Npy.write(folder.resolve("bad.npy"), vectors, FloatType.FLOAT32);
        refused(
                () -> Gallery.npy(folder.resolve("bad.npy"))
                        .upgrade(TURNING)
                        .withBlockRows(2)
                        .save(folder.resolve("out.npy")),
                "row 3 is all zeros");
        assertThat(names()).containsExactly("bad.npy");
    }

    @Test
    void aDiskThatIsTooSmallIsSaidBeforeTheWork() {
        AtomicInteger calls = new AtomicInteger();
        VectorContract huge = new VectorContract(1, "new", 1 << 30, true, "cosine", "unknown", Generation.ADAPTED);
        GalleryAdapter adapter = new GalleryAdapter() {
            @Override
            public FloatMatrix adapt(FloatMatrix stored) {
                calls.incrementAndGet();
                return stored;
            }

            @Override
            public double[] scores(FloatMatrix stored) {
                return new double[stored.rows()];
            }

            @Override
            public VectorContract input() {
                return Turning.OLD;
            }

            @Override
            public VectorContract output() {
                return huge;
            }

            @Override
            public String fingerprint() {
                return "huge";
            }
        };
        // 1,000,000 vectors of 2^30 dimensions: 4 EiB
        GalleryUpgrade upgrade = Gallery.of(set(1_000_000)).upgrade(adapter);
        refused(() -> upgrade.save(folder.resolve("out.npy")), "MiB free");
        assertThat(calls).hasValue(0);
        assertThat(names()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeMadeIsReported() throws IOException {
        Path source = saved(set(3));
        Files.writeString(folder.resolve("file"), "not a folder");
        refused(
                () -> Gallery.npy(source)
                        .upgrade(TURNING)
                        .save(folder.resolve("file").resolve("out.npy")),
                "cannot");
        assertThat(names()).containsExactly("file", "source.json", "source.npy");
    }

    /** What bounds the memory: the adapter never sees more than 16 MiB of rows, however long the gallery. */
    @Test
    void blocksAreBoundedWhateverTheGallery() {
        List<Long> steps = new ArrayList<>();
        Gallery.of(set(20_000))
                .upgrade(TURNING)
                .withListener(event -> {
                    if (event instanceof UpgradeEvent.StepCompleted step) {
                        steps.add(step.step());
                    }
                })
                .save(folder.resolve("out.npy"));
        assertThat(steps).containsExactly(8192L, 16384L, 20000L);
    }

    @Test
    void progressCountsVectorsOverAllSessions() {
        Path source = saved(set(ROWS));
        Path out = folder.resolve("out.npy");
        List<UpgradeEvent> events = new ArrayList<>();
        GalleryUpgrade upgrade =
                Gallery.npy(source).upgrade(TURNING).withBlockRows(50).withListener(events::add);
        assertThatThrownBy(() -> upgrade.withCancellation(after(1)).save(out)).isInstanceOf(RunCancelled.class);
        upgrade.save(out);
        assertThat(events.get(0)).isEqualTo(new UpgradeEvent.StageStarted("upgrade gallery", ROWS, "vector"));
        List<Long> steps = events.stream()
                .filter(UpgradeEvent.StepCompleted.class::isInstance)
                .map(event -> ((UpgradeEvent.StepCompleted) event).step())
                .toList();
        assertThat(steps).containsExactly(50L, 100L, 103L);
        assertThat(events.get(events.size() - 1)).isInstanceOf(UpgradeEvent.StageCompleted.class);
    }

    @Test
    void aListenerThatFailsDoesNotStopTheWork() {
        Path source = saved(set(ROWS));
        Gallery.npy(source)
                .upgrade(TURNING)
                .withListener(event -> {
                    throw new IllegalStateException("broken");
                })
                .save(folder.resolve("out.npy"));
        assertThat(folder.resolve("out.npy")).exists();
    }

    @Test
    void inMemoryEqualsTheFile() {
        for (GalleryPolicy policy : List.of(GalleryPolicy.all(), GalleryPolicy.poor(.7), GalleryPolicy.gated(.5, .2))) {
            EmbeddingSet inMemory = GalleryUpgrade.adapt(set(ROWS), TURNING, policy);
            Path out = folder.resolve(policy + ".npy");
            Gallery.of(set(ROWS))
                    .upgrade(TURNING)
                    .withPolicy(policy)
                    .withBlockRows(7)
                    .save(out);
            EmbeddingSet stored = EmbeddingSet.load(out);
            assertThat(stored.vectors()).isEqualTo(inMemory.vectors());
            assertThat(stored.ids()).isEqualTo(inMemory.ids());
            assertThat(stored.contract()).isEqualTo(inMemory.contract());
        }
        EmbeddingSet untouched = GalleryUpgrade.adapt(set(ROWS), TURNING, GalleryPolicy.none());
        assertThat(untouched.vectors()).isEqualTo(set(ROWS).vectors());
        assertThat(untouched.contract()).isEqualTo(Turning.OLD);
    }

    @Test
    void float16GalleriesStayFloat16() throws IOException {
        set(ROWS).save(folder.resolve("half.npy"), FloatType.FLOAT16);
        Gallery.npy(folder.resolve("half.npy")).upgrade(TURNING).save(folder.resolve("out.npy"));
        assertThat(Files.size(folder.resolve("out.npy"))).isEqualTo(128 + ROWS * 2L * 2);
        assertThat(Gallery.npy(folder.resolve("out.npy")).type()).isEqualTo(FloatType.FLOAT16);
    }

    private static Cancellation after(int blocks) {
        AtomicInteger left = new AtomicInteger(blocks);
        return () -> left.getAndDecrement() <= 0;
    }

    private static EmbeddingSet set(int rows) {
        SplittableRandom random = Seeds.random(3, "vectors");
        float[] values = new float[2 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - .5);
        }
        List<String> ids =
                IntStream.range(0, rows).mapToObj(i -> "item \"" + i + "\"").toList();
        int[] labels = IntStream.range(0, rows).map(i -> i % 7).toArray();
        return EmbeddingSet.of(ids, FloatMatrix.wrap(rows, 2, values), labels, Turning.OLD);
    }

    private Path saved(EmbeddingSet set) {
        Path file = folder.resolve("source.npy");
        set.save(file);
        return file;
    }

    private void copy(String from, String to) {
        try {
            Files.copy(folder.resolve(from), folder.resolve(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() {
        try (var files = Files.list(folder)) {
            TreeMap<String, Path> sorted = new TreeMap<>();
            files.forEach(file -> sorted.put(String.valueOf(file.getFileName()), file));
            return List.copyOf(sorted.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refused(ThrowingCallable call, String... reasons) {
        assertThatThrownBy(call).isInstanceOf(DmuException.class).hasMessageContainingAll(reasons);
    }
}
