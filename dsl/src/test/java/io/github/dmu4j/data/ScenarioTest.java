package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static final int CASES = 30;

    /** A random collection: labels with gaps, classes of 1 to 12 images, shuffled. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sample(List<String> ids, int[] labels, double share, long seed) {
        static Sample of(int number) {
            SplittableRandom random = Seeds.random(number, "scenario test");
            int classes = 2 + random.nextInt(9);
            int[] sizes =
                    IntStream.range(0, classes).map(c -> 1 + random.nextInt(12)).toArray();
            int[] labels = IntStream.range(0, classes)
                    .flatMap(c -> IntStream.range(0, sizes[c]).map(i -> 3 * c + 1))
                    .toArray();
            int[] order = Seeds.permutation(labels.length, random);
            return new Sample(
                    IntStream.of(order).mapToObj(i -> "photo-" + i).toList(),
                    IntStream.of(order).map(i -> labels[i]).toArray(),
                    0.05 + 0.9 * random.nextDouble(),
                    random.nextLong());
        }

        Set<String> idsOf(int[] rows) {
            Set<String> chosen = new HashSet<>();
            for (int row : rows) {
                assertThat(chosen.add(ids.get(row))).isTrue();
            }
            return chosen;
        }

        Set<Integer> labelsOf(int[] rows) {
            return IntStream.of(rows).map(i -> labels[i]).boxed().collect(Collectors.toSet());
        }

        Map<Integer, Integer> countsOf(int[] rows) {
            Map<Integer, Integer> counts = new TreeMap<>();
            for (int row : rows) {
                counts.merge(labels[row], 1, Integer::sum);
            }
            return counts;
        }

        int[] everything() {
            return IntStream.range(0, labels.length).toArray();
        }
    }

    @Test
    void extendedDataGivesTheOldModelTheShareOfEveryClassAndTheNewOneEverything() {
        for (int number = 0; number < CASES; number++) {
            Sample s = Sample.of(number);
            ScenarioSplit split = Scenario.extendedData(s.share).split(s.ids, s.labels, s.seed);
            assertThat(split.newIndices()).as("case %d", number).isEqualTo(s.everything());
            Map<Integer, Integer> old = s.countsOf(split.oldIndices());
            s.countsOf(s.everything())
                    .forEach((label, n) ->
                            assertThat(old.get(label)).isEqualTo(Math.max(1, (int) Math.round(s.share * n))));
        }
    }

    @Test
    void extendedClassGivesTheOldModelWholeClassesAndTheNewOneEverything() {
        for (int number = 0; number < CASES; number++) {
            Sample s = Sample.of(number);
            ScenarioSplit split = Scenario.extendedClass(s.share).split(s.ids, s.labels, s.seed);
            assertThat(split.newIndices()).as("case %d", number).isEqualTo(s.everything());
            Map<Integer, Integer> all = s.countsOf(s.everything());
            Map<Integer, Integer> old = s.countsOf(split.oldIndices());
            assertThat(old).hasSize(Math.max(1, (int) Math.round(s.share * all.size())));
            assertThat(all).containsAllEntriesOf(old);
        }
    }

    @Test
    void openDataPutsEveryImageOnOneSideUnlessItIsTheOnlyOneOfItsClass() {
        for (int number = 0; number < CASES; number++) {
            Sample s = Sample.of(number);
            ScenarioSplit split = Scenario.openData(s.share).split(s.ids, s.labels, s.seed);
            Map<Integer, Integer> old = s.countsOf(split.oldIndices());
            Map<Integer, Integer> fresh = s.countsOf(split.newIndices());
            s.countsOf(s.everything()).forEach((label, n) -> {
                if (n == 1) {
                    assertThat(old.get(label)).isEqualTo(1);
                    assertThat(fresh.get(label)).isEqualTo(1);
                } else {
                    int expected = Math.max(1, Math.min(n - 1, (int) Math.round(s.share * n)));
                    assertThat(old.get(label)).isEqualTo(expected);
                    assertThat(fresh.get(label)).isEqualTo(n - expected);
                }
            });
            Set<String> union = s.idsOf(split.oldIndices());
            union.addAll(s.idsOf(split.newIndices()));
            assertThat(union).as("case %d", number).hasSameSizeAs(s.ids);
        }
    }

    @Test
    void openClassSharesNoClassAndLosesNoImage() {
        for (int number = 0; number < CASES; number++) {
            Sample s = Sample.of(number);
            ScenarioSplit split = Scenario.openClass(s.share).split(s.ids, s.labels, s.seed);
            Set<Integer> old = s.labelsOf(split.oldIndices());
            int classes = s.labelsOf(s.everything()).size();
            assertThat(old).as("case %d", number).doesNotContainAnyElementsOf(s.labelsOf(split.newIndices()));
            assertThat(split.oldIndices().length + split.newIndices().length).isEqualTo(s.labels.length);
            assertThat(old).hasSize(Math.max(1, Math.min(classes - 1, (int) Math.round(s.share * classes))));
        }
    }

    @Test
    void extendedBackboneGivesBothModelsEverything() {
        Sample s = Sample.of(1);
        ScenarioSplit split = Scenario.extendedBackbone().split(s.ids, s.labels, 1);
        assertThat(split.oldIndices()).isEqualTo(s.everything());
        assertThat(split.newIndices()).isEqualTo(s.everything());
    }

    @Test
    void classGrowthTakesTheFirstClasses() {
        int[] labels = {9, 2, 5, 2, 7};
        ScenarioSplit split = Scenario.classGrowth(0.5).split(List.of("a", "b", "c", "d", "e"), labels, 3);
        assertThat(split.oldIndices()).containsExactly(1, 2, 3); // classes 2 and 5 of 2, 5, 7, 9
        assertThat(split.newIndices()).hasSize(5);
    }

    @Test
    void theOrderOfRowsChangesNothing() {
        for (Scenario scenario : List.of(
                Scenario.extendedData(0.3),
                Scenario.extendedClass(0.3),
                Scenario.openData(0.4),
                Scenario.openClass(0.5))) {
            for (int number = 0; number < CASES; number++) {
                Sample s = Sample.of(number);
                int[] order = Seeds.permutation(s.labels.length, Seeds.random(number, "shuffle"));
                Sample shuffled = new Sample(
                        IntStream.of(order).mapToObj(s.ids::get).toList(),
                        IntStream.of(order).map(i -> s.labels[i]).toArray(),
                        s.share,
                        s.seed);
                ScenarioSplit a = scenario.split(s.ids, s.labels, s.seed);
                ScenarioSplit b = scenario.split(shuffled.ids, shuffled.labels, s.seed);
                assertThat(shuffled.idsOf(b.oldIndices()))
                        .as("%s, case %d", scenario.name(), number)
                        .isEqualTo(s.idsOf(a.oldIndices()));
                assertThat(shuffled.idsOf(b.newIndices())).isEqualTo(s.idsOf(a.newIndices()));
            }
        }
    }

    @Test
    void anotherSeedChoosesOthers() {
        List<String> ids = IntStream.range(0, 100).mapToObj(i -> "p" + i).toList();
        int[] labels = IntStream.range(0, 100).map(i -> i % 20).toArray();
        for (Scenario scenario : List.of(Scenario.extendedData(0.4), Scenario.extendedClass(0.3))) {
            assertThat(scenario.split(ids, labels, 1).oldIndices())
                    .isNotEqualTo(scenario.split(ids, labels, 2).oldIndices());
        }
    }

    @Test
    void namesSayRuleAndShare() {
        assertThat(Scenario.extendedClass(0.3).name()).isEqualTo("extended-class 0.3");
        assertThat(Scenario.extendedBackbone().name()).isEqualTo("extended-backbone");
    }

    @Test
    void dataSayInWordsWhatTheyHold() {
        UpgradeData data = Datasets.glyphs(GlyphSettings.frozen()
                        .withClasses(30)
                        .withImagesPerClass(4)
                        .withSize(16))
                .split(Scenario.extendedData(0.5), 7);

        assertThat(data.toString())
                .startsWith("glyphs-1 changed to 30 classes (synthetic), extended-data 0.5, seed 7\n")
                .contains("old training  20 images of 10 classes\n")
                .contains("new training  40 images of 10 classes\n")
                .contains("test          20 queries, 20 gallery images of 10 classes\n");
    }

    @Test
    void impossibleSharesAndSplitsAreRefused() {
        assertThatThrownBy(() -> Scenario.extendedData(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scenario.openClass(1)).hasMessageContaining("below 1");
        assertThatThrownBy(() -> Scenario.openClass(0.5).split(List.of("a", "b"), new int[] {4, 4}, 1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("at least two training classes, found 1");
    }
}
