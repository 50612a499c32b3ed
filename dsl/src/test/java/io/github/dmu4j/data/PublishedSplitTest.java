package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected: {@code src/test/python/published_splits.py}, by numpy. */
class PublishedSplitTest {
    private static final JsonNode EXPECTED =
            Json.read(Path.of("src", "test", "resources", "splits", "published_splits.json"));
    private static final int[] LABELS = FormatFiles.ints(EXPECTED.path("labels"));
    private static final List<String> IDS =
            IntStream.range(0, LABELS.length).mapToObj(i -> "photo-" + i).toList();

    private static String digest(int[] numbers) {
        return FormatFiles.sha256(Arrays.stream(numbers)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shufflesAreThoseOfNumpy() {
        assertThat(EXPECTED.path("shuffles").properties()).hasSize(6).allSatisfy(shuffle -> {
            String[] numberAndSeed = shuffle.getKey().split(" ", 2);
            assertThat(NumpyShuffle.of(Integer.parseInt(numberAndSeed[0]), Integer.parseInt(numberAndSeed[1])))
                    .isEqualTo(FormatFiles.ints(shuffle.getValue()));
        });
        int[] landmarks = NumpyShuffle.of(81_313, 666);
        assertThat(Arrays.copyOf(landmarks, 10))
                .isEqualTo(FormatFiles.ints(EXPECTED.path("landmarks").path("first")));
        assertThat(digest(landmarks))
                .isEqualTo(EXPECTED.path("landmarks").path("sha256").asText());
    }

    @Test
    void everyRuleChoosesWhatThePythonScriptChooses() {
        assertThat(EXPECTED.path("cases").properties()).hasSize(36).allSatisfy(expected -> {
            ScenarioSplit split = Scenario.named(expected.getKey()).split(IDS, LABELS, 7);
            assertThat(split.oldIndices())
                    .isEqualTo(FormatFiles.ints(expected.getValue().path("old")));
            assertThat(split.newIndices())
                    .isEqualTo(FormatFiles.ints(expected.getValue().path("new")));
        });
    }

    @Test
    void theNumbersOfOldClassesAreThePublishedOnes() {
        assertThat(PublishedSplit.OPEN_COMPATIBLE.oldClasses(81_313, 0.3)).hasSize(24_393);
        assertThat(PublishedSplit.ADV_BCT.oldClasses(81_313, 0.3)).hasSize(24_393);
        assertThat(PublishedSplit.MIX_BCT.oldClasses(93_431, 0.3))
                .hasSize(28_029)
                .endsWith(28_028);
        assertThat(EXPECTED.path("landmarks").path("old").asInt()).isEqualTo(24_393);
        assertThat(EXPECTED.path("faces").path("old").asInt()).isEqualTo(28_029);
    }

    @Test
    void advBctPutsTheOldClassesFirst() {
        int[] all = IntStream.range(0, 81_313).toArray();
        int[] renumbered = PublishedSplit.advBctLabels(all, 0.3);

        assertThat(digest(renumbered))
                .isEqualTo(EXPECTED.path("landmarks").path("renumbered").asText());
        int[] old = PublishedSplit.ADV_BCT
                .extendedClass(0.3)
                .split(Arrays.stream(all).mapToObj(Integer::toString).toList(), all, 0)
                .oldIndices();
        assertThat(Arrays.stream(old).map(row -> renumbered[row]).toArray())
                .isEqualTo(IntStream.range(0, 24_393).toArray());
    }

    @Test
    void namesLeadBackAndSeedsChangeNothing() {
        Scenario scenario = PublishedSplit.MIX_BCT.openData(0.3);

        assertThat(scenario.name()).isEqualTo("MixBCT open-data 0.3");
        assertThat(Scenario.named("MixBCT open-data 0.3")).isEqualTo(scenario);
        assertThat(Scenario.named("AdvBCT extended-class 0.3")).isEqualTo(PublishedSplit.ADV_BCT.extendedClass(0.3));
        Scenario shuffled = PublishedSplit.OPEN_COMPATIBLE.openClass(0.3);
        assertThat(shuffled.split(IDS, LABELS, 1).oldIndices())
                .isEqualTo(shuffled.split(IDS, LABELS, 2).oldIndices());
    }

    @Test
    void sharesThatAreNotAllowedAndEmptySidesAreRefused() {
        assertThatThrownBy(() -> PublishedSplit.MIX_BCT.openClass(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MixBCT open-class with a share of 1.0; above 0 and below 1 is allowed");
        assertThatThrownBy(() -> PublishedSplit.OPEN_COMPATIBLE.extendedData(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scenario.named("AdvBCT extended-data 1.5"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("a share of 1.5");
        assertThatThrownBy(() ->
                        PublishedSplit.OPEN_COMPATIBLE.extendedClass(0.3).split(List.of("a", "b"), new int[] {0, 1}, 1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("of 2 images of 2 classes leaves the old model without any");
    }
}
