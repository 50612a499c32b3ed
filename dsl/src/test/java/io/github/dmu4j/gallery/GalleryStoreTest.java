package io.github.dmu4j.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.event.UpgradeListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryStoreTest {
    private static final EmbeddingSet SET = EmbeddingSet.of(
            List.of("a", "b"), FloatMatrix.ofRows(new float[][] {{3, 4}, {1, 0}}), new int[] {4, 2}, Turning.OLD);
    private static final FloatMatrix TURNED = FloatMatrix.ofRows(new float[][] {{-.8f, .6f}, {-0f, 1}});

    @TempDir
    Path folder;

    @Test
    void anUpgradeSwitchesToTheNewGenerationAndRollbackRestoresTheOldOne() throws IOException {
        Path dir = folder.resolve("store");
        GalleryStore store = GalleryStore.create(dir, Gallery.of(SET));
        assertThat(store.current().contract()).isEqualTo(Turning.OLD);
        byte[] original = Files.readAllBytes(dir.resolve("generations/0001-old.npy"));

        upgrade(store, "turn", GalleryPolicy.all());
        assertThat(store.currentNumber()).isEqualTo(2);
        assertThat(store.current().contract().generation()).isEqualTo(Generation.ADAPTED);
        assertThat(store.current().toEmbeddingSet().vectors()).isEqualTo(TURNED);
        assertThat(store.current().toEmbeddingSet().ids()).containsExactly("a", "b");
        assertThat(dir.resolve("generations/0002-adapted.npy")).exists();

        Gallery restored = store.rollback();
        assertThat(restored.toEmbeddingSet().vectors()).isEqualTo(SET.vectors());
        assertThat(restored.toEmbeddingSet().labels()).contains(new int[] {4, 2});
        assertThat(GalleryStore.open(dir).currentNumber()).isEqualTo(1);
        assertThat(Files.readAllBytes(dir.resolve("generations/0001-old.npy"))).isEqualTo(original);
        assertThat(dir.resolve("generations/0002-adapted.npy")).exists();

        assertThat(store.use(2).toEmbeddingSet().vectors()).isEqualTo(TURNED);
    }

    @Test
    void afterARollbackTheNextUpgradeIsAThirdGenerationOfTheFirst() {
        GalleryStore store = GalleryStore.create(folder.resolve("store"), Gallery.of(SET));
        upgrade(store, "turn", GalleryPolicy.all());
        store.rollback();
        upgrade(store, "other", GalleryPolicy.poor(.7));
        assertThat(store.generations())
                .containsExactly(
                        new GalleryStore.Entry(1, "0001-old.npy", 0, "", ""),
                        new GalleryStore.Entry(2, "0002-adapted.npy", 1, "turn", "all()"),
                        new GalleryStore.Entry(3, "0003-adapted.npy", 1, "other", "poor(0.7)"));
        assertThat(store.currentNumber()).isEqualTo(3);
    }

    @Test
    void aGalleryThatNobodyNamedIsTheOriginal() {
        GalleryStore.create(folder.resolve("store"), Gallery.of(SET.withContract(VectorContract.unknown(2))));
        assertThat(folder.resolve("store/generations/0001-original.npy")).exists();
    }

    @Test
    void theFirstGenerationCannotBeUndoneAndUnknownOnesAreRefused() {
        GalleryStore store = GalleryStore.create(folder.resolve("store"), Gallery.of(SET));
        assertThatThrownBy(store::rollback).isInstanceOf(DmuException.class).hasMessageContaining("nothing to undo");
        assertThatThrownBy(() -> store.use(7)).isInstanceOf(DmuException.class).hasMessageContaining("there are [1]");
        assertThatThrownBy(() -> GalleryStore.create(folder.resolve("store"), Gallery.of(SET)))
                .isInstanceOf(DmuException.class);
        assertThatThrownBy(() -> GalleryStore.open(folder)).isInstanceOf(DmuException.class);
    }

    @Test
    void aStoppedUpgradeLeavesTheCurrentGenerationInUseAndGoesOn() throws IOException {
        Path dir = folder.resolve("store");
        GalleryStore store = GalleryStore.create(dir, Gallery.of(SET));
        assertThatThrownBy(
                        () -> store.upgrade(new Turning("turn"), GalleryPolicy.all(), UpgradeListener.NONE, () -> true))
                .isInstanceOf(RunCancelled.class);
        assertThat(store.currentNumber()).isEqualTo(1);
        upgrade(store, "turn", GalleryPolicy.all());
        assertThat(store.currentNumber()).isEqualTo(2);

        // as if the process had ended after the file was whole and before the manifest knew it
        store.use(1);
        String manifest = Files.readString(dir.resolve("gallery.json"));
        upgrade(store, "third", GalleryPolicy.all());
        Files.writeString(dir.resolve("gallery.json"), manifest);
        upgrade(store, "third", GalleryPolicy.all());
        assertThat(store.currentNumber()).isEqualTo(3);
        store.discardUnfinished();
        assertThat(store.current().toEmbeddingSet().vectors()).isEqualTo(TURNED);
    }

    @Test
    void aRollbackIsOfferedWhereThereIsSomethingToUndo() {
        GalleryStore store = GalleryStore.create(folder.resolve("store"), Gallery.of(SET));
        assertThat(store.toString()).endsWith("next: .upgrade(adapter)");

        store.upgrade(new Turning("turn"));
        assertThat(store.generations().get(1).policy()).isEqualTo("all()");
        assertThat(store.toString()).endsWith("next: .upgrade(adapter), .rollback()");
    }

    private static void upgrade(GalleryStore store, String fingerprint, GalleryPolicy policy) {
        store.upgrade(new Turning(fingerprint), policy, UpgradeListener.NONE, Cancellation.NEVER);
    }
}
