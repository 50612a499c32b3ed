package io.github.dmu4j.data.landmark;

import static io.github.dmu4j.data.FormatFiles.doubles;
import static io.github.dmu4j.data.FormatFiles.ints;
import static io.github.dmu4j.data.FormatFiles.json;
import static io.github.dmu4j.data.FormatFiles.path;
import static io.github.dmu4j.data.FormatFiles.problem;
import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.PixelImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevisitedSetTest {
    private static final JsonNode TRUTH = json("landmark/truth.json");

    @TempDir
    Path folder;

    private static List<Integer> rows(JsonNode array) {
        return IntStream.of(ints(array)).boxed().toList();
    }

    private static void assertHolds(RevisitedSet set, JsonNode truth) {
        assertThat(Gldv2Test.ids(set.gallery())).isEqualTo(Gldv2Test.texts(truth.get("imlist")));
        assertThat(Gldv2Test.ids(set.queries())).isEqualTo(Gldv2Test.texts(truth.get("qimlist")));
        assertThat(set.groundTruth()).hasSize(truth.get("gnd").size());
        for (int i = 0; i < set.groundTruth().size(); i++) {
            JsonNode expected = truth.get("gnd").get(i);
            double[] box = doubles(expected.get("bbx"));
            assertThat(set.groundTruth().get(i))
                    .isEqualTo(new RevisitedQuery(
                            truth.get("qimlist").get(i).asText(),
                            new BoundingBox(box[0], box[1], box[2], box[3]),
                            rows(expected.get("easy")),
                            rows(expected.get("hard")),
                            rows(expected.get("junk"))));
            PixelImage cropped = set.queries().image(i);
            JsonNode crop = truth.get("crops").get(i);
            assertThat(new int[] {cropped.width(), cropped.height()}).isEqualTo(ints(crop.get("size")));
            Colours.assertIs(cropped, crop.get("colour"));
            PixelImage whole = set.uncroppedQueries().image(i);
            assertThat(new int[] {whole.width(), whole.height()}).containsExactly(20, 16);
        }
        for (int i = 0; i < set.gallery().size(); i++) {
            Colours.assertIs(
                    set.gallery().image(i),
                    truth.get("colours").get(set.gallery().id(i)));
        }
    }

    @Test
    void revisitopsLayoutIsRead() {
        RevisitedSet set = Landmarks.revisitedOxford(path("landmark/revisitop"));
        assertHolds(set, TRUTH.get("revisitop/datasets/roxford5k"));
        assertThat(set.summary()).contains("found 6 images", "4,993", "found 2 queries", "70");
    }

    @Test
    void advBctsLayoutAndNumpyNumbersAreRead() {
        JsonNode truth = TRUTH.get("advbct/ROxfordParis");
        RevisitedSet set = Landmarks.revisitedParis(path("landmark/advbct"));
        assertHolds(set, truth);
        assertThat(set.summary()).contains("says 6,322", "says 70");
        assertHolds(Landmarks.revisitedParis(path("landmark/advbct/ROxfordParis")), truth);
    }

    @Test
    void theJsonTwinIsRead() {
        assertHolds(Landmarks.revisitedOxford(path("landmark/twin")), TRUTH.get("twin"));
    }

    @Test
    void aMissingGroundTruthSaysWhereItWasLookedFor() {
        refused(() -> Landmarks.revisitedParis(folder), "gnd_rparis6k.pkl", "datasets", "ROxfordParis");
    }

    private static String truth(String imlist, String bbx, String easy) {
        return "{\"imlist\": " + imlist + ", \"qimlist\": [\"q\"], \"gnd\": [{\"bbx\": " + bbx + ", \"easy\": " + easy
                + ", \"hard\": [], \"junk\": []}]}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"a\"] | [0, 0, 1, 1] | [1] | gnd[0] easy has the row 1",
                "[\"a\"] | [0, 0, 1, 1] | [-1] | gnd[0] easy has the row -1",
                "[\"a\"] | [0, 0, 1, 1] | [0.5] | gnd[0] easy has the row 0.5",
                "[\"a\"] | [0, 0, 1, 1] | [1e300] | gnd[0] easy has the row",
                "[\"a\"] | [0, 0, 1, 1] | [\"0\"] | easy[0] is no number",
                "[\"a\"] | [0, 0, 1, 1] | {} | easy is no list",
                "[\"a\"] | [0, 0, 1, 1] | null | easy is no list",
                "[\"a\"] | [0, 0, 1] | [] | bbx has 3 numbers",
                "[\"a\"] | [1, 0, 1, 1] | [] | no area",
                "[\"a\"] | [0, 0, 1e999, 1] | [] | no area",
                "[\"../a\"] | [0, 0, 1, 1] | [] | imlist[0]",
                "[\"/a\"] | [0, 0, 1, 1] | [] | is absolute",
                "[\"a\", \"a\"] | [0, 0, 1, 1] | [] | twice",
                "[1] | [0, 0, 1, 1] | [] | is no text",
                "{} | [0, 0, 1, 1] | [] | imlist is no list"
            })
    void aPartThatCannotBeUsedIsNamed(String imlist, String bbx, String easy, String named) {
        FormatFiles.write(folder.resolve("gnd_roxford5k.json"), truth(imlist, bbx, easy));
        refused(() -> Landmarks.revisitedOxford(folder), "gnd_roxford5k.json", named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"imlist\": []}",
                "{\"imlist\": [], \"qimlist\": [], \"gnd\": [{}]}",
                "{\"imlist\"",
                "nonsense",
                "{\"imlist\": [], \"qimlist\": [], \"gnd\": []} more",
                "{\"imlist\": [], \"qimlist\": [\"q\"], \"gnd\": [[]]}"
            })
    void anotherJsonIsRefused(String content) {
        FormatFiles.write(folder.resolve("gnd_roxford5k.json"), content);
        refused(() -> Landmarks.revisitedOxford(folder), "gnd_roxford5k.json");
    }

    @Test
    void jsonWithoutEndIsNotCollected() {
        Path file = folder.resolve("gnd_roxford5k.json");
        FormatFiles.write(file, "[".repeat(100_000));
        refused(() -> Landmarks.revisitedOxford(folder), "gnd_roxford5k.json");
        FormatFiles.write(file, "[" + "[],".repeat(600_000) + "0]");
        refused(() -> Landmarks.revisitedOxford(folder), "more than 500000 values");
        FormatFiles.write(file, "[\"" + "x".repeat(2000) + "\"]");
        refused(() -> Landmarks.revisitedOxford(folder), "2000 characters");
    }

    @Test
    void twoQueriesMayLookForDifferentPartsOfOneImage() {
        FormatFiles.write(
                folder.resolve("gnd_roxford5k.json"),
                "{\"imlist\": [\"a\"], \"qimlist\": [\"q\", \"q\"], \"gnd\": ["
                        + "{\"bbx\": [0, 0, 1, 1], \"easy\": [0], \"hard\": [], \"junk\": []},"
                        + "{\"bbx\": [5, 5, 9, 9], \"easy\": [], \"hard\": [0], \"junk\": []}]}");
        RevisitedSet set = Landmarks.revisitedOxford(folder);
        assertThat(Gldv2Test.ids(set.queries())).containsExactly("q", "q#2");
        assertThat(set.groundTruth()).extracting(RevisitedQuery::name).containsExactly("q", "q");
    }

    @Test
    void aPickleThatAsksForMoreThanDataIsRefused() {
        FormatFiles.write(folder.resolve("gnd_roxford5k.pkl"), FormatFiles.bytes(path("pickle/refused-call.pkl")));
        refused(() -> Landmarks.revisitedOxford(folder), "gnd_roxford5k.pkl", "system", "nothing was run");
    }

    @Test
    void cutOffOrChangedAnywhereAFileGivesASetOrAnError() {
        for (String name : List.of("roxford5k", "rparis6k")) {
            Path file = folder.resolve("gnd_" + name + ".pkl");
            FormatFiles.write(
                    file,
                    FormatFiles.bytes(path(
                            name.equals("roxford5k")
                                    ? "landmark/revisitop/datasets/roxford5k/gnd_roxford5k.pkl"
                                    : "landmark/advbct/ROxfordParis/gnd_rparis6k.pkl")));
            Runnable reading = () -> {
                if (name.equals("roxford5k")) {
                    Landmarks.revisitedOxford(folder);
                } else {
                    Landmarks.revisitedParis(folder);
                }
            };
            FormatFiles.truncated(file, 3, length -> refused(reading, "gnd_" + name));
            FormatFiles.flipped(file, 2, at -> problem(reading));
        }
    }

    @Test
    void aBoxIsCutOffAtTheEdgeOfTheImage() {
        PixelImage image = new PixelImage(3, 2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(new BoundingBox(-5, 0.4, 1.6, 99).crop(image).pixels()).containsExactly(1, 2, 4, 5);
        assertThat(new BoundingBox(2.5, 1.5, 3, 2).crop(image).pixels()).containsExactly(6); // 2.5 and 1.5 round to 2
        assertThat(new BoundingBox(50, 50, 60, 1e300).crop(image).pixels()).containsExactly(6);
        assertThatThrownBy(() -> new BoundingBox(0, 0, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
