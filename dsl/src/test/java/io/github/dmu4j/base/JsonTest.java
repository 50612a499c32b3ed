package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    record Figure(String name, double value, List<Integer> seeds) {}

    @TempDir
    Path folder;

    @Test
    void recordsAreObjectsInTheOrderOfTheirComponents() {
        assertThat(Json.line(new Figure("mAP", 0.5, List.of(1, 2))))
                .isEqualTo("{\"name\":\"mAP\",\"value\":0.5,\"seeds\":[1,2]}");
    }

    @Test
    void mapKeysAreSortedWhateverTheMap() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", 2);
        assertThat(Json.line(map)).isEqualTo("{\"a\":2,\"b\":1}");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Path file = folder.resolve("figure.json");
        Figure figure = new Figure("größer", Double.NaN, List.of());
        Json.write(file, figure);
        assertThat(Json.read(file, Figure.class)).isEqualTo(figure);
        assertThat(Json.read(file).path("name").asText()).isEqualTo("größer");
    }

    @Test
    void fieldsOfANewerVersionAreIgnored() throws IOException {
        Path file = Files.writeString(
                folder.resolve("newer.json"), "{\"name\":\"x\",\"value\":1,\"seeds\":[],\"later\":{}}");
        assertThat(Json.read(file, Figure.class)).isEqualTo(new Figure("x", 1, List.of()));
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        Path file = folder.resolve("none.json");
        assertThatThrownBy(() -> Json.read(file))
                .isInstanceOf(DmuException.class)
                .hasMessage("there is no file " + file + "; check the path");
        assertThatThrownBy(() -> Json.read(file, Figure.class))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("there is no file");
    }

    @Test
    void whatIsNotOneWholeDocumentIsRefused() throws IOException {
        for (String text : new String[] {"", "   ", "{\"name\":", "{} {}", "[1,2"}) {
            Path file = Files.writeString(folder.resolve("broken.json"), text);
            assertThatThrownBy(() -> Json.read(file))
                    .as("tree of <%s>", text)
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining(file.toString());
            assertThatThrownBy(() -> Json.read(file, Figure.class))
                    .as("record of <%s>", text)
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining(file.toString());
        }
        Path nothing = Files.writeString(folder.resolve("null.json"), "null");
        assertThatThrownBy(() -> Json.read(nothing, Figure.class))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("only null");
    }
}
