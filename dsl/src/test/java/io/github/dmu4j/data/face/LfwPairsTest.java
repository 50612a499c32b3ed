package io.github.dmu4j.data.face;

import static io.github.dmu4j.data.FormatFiles.refused;
import static io.github.dmu4j.data.FormatFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.data.FormatFiles;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fixture by formats/face.py has two folds of two genuine and two impostor pairs. */
class LfwPairsTest {
    private static final Path FILE = FormatFiles.path("face/lfw/pairs.txt");
    private static final Path ROOT = FormatFiles.path("face/lfw/images");

    @TempDir
    Path temp;

    private void refusedText(String text, String... mentioned) {
        Path file = temp.resolve("pairs.txt");
        write(file, text);
        refused(() -> Faces.lfwPairs(file, ROOT), mentioned);
    }

    @Test
    void pairsFoldsAndImagesAreThoseOfTheFile() {
        LfwPairs set = Faces.lfwPairs(FILE, ROOT);
        FacePairs pairs = set.pairs();
        assertThat(set.folds()).isEqualTo(2);
        assertThat(IntStream.range(0, pairs.size())
                        .mapToObj(i -> set.fold(i) + " " + pairs.isGenuine(i) + " "
                                + set.images().id(pairs.first(i)) + " "
                                + set.images().id(pairs.second(i))))
                .containsExactly(
                        "0 true Ada_Lovelace/Ada_Lovelace_0001.jpg Ada_Lovelace/Ada_Lovelace_0002.jpg",
                        "0 true Grace_Hopper/Grace_Hopper_0003.jpg Grace_Hopper/Grace_Hopper_0012.jpg",
                        "0 false Ada_Lovelace/Ada_Lovelace_0001.jpg Grace_Hopper/Grace_Hopper_0003.jpg",
                        "0 false Grace_Hopper/Grace_Hopper_0012.jpg Emmy_Noether/Emmy_Noether_0001.jpg",
                        "1 true Ada_Lovelace/Ada_Lovelace_0001.jpg Ada_Lovelace/Ada_Lovelace_0003.jpg",
                        "1 true Grace_Hopper/Grace_Hopper_0003.jpg Grace_Hopper/Grace_Hopper_0012.jpg",
                        "1 false Ada_Lovelace/Ada_Lovelace_0001.jpg Grace_Hopper/Grace_Hopper_0004.jpg",
                        "1 false Grace_Hopper/Grace_Hopper_0012.jpg Emmy_Noether/Emmy_Noether_0001.jpg");
        assertThat(set.images().size()).isEqualTo(7);
        assertThat(set.images().labels()).containsExactly(0, 0, 1, 1, 2, 0, 1);
        assertThat(set.images().classNames()).containsExactly("Ada_Lovelace", "Grace_Hopper", "Emmy_Noether");
        assertThat(set.images().image(0).width()).isEqualTo(40);
        refused(() -> set.images().image(1), "Ada_Lovelace_0002.jpg");
        assertThat(set)
                .hasToString(
                        "pairs.txt: 7 images, 2 folds, 8 pairs: 4 genuine, 4 impostor; found 8 pairs, the card of LFW says 6,000");
    }

    @Test
    void aFileWithoutANumberOfFoldsHasOne() {
        Path file = temp.resolve("pairsDevTrain.txt");
        write(file, "1\nA\t1\t2\nA\t1\tB\t1\n");
        LfwPairs set = Faces.lfwPairs(file, ROOT);
        assertThat(set.folds()).isEqualTo(1);
        assertThat(set.pairs().size()).isEqualTo(2);
        assertThat(set.fold(1)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "10 300 1|line 1",
                "ten 300|line 1",
                "0 300|line 1",
                "10 0|line 1",
                "2147483647 2147483647|line 1",
                "1 2147483647|line 1",
                "1 536870911|line 1",
                "2 1~A 1 2~A 1 B 1|truncated",
                "1 1~A 1 2|truncated",
                "1 1~A 1 2~A 1 B 1~A 1 2|line 4",
                "1 1~A 1 B 1~A 1 2|line 2",
                "1 1~A 1 2~A 1 2|line 3",
                "1 1~A 1 x~A 1 B 1|line 2",
                "1 1~A 1 2~A 1 B 99999999999|line 3",
                "1 1~.. 1 2~A 1 B 1|line 2",
                "1 1~../A 1 2~A 1 B 1|line 2",
                "1 1~/etc 1 2~A 1 B 1|line 2",
                "1 1~A 1 2~A 1 b\\c 1|line 3"
            })
    void damageIsNamedWithItsLine(String text, String mentioned) {
        refusedText(text.replace('~', '\n'), "pairs.txt", mentioned);
    }

    @Test
    void anyTruncationOrFlippedByteIsReadOrRefusedClearly() {
        Path file = temp.resolve("pairs.txt");
        write(file, FormatFiles.bytes(FILE));
        int[] whole = {0};
        FormatFiles.truncated(
                file,
                1,
                length -> whole[0] +=
                        FormatFiles.problem(() -> Faces.lfwPairs(file, ROOT)).isEmpty() ? 1 : 0);
        assertThat(whole[0]).isEqualTo(1); // without the last line's end
        FormatFiles.flipped(
                file,
                1,
                at -> assertThat(FormatFiles.problem(() -> Faces.lfwPairs(file, ROOT)))
                        .isNotNull());
        refused(() -> Faces.lfwPairs(temp.resolve("none.txt"), ROOT), "none.txt");
        refused(() -> Faces.lfwPairs(temp, ROOT), "folder");
    }
}
