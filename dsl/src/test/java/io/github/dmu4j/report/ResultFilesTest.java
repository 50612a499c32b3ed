package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
    private static final ResultFiles.Origin ORIGIN =
            new ResultFiles.Origin(Map.of("java", "17", "dmu4j", "0.1"), 7, "cpu", 12.5);
    private static final List<PairingResult> RESULTS = List.of(
            new PairingResult("DMU", 7, "extended-class", "new-to-old", "mAP", 0.1234567890123, 0.1, 0.2, 30, 1),
            PairingResult.of("a, \"b\"", 8, "line\nbreak", "independent", "mAP", Double.NaN));

    @TempDir
    Path folder;

    @Test
    void jsonHasAHeaderAndRecords() {
        assertThat(ResultFiles.json(ORIGIN, RESULTS.subList(0, 1)))
                .hasToString("{\"schemaVersion\":1,\"header\":{\"versions\":{\"dmu4j\":\"0.1\",\"java\":\"17\"},"
                        + "\"seed\":7,\"device\":\"cpu\",\"seconds\":12.5},\"records\":[{\"method\":\"DMU\",\"seed\":7,"
                        + "\"scenario\":\"extended-class\",\"pairing\":\"new-to-old\",\"metric\":\"mAP\","
                        + "\"value\":0.1234567890123,\"low\":0.1,\"high\":0.2,\"queries\":30,\"skipped\":1}]}");
    }

    @Test
    void jsonReadsBackEqualWithNanAsNull() throws Exception {
        Path file = folder.resolve("results.json");

        ResultFiles.writeJson(file, ORIGIN, RESULTS);

        assertThat(ResultFiles.readJson(file)).isEqualTo(RESULTS);
        assertThat(Files.readString(file)).contains("\"value\" : null").doesNotContain("NaN");
    }

    @Test
    void csvIsQuotedAndKeepsAllDigits() throws Exception {
        ResultFiles.writeCsv(folder.resolve("results.csv"), RESULTS);

        assertThat(Files.readString(folder.resolve("results.csv"))).isEqualTo("""
                        method,seed,scenario,pairing,metric,value,low,high,queries,skipped
                        DMU,7,extended-class,new-to-old,mAP,0.1234567890123,0.1,0.2,30,1
                        "a, ""b\""",8,"line
                        break",independent,mAP,,,,0,0
                        """);
    }

    @Test
    void aNewerVersionAndAMissingFieldAreNamed() throws Exception {
        Path file = folder.resolve("old.json");

        Files.writeString(file, "{\"schemaVersion\":2,\"records\":[]}");
        assertThatThrownBy(() -> ResultFiles.readJson(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("has schemaVersion 2, this dmu4j reads 1 to 1");

        Files.writeString(file, "{\"schemaVersion\":1,\"records\":[{\"method\":\"DMU\",\"seed\":1}]}");
        assertThatThrownBy(() -> ResultFiles.readJson(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("record 0 has no scenario");
    }
}
