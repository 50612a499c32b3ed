package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Seeds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceSplitTest {
    /** Seven classes, labels 0, 3, ... 18, of ten images each, mixed. */
    private static final int[] LABELS =
            IntStream.range(0, 70).map(i -> 3 * (i % 7)).toArray();

    private static final List<String> IDS =
            IntStream.range(0, 70).mapToObj(i -> "photo-" + i).toList();

    private static Set<Integer> set(int[] rows) {
        return new HashSet<>(IntStream.of(rows).boxed().toList());
    }

    private static long classes(int[] rows) {
        return IntStream.of(rows).map(i -> LABELS[i]).distinct().count();
    }

    @Test
    void classesAreAddedInEqualPartsHalvesUpAndNoneIsTakenAway() {
        List<int[]> sets = SequenceSplit.ofClasses(3).split(IDS, LABELS, 7);

        assertThat(sets).hasSize(3);
        assertThat(classes(sets.get(0))).isEqualTo(2); // 7/3 = 2.33
        assertThat(classes(sets.get(1))).isEqualTo(5); // 14/3 = 4.67
        assertThat(sets.get(0)).hasSize(20).isSorted();
        assertThat(sets.get(1)).hasSize(50).isSorted();
        assertThat(sets.get(2)).isEqualTo(IntStream.range(0, 70).toArray());
        assertThat(set(sets.get(1))).containsAll(set(sets.get(0)));
        assertThat(classes(SequenceSplit.ofClasses(2).split(IDS, LABELS, 7).get(0)))
                .as("3.5 of 7")
                .isEqualTo(4);
    }

    @Test
    void imagesAreAddedToEveryClass() {
        List<int[]> sets = SequenceSplit.ofImages(4).split(IDS, LABELS, 7);

        assertThat(sets.stream().map(rows -> rows.length).toList())
                .containsExactly(21, 35, 56, 70); // 2.5, 5, 7.5, 10 a class
        for (int step = 0; step < 4; step++) {
            assertThat(classes(sets.get(step))).isEqualTo(7);
            assertThat(set(sets.get(3))).containsAll(set(sets.get(step)));
        }
        assertThat(set(sets.get(1))).containsAll(set(sets.get(0)));
        assertThat(set(sets.get(2))).containsAll(set(sets.get(1)));
    }

    @Test
    void theFirstOfTwoIsTheOldSideOfTheScenarioWithHalf() {
        assertThat(SequenceSplit.ofClasses(2).split(IDS, LABELS, 5).get(0))
                .isEqualTo(Scenario.extendedClass(0.5).split(IDS, LABELS, 5).oldIndices());
        assertThat(SequenceSplit.ofImages(2).split(IDS, LABELS, 5).get(0))
                .isEqualTo(Scenario.extendedData(0.5).split(IDS, LABELS, 5).oldIndices());
    }

    @Test
    void theOrderOfRowsChangesNothingAndTheSeedDoes() {
        int[] order = Seeds.permutation(70, Seeds.random(1, "shuffle"));
        List<String> ids = IntStream.of(order).mapToObj(IDS::get).toList();
        int[] labels = IntStream.of(order).map(i -> LABELS[i]).toArray();
        for (SequenceSplit sequence : List.of(SequenceSplit.ofClasses(3), SequenceSplit.ofImages(3))) {
            int[] listed = sequence.split(IDS, LABELS, 7).get(0);
            int[] shuffled = IntStream.of(sequence.split(ids, labels, 7).get(0))
                    .map(i -> order[i])
                    .sorted()
                    .toArray();
            assertThat(shuffled).as(sequence.name()).isEqualTo(listed);
            assertThat(sequence.split(IDS, LABELS, 8).get(0)).isNotEqualTo(listed);
        }
    }

    @Test
    void aStepIsTheScenarioOfOneUpgradeAndIsFoundByItsName() {
        SequenceSplit sequence = SequenceSplit.ofImages(4);
        List<int[]> sets = sequence.split(IDS, LABELS, 7);
        Scenario third = sequence.step(3);

        assertThat(third.name()).isEqualTo("data-sequence 3 of 4");
        assertThat(third.split(IDS, LABELS, 7).oldIndices()).isEqualTo(sets.get(1));
        assertThat(third.split(IDS, LABELS, 7).newIndices()).isEqualTo(sets.get(2));
        assertThat(Scenario.named(third.name())).isEqualTo(third);
        assertThat(Scenario.named("class-sequence 2 of 2"))
                .isEqualTo(SequenceSplit.ofClasses(2).step(2));
    }

    @Test
    void collectionsAreSplitAsTheirRowsAre() {
        LabeledImages images = TinyImages.of(12, 4, i -> TinyImages.tone(2, 2, i));
        List<LabeledImages> sets = SequenceSplit.ofImages(3).split(images, 7);

        assertThat(sets.stream().map(LabeledImages::size).toList()).containsExactly(4, 8, 12);
        assertThat(Arrays.stream(sets.get(0).labels()).distinct().count()).isEqualTo(4);
        assertThat(sets.get(2).fingerprint()).isEqualTo(images.fingerprint());
    }

    @Test
    void sequencesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> SequenceSplit.ofClasses(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SequenceSplit.ofClasses(3).step(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed are 2 to 3");
        assertThatThrownBy(() -> SequenceSplit.ofClasses(15).split(IDS, LABELS, 1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("of 70 images of 7 classes: generation 2 would see nothing");
        assertThatThrownBy(() -> Scenario.named("class-sequence 9 of 4"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("allowed are 2 to 4");
    }
}
