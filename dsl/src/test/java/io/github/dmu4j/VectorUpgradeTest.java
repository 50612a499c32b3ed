package io.github.dmu4j;

import static io.github.dmu4j.Upgrade.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.gallery.Gallery;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade of stored vectors without any image: the new space is the old one turned by a quarter, with a little noise. */
class VectorUpgradeTest {
    private static final int ITEMS = 64;
    private static final int DIMENSION = 6;
    private static final VectorContract OLD = contract("old-model", Generation.OLD);
    private static final VectorContract NEW = contract("new-model", Generation.NEW);

    private static EmbeddingSet old;
    private static EmbeddingSet renewed;
    private static VectorUpgrade upgrade;

    private static VectorContract contract(String model, Generation generation) {
        return new VectorContract(1, model, DIMENSION, true, "cosine", "grey 12", generation);
    }

    @BeforeAll
    static void makeBothSets() {
        float[] before = new float[ITEMS * DIMENSION];
        float[] after = new float[ITEMS * DIMENSION];
        SplittableRandom random = Seeds.random(3, "vectors", 0);
        for (int i = 0; i < ITEMS; i++) {
            for (int j = 0; j < DIMENSION; j++) {
                double centre = (i % 4 == j ? 2 : 0) + random.nextDouble();
                before[i * DIMENSION + j] = (float) centre;
                after[i * DIMENSION + (j + 1) % DIMENSION] = (float) (centre + 0.02 * random.nextDouble());
            }
        }
        List<String> ids = IntStream.range(0, ITEMS).mapToObj(i -> "item-" + i).toList();
        int[] labels = IntStream.range(0, ITEMS).map(i -> i % 4).toArray();
        old = EmbeddingSet.of(ids, FloatMatrix.wrap(ITEMS, DIMENSION, before).normalised(), labels, OLD);
        EmbeddingSet inOrder =
                EmbeddingSet.of(ids, FloatMatrix.wrap(ITEMS, DIMENSION, after).normalised(), labels, NEW);
        // the new model has embedded a part of the items, in another order
        renewed = inOrder.subset(IntStream.range(0, ITEMS)
                .map(i -> ITEMS - 1 - i)
                .filter(i -> i % 4 != 1 || i > 40)
                .toArray());
        upgrade = plan(old, renewed).train();
    }

    private static VectorPlan plan(EmbeddingSet from, EmbeddingSet to) {
        return upgrade()
                .from(from)
                .to(to)
                .withForwardAdaptation(a -> a.hidden(8).epochs(3).batchSize(16))
                .seed(1)
                .device(Device.cpu());
    }

    private static double cosineWithTurned(EmbeddingSet moved) {
        double sum = 0;
        for (int i = 0; i < moved.size(); i++) {
            for (int j = 0; j < DIMENSION; j++) {
                sum += moved.vectors().get(i, (j + 1) % DIMENSION)
                        * old.vectors().get(i, j)
                        / moved.size();
            }
        }
        return sum;
    }

    @Test
    void labelledVectorsAreMatchedByIdentifierAndMovedToTheNewSpace() {
        EmbeddingSet moved = upgrade.adapt(old);
        assertThat(moved.ids()).isEqualTo(old.ids());
        assertThat(moved.labels()).hasValueSatisfying(l -> assertThat(l).hasSize(ITEMS));
        assertThat(moved.contract().generation()).isEqualTo(Generation.ADAPTED);
        assertThat(moved.contract().modelHash()).isEqualTo("new-model");
        assertThat(cosineWithTurned(moved)).isGreaterThan(0.97); // unmoved it is below 0.8
        assertThat(cosineWithTurned(old)).isLessThan(0.8);
        assertThat(upgrade.toString()).contains("labelled");
    }

    @Test
    void vectorsWithoutLabelsDoToo() {
        VectorUpgrade labelFree =
                plan(old.withoutLabels(), renewed.withoutLabels()).train();
        assertThat(cosineWithTurned(labelFree.adapt(old))).isGreaterThan(0.97);
        assertThat(labelFree.toString()).contains("without labels");
        assertThat(Arrays.stream(labelFree.adapter().scores(old.vectors()))).allMatch(s -> s >= 0 && s <= 1);
    }

    @Test
    void aStoredGalleryIsUpgradedInFilesAndTheOriginalStays(@TempDir Path folder) {
        Path stored = folder.resolve("gallery.npy");
        Path out = folder.resolve("upgraded.npy");
        old.save(stored);
        upgrade.upgradeGallery(Gallery.npy(stored)).save(out);
        assertThat(EmbeddingSet.load(out).vectors())
                .isEqualTo(upgrade.adapt(old).vectors());
        assertThat(EmbeddingSet.load(out).ids()).isEqualTo(old.ids());
        assertThat(EmbeddingSet.load(stored).vectors()).isEqualTo(old.vectors());
    }

    @Test
    void aSavedUpgradeGivesTheSameVectorsAndScores(@TempDir Path folder) {
        upgrade.save(folder);
        VectorUpgrade loaded = VectorUpgrade.load(folder);
        assertThat(loaded.adapt(old).vectors()).isEqualTo(upgrade.adapt(old).vectors());
        assertThat(loaded.adapter().scores(old.vectors()))
                .containsExactly(upgrade.adapter().scores(old.vectors()));
        assertThat(loaded.upgradeModule()).isEqualTo(upgrade.upgradeModule());
    }

    @Test
    void tooFewCommonItemsAreRefusedWithTheirNumber() {
        EmbeddingSet few = renewed.subset(IntStream.range(0, 5).toArray());
        assertThatThrownBy(() -> plan(old, few).train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("5 identifiers are in both sets")
                .hasMessageContaining("at least 16");
    }

    @Test
    void rowsThatNothingMatchesAreRefused() {
        EmbeddingSet numbered = EmbeddingSet.of(old.vectors());
        EmbeddingSet fewer = EmbeddingSet.of(renewed.vectors());
        assertThatThrownBy(() -> plan(numbered, fewer).train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("give ids");
    }

    @Test
    void aGalleryOfAnotherModelIsRefused() {
        EmbeddingSet foreign = old.withContract(contract("somebody-elses", Generation.OLD));
        assertThatThrownBy(() -> upgrade.adapt(foreign))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("somebody-els")
                .hasMessageContaining("not vectors of one space");
        assertThatThrownBy(() -> upgrade.upgradeGallery(Gallery.of(upgrade.adapt(old))))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("generation ADAPTED against OLD");
    }

    @Test
    void exchangedSetsAndSetsOfOneModelAreRefused() {
        assertThatThrownBy(() -> plan(renewed, old).train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("exchange the two sets");
        assertThatThrownBy(() -> plan(old, old.withContract(contract("new-model", Generation.OLD)))
                        .train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("generation OLD");
        assertThatThrownBy(() -> plan(old, old.withContract(contract("old-model", Generation.NEW)))
                        .train())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("both sets are vectors of one model");
    }

    @Test
    void textsBeginWithAShortLineAndAreShort() {
        Texts.requireShort(plan(old, renewed).toString());
        Texts.requireShort(upgrade.toString());
    }
}
