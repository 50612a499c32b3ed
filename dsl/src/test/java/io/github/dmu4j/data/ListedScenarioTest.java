package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListedScenarioTest {
    private static final List<String> IDS =
            List.of("62d0caa23ab29732", "0123456789abcdef", "folder/two words.jpg", "fedcba9876543210");
    private static final int[] LABELS = {3, 3, 8, 9};

    @TempDir
    Path folder;

    private Path old;
    private Path fresh;

    @BeforeEach
    void write() throws IOException {
        old = Files.writeString(
                folder.resolve("old.txt"), "train/f/e/d/fedcba9876543210.jpg 0\nfolder/two words.jpg 1\n");
        fresh = Files.writeString(
                folder.resolve("new.txt"),
                "train/6/2/d/62d0caa23ab29732.jpg 77574\n\ntrain/0/1/2/0123456789abcdef.jpg 77574\n");
    }

    @Test
    void oneListIsTheOldSideAndTheNewOneIsEverything() {
        ScenarioSplit split = Scenario.listed(old).split(IDS, LABELS, 7);

        assertThat(split.oldIndices()).containsExactly(2, 3);
        assertThat(split.newIndices()).containsExactly(0, 1, 2, 3);
        assertThat(Scenario.listed(old).name()).isEqualTo("listed old.txt");
    }

    @Test
    void twoListsAreTheTwoSides() {
        ScenarioSplit split = Scenario.listed(old, fresh).split(IDS, LABELS, 7);

        assertThat(split.oldIndices()).containsExactly(2, 3);
        assertThat(split.newIndices()).containsExactly(0, 1);
        assertThat(Scenario.listed(old, fresh).name()).isEqualTo("listed old.txt and new.txt");
    }

    @Test
    void listsOfOtherCollectionsAreRefused() throws IOException {
        assertThatThrownBy(() -> Scenario.listed(old).split(IDS.subList(0, 2), new int[] {3, 3}, 7))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(
                        "old.txt line 1 names train/f/e/d/fedcba9876543210.jpg, which is none of the 2 training");
        assertThatThrownBy(() -> Scenario.listed(fresh).split(IDS, new int[] {3, 4, 8, 9}, 7))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the label 77574 was class 3 before");
        Path joined = Files.writeString(folder.resolve("joined.txt"), "62d0caa23ab29732 1\n0123456789abcdef 2\n");
        assertThatThrownBy(() -> Scenario.listed(joined).split(IDS, LABELS, 7))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("class 3 had the label 1 before");
        Path blank = Files.writeString(folder.resolve("blank.txt"), "\n");
        assertThatThrownBy(() -> Scenario.listed(blank).split(IDS, LABELS, 7))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("lists no images");
    }
}
