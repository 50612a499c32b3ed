package io.github.dmu4j.data.face;

import static io.github.dmu4j.data.FormatFiles.path;
import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.PixelImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationSetTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pairs-0",
                "pairs-1",
                "pairs-2",
                "pairs-3",
                "pairs-4",
                "pairs-5",
                "pairs-python2-0",
                "pairs-python2-1",
                "pairs-python2-2",
                "pairs-numpy",
                "pairs-numpy-bools"
            })
    void pairsAndImagesAreThoseThatWerePacked(String name) {
        VerificationSet set = Faces.verification(path("pickle/" + name + ".bin"));
        assertThat(set.pairs().size()).isEqualTo(3);
        assertThat(set.pairs().isGenuine(0)).isTrue();
        assertThat(set.pairs().isGenuine(1)).isFalse();
        assertThat(set.pairs().isGenuine(2)).isTrue();
        assertThat(set.pairs().first(2)).isEqualTo(4);
        assertThat(set.pairs().second(2)).isEqualTo(5);
        assertThat(set.images().size()).isEqualTo(6);
        for (int i = 0; i < 6; i++) {
            byte[] packed = FormatFiles.bytes(path("pickle/image-" + i + ".jpg"));
            PixelImage expected = PixelImage.decode(packed, "the picture", 1000);
            assertThat(set.encoded(i)).isEqualTo(packed);
            assertThat(set.images().image(i).pixels()).isEqualTo(expected.pixels());
        }
    }

    @Test
    void imagesHaveNamesAndTheFacesInput() {
        VerificationSet set = Faces.verification(path("pickle/pairs-4.bin"));
        assertThat(set.images().id(5)).isEqualTo("0000005");
        assertThat(set.images().preprocessing()).isEqualTo(Faces.preprocessing());
        assertThat(set.summary()).isEqualTo("pairs-4.bin: 3 pairs: 2 genuine, 1 impostor");
    }

    @ParameterizedTest
    @CsvSource({"cfp_fp, '7,000'", "lfw, '6,000'", "agedb_30, '6,000'", "calfw, '6,000'", "cplfw, '6,000'"})
    void aSmallerFileThanThePublishedOneSaysSo(String name, String published) {
        Path file = folder.resolve(name + ".bin");
        FormatFiles.write(file, FormatFiles.bytes(path("pickle/pairs-2.bin")));
        assertThat(Faces.verification(file).summary()).contains("found 3 pairs", "says " + published);
    }

    @ParameterizedTest
    @CsvSource({
        "pairs-odd, 5 images and 3 pairs",
        "pairs-text, image 0 is no byte string",
        "pairs-three, neither a boolean",
        "pairs-no-tuple, something else than a tuple",
        "refused-set-4.pkl, makes a set"
    })
    void anotherContentIsRefused(String name, String reason) {
        String file = name.endsWith(".pkl") ? name : name + ".bin";
        refused(() -> Faces.verification(path("pickle/" + file)), file, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pairs-0", "pairs-2", "pairs-4", "pairs-python2-2"})
    void aFileCutOffOrChangedAnywhereGivesASetOrAnError(String name) {
        Path file = folder.resolve("damaged.bin");
        FormatFiles.write(file, FormatFiles.bytes(path("pickle/" + name + ".bin")));
        FormatFiles.truncated(file, 61, length -> refused(() -> Faces.verification(file), "damaged.bin"));
        FormatFiles.flipped(
                file,
                67,
                at -> FormatFiles.problem(() -> {
                    VerificationSet set = Faces.verification(file);
                    for (int i = 0; i < set.images().size(); i++) {
                        set.images().image(i);
                    }
                }));
    }
}
