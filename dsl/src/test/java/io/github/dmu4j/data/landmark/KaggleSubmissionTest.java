package io.github.dmu4j.data.landmark;

import static io.github.dmu4j.data.FormatFiles.json;
import static io.github.dmu4j.data.FormatFiles.path;
import static io.github.dmu4j.data.FormatFiles.problem;
import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.landmark.Gldv2.Usage;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KaggleSubmissionTest {
    private static final Path FILE = path("landmark/submission.csv");

    @TempDir
    Path folder;

    private static Gldv2Retrieval task() {
        return Landmarks.gldv2(path("landmark/gldv2")).retrieval(Usage.PRIVATE);
    }

    @Test
    void predictionsAreThoseOfTheFile() {
        KaggleSubmission submission = KaggleSubmission.read(FILE);
        JsonNode expected = json("landmark/truth.json").get("submission");
        assertThat(submission.size()).isEqualTo(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(submission.query(i)).isEqualTo(expected.get(i).get(0).asText());
            assertThat(submission.predictions(i))
                    .isEqualTo(Gldv2Test.texts(expected.get(i).get(1)));
        }
    }

    @Test
    void writtenAgainTheFileIsTheSame() {
        Path copy = folder.resolve("copy.csv");
        KaggleSubmission.read(FILE).write(copy);
        assertThat(FormatFiles.bytes(copy)).isEqualTo(FormatFiles.bytes(FILE));
    }

    @Test
    void rankingsAreRowsOfTheGalleryInTheTasksOrder() {
        // queries 0, 3 and 5 of the test set; the file has 3, 0 and one of the other half; -1 is not in the index
        assertThat(KaggleSubmission.read(FILE).rankings(task())).isDeepEqualTo(new int[][] {{}, {5, -1, 5}, {}});
    }

    @Test
    void rankingsThatAreWrittenComeBack() {
        int[][] rankings = {{7, 0}, {}, {3}};
        Path file = folder.resolve("submission.csv");
        KaggleSubmission.of(task(), rankings).write(file);
        assertThat(KaggleSubmission.read(file).rankings(task())).isDeepEqualTo(rankings);
    }

    @Test
    void rankingsThatDoNotFitTheTaskAreRefused() {
        assertThatThrownBy(() -> KaggleSubmission.of(task(), new int[2][0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 rankings for 3 queries");
        assertThatThrownBy(() -> KaggleSubmission.of(task(), new int[][] {{8}, {}, {}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 8");
        assertThatThrownBy(() -> KaggleSubmission.of(task(), new int[][] {new int[101], {}, {}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 100");
    }

    @Test
    void aHundredPredictionsAreReadAndOneMoreRefused() {
        Path file = folder.resolve("long.csv");
        String[] images = new String[101];
        Arrays.setAll(images, i -> ImageIds.text(i));
        FormatFiles.write(file, "id,images\n0123456789abcdef," + String.join(" ", Arrays.copyOf(images, 100)) + "\n");
        assertThat(KaggleSubmission.read(file).predictions(0)).hasSize(100);
        FormatFiles.write(file, "id,images\n0123456789abcdef," + String.join(" ", images) + "\n");
        refused(() -> KaggleSubmission.read(file), "long.csv line 2", "100 are allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image,images~ | line 1",
                "id,images~0123456789abcdef~ | no column images",
                "id,images~0123456789abcdef,x~ | identifier",
                "id,images~0123456789abcdef,1123456789abcdef,~ | goes on",
                "id,images~0123456789abcdef,~0123456789abcdef,~ | and again on line 3"
            })
    void aMalformedFileIsNamed(String content, String reason) {
        Path file = folder.resolve("bad.csv");
        FormatFiles.write(file, content.replace('~', '\n'));
        refused(() -> KaggleSubmission.read(file), "bad.csv", reason);
    }

    @Test
    void cutOffOrChangedAnywhereAFileGivesPredictionsOrAnError() {
        Path file = folder.resolve("damaged.csv");
        FormatFiles.write(file, FormatFiles.bytes(FILE));
        FormatFiles.truncated(file, 1, length -> problem(() -> KaggleSubmission.read(file)));
        FormatFiles.flipped(file, 1, at -> problem(() -> KaggleSubmission.read(file)));
    }
}
