package io.github.dmu4j.data.face;

import static io.github.dmu4j.data.FormatFiles.bytes;
import static io.github.dmu4j.data.FormatFiles.problem;
import static io.github.dmu4j.data.FormatFiles.refused;
import static io.github.dmu4j.data.FormatFiles.with;
import static io.github.dmu4j.data.FormatFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.data.FormatFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixtures by formats/face.py: six pictures of three people, the third in several parts, the fifth with the magic in its header. */
class FaceRecordsTest {
    private static final int[] LABELS = {0, 0, 1, 2, 2, 2};

    @TempDir
    Path temp;

    private Path folder;
    private Path rec;
    private Path idx;
    private long[] offsets;

    @BeforeEach
    void copyFixture() {
        folder = FormatFiles.copy("face/recordio", temp.resolve("recordio"));
        rec = folder.resolve("train.rec");
        idx = folder.resolve("train.idx");
        offsets = text(idx)
                .lines()
                .mapToLong(line -> Long.parseLong(line.split("\t", -1)[1]))
                .toArray();
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static void readAll(Path folder) {
        FaceRecords set = Faces.recordIo(folder);
        for (int i = 0; i < set.size(); i++) {
            set.image(i);
        }
    }

    @ParameterizedTest
    @CsvSource({"recordio,1", "recordio-resplit,1", "recordio-plain,0"})
    void everyPictureIsReadByteForByteWithItsLabel(String name, int firstKey) {
        JsonNode expected = FormatFiles.json("face/recordio.json");
        FaceRecords set = Faces.recordIo(FormatFiles.path("face/" + name));
        assertThat(set.size()).isEqualTo(6);
        assertThat(set.labels()).isEqualTo(FormatFiles.ints(expected.get("labels")));
        for (int i = 0; i < 6; i++) {
            assertThat(HexFormat.of().formatHex(set.encoded(i)))
                    .isEqualTo(expected.get("images").get(i).asText());
            assertThat(set.image(i).width()).isEqualTo(112);
            assertThat(set.id(i)).isEqualTo(Integer.toString(firstKey + i));
        }
        assertThat(set.classes()).isEqualTo(3);
        assertThat(set.preprocessing()).isEqualTo(Faces.preprocessing());
        assertThat(set.fingerprint()).hasSize(64);
    }

    @Test
    void theFixtureHasRecordsOfSeveralParts() {
        byte[] whole = bytes(rec);
        assertThat(whole[(int) offsets[3] + 7] >> 5 & 7).isEqualTo(1);
        assertThat(whole[(int) offsets[5] + 7] >> 5 & 7).isEqualTo(1);
    }

    @Test
    void aRecFileIsFoundByItsOwnNameToo() {
        assertThat(Faces.recordIo(rec).labels()).isEqualTo(LABELS);
        refused(() -> Faces.recordIo(idx), "train.idx", ".rec");
    }

    @Test
    void theIndexMayBeInAnyOrder() {
        String[] lines = text(idx).split("\n", -1);
        Collections.reverse(Arrays.asList(lines));
        write(idx, String.join("\r\n", lines));
        FaceRecords set = Faces.recordIo(folder);
        assertThat(set.labels()).isEqualTo(LABELS);
        assertThat(set.id(5)).isEqualTo("6");
        readAll(folder);
    }

    @Test
    void differencesFromThePropertyFileAndFromACardAreSaid() {
        FaceRecords set = Faces.recordIo(FormatFiles.path("face/recordio-resplit"));
        assertThat(set.summary()).contains("6 images of 3 classes", "its property file says 93,431");
        assertThat(set.classNames()).hasSize(93_431).startsWith("0", "1");
        assertThat(Faces.recordIo(folder).summary("MS1Mv3", 5_179_510, 93_431))
                .isEqualTo("recordio: 6 images of 3 classes; found 6 images, the card of MS1Mv3 says 5,179,510; found 3"
                        + " classes, the card of MS1Mv3 says 93,431");
    }

    @Test
    void aMissingPropertyFileMeansFacesOf112() throws IOException {
        Files.delete(folder.resolve("property"));
        assertThat(Faces.recordIo(folder).preprocessing().size()).isEqualTo(112);
        assertThat(Faces.recordIo(folder).classNames()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "3,112",
                "3,112,112,1",
                "x,112,112",
                "3,112,96",
                "3,0,0",
                "99999999999,112,112",
                "3,5000,5000"
            })
    void aBadPropertyFileIsRefused(String text) {
        write(folder.resolve("property"), text);
        refused(() -> Faces.recordIo(folder), "property");
    }

    @Test
    void identityRecordsThatLeaveAGapAreNotBelieved() {
        int label = (int) offsets[8] + 8 + 24; // of the second person: keys 3 to 3
        write(rec, with(bytes(rec), label, Float.floatToIntBits(4)));
        assertThat(Faces.recordIo(folder).labels()).isEqualTo(LABELS);
        readAll(folder);
    }

    @Test
    void anImageInsideOfARangeThatHasAnotherLabelIsRefusedWhenItIsRead() {
        int label = (int) offsets[5] + 36; // of the fifth image: 12 bytes into the second part, whose head is at 16
        byte[] damaged = with(bytes(rec), label, Float.floatToIntBits(1));
        write(rec, damaged);
        FaceRecords set = Faces.recordIo(folder);
        assertThat(set.labels()).isEqualTo(LABELS);
        refused(() -> set.image(4), "train.rec record 5", "has label 1", "identity record says 2");
    }

    @Test
    void aMissingIndexIsNamed() throws IOException {
        Files.delete(idx);
        refused(() -> Faces.recordIo(folder), "no file", "train.idx", "rec2idx");
        refused(() -> Faces.recordIo(temp.resolve("nowhere")), "nowhere");
        Files.delete(rec);
        refused(() -> Faces.recordIo(folder), "no file", "train.rec");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0\t0|ends at byte",
                "|lists no record",
                "0\t0\\n0\t0|twice",
                "0\t2|multiples of 4",
                "0\t4|not with the magic number",
                "0\t99999996|multiples of 4 up to",
                "0\t9223372036854775807|line 1",
                "0\t99999999999999999999|whole number",
                "-1\t0|whole number",
                "2147483648\t0|whole number",
                "0|has 1 fields",
                "0\t0\t0|more than 2 fields",
                "zero\t0|whole number",
                "0\t0x0|whole number"
            })
    void anInconsistentIndexIsRefused(String text, String mentioned) {
        write(idx, text == null ? "" : text.replace("\\n", "\n"));
        refused(() -> readAll(folder), mentioned, folder.toString());
    }

    @Test
    void anIndexWithoutItsLastLinesIsRefused() {
        String whole = text(idx);
        FormatFiles.truncated(idx, 1, length -> {
            String message = problem(() -> readAll(folder));
            assertThat(message.isEmpty()).as("cut at " + length).isEqualTo(length == whole.length() - 1);
        });
    }

    @Test
    void anIndexWithoutRecordZeroIsRefused() {
        write(idx, text(idx).replaceFirst("0\t0\n", "99\t0\n"));
        refused(() -> Faces.recordIo(folder), "no record 0", "from 1 on");
    }

    @Test
    void anIndexThatLacksAnImageIsRefused() {
        write(idx, text(idx).replaceFirst("4\t[0-9]+\n", ""));
        refused(() -> Faces.recordIo(folder), "records 1 to 6", "incomplete");
    }

    @Test
    void aTruncatedRecFileIsRefusedWhenItIsOpened() {
        FormatFiles.truncated(rec, 127, length -> refused(() -> Faces.recordIo(folder), "train"));
    }

    @Test
    void everyDamagedHeadOfARecordIsRefused() {
        byte[] whole = bytes(rec);
        for (long offset : offsets) {
            if (offset >= offsets[7]) {
                continue; // identity records: see below
            }
            for (int magic = 0; magic < 4; magic++) {
                byte[] damaged = whole.clone();
                damaged[(int) offset + magic] ^= 1;
                write(rec, damaged);
                refused(() -> readAll(folder), "at byte " + offset, "magic");
            }
            for (int word : new int[] {0x1fffffff, 2 << 29 | 40, 3 << 29 | 40, 5 << 29 | 40, 0x3fffffff, 0, 23}) {
                write(rec, with(whole, (int) offset + 4, word));
                refused(() -> readAll(folder), "train.rec");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x7fffffff, 0x1fffffff, 10_000, 1 << 30})
    void anAbsurdNumberOfLabelsIsRefused(int flag) {
        write(rec, with(bytes(rec), (int) offsets[2] + 8, flag));
        refused(() -> readAll(folder), "record 2", "labels follow", "damaged");
    }

    @ParameterizedTest
    @ValueSource(floats = {-1, 0.5f, 1e9f, Float.NaN, Float.POSITIVE_INFINITY})
    void labelsThatAreNoClassAreRefused(float label) {
        write(rec, with(bytes(rec), (int) offsets[1] + 8 + 4, Float.floatToIntBits(label)));
        refused(() -> readAll(folder), "record 1", "has label " + label, "whole numbers");
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1, 8, 11, 1e7f, Float.NaN, -3})
    void aRecordZeroThatCountsOtherImagesIsRefused(float count) {
        write(rec, with(bytes(rec), 8 + 24, Float.floatToIntBits(count)));
        refused(() -> readAll(folder), "record");
    }

    @Test
    void anyFlippedByteGivesAPictureOrAClearError() {
        FormatFiles.flipped(
                rec, 37, at -> assertThat(problem(() -> readAll(folder))).isNotNull());
        FormatFiles.flipped(
                idx, 1, at -> assertThat(problem(() -> readAll(folder))).isNotNull());
    }
}
