package io.github.dmu4j.jupyter.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.dmu4j.jupyter.wire.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    private Path file;
    private History first;
    private History second;

    @BeforeEach
    void twoSessions() {
        file = folder.resolve("made").resolve("history");
        first = History.open(file, log());
        first.add(1, "int a = 1;", null);
        first.add(2, "a + 1", "2");
        second = History.open(file, log());
        second.add(1, "int b\n= 2;", null);
        second.add(2, "a + 1", "3");
    }

    @Test
    void tailIsTheLastCellsOfAllSessionsOldestFirst() {
        assertThat(reply(second, "{'hist_access_type': 'tail', 'n': 3}"))
                .isEqualTo("[[1,2,\"a + 1\"],[2,1,\"int b\\n= 2;\"],[2,2,\"a + 1\"]]");
    }

    @Test
    void outputComesOnRequest() {
        assertThat(reply(second, "{'hist_access_type': 'tail', 'n': 2, 'output': true}"))
                .isEqualTo("[[2,1,[\"int b\\n= 2;\",null]],[2,2,[\"a + 1\",\"3\"]]]");
    }

    @Test
    void rangeCountsSessionsFromThisOneBackAndLeavesOutItsStop() {
        assertThat(reply(second, "{'hist_access_type': 'range', 'session': 0, 'start': 1, 'stop': 2}"))
                .isEqualTo("[[2,1,\"int b\\n= 2;\"]]");
        assertThat(reply(second, "{'hist_access_type': 'range', 'session': -1, 'start': 2, 'stop': 9}"))
                .isEqualTo("[[1,2,\"a + 1\"]]");
        assertThat(reply(second, "{'hist_access_type': 'range', 'session': 1, 'start': 1}"))
                .isEqualTo("[[1,1,\"int a = 1;\"],[1,2,\"a + 1\"]]");
    }

    @Test
    void searchFitsWholeCellsAlsoOverLineEnds() {
        assertThat(reply(second, "{'hist_access_type': 'search', 'pattern': 'int ?*2;'}"))
                .isEqualTo("[[2,1,\"int b\\n= 2;\"]]");
        assertThat(reply(second, "{'hist_access_type': 'search', 'pattern': 'a +'}"))
                .isEqualTo("[]");
    }

    @Test
    void uniqueSearchKeepsTheLatest() {
        assertThat(reply(second, "{'hist_access_type': 'search', 'pattern': 'a*', 'unique': true}"))
                .isEqualTo("[[2,2,\"a + 1\"]]");
        assertThat(reply(second, "{'hist_access_type': 'search', 'pattern': 'a*', 'n': 1}"))
                .isEqualTo("[[2,2,\"a + 1\"]]");
    }

    @Test
    void lineThatACrashHasCutIsSkipped() throws IOException {
        Files.writeString(file, "{\"session\": 2, \"line\": 3, \"inp", StandardOpenOption.APPEND);
        second.add(4, "after", null);

        assertThat(reply(second, "{'hist_access_type': 'tail', 'n': 2}"))
                .isEqualTo("[[2,2,\"a + 1\"],[2,4,\"after\"]]");
    }

    @Test
    void folderThatCannotBeUsedIsLoggedAndTheSessionIsRemembered() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file").resolve("history");
        History history = History.open(blocked, log());
        history.add(1, "x", null);

        assertThat(reply(history, "{'hist_access_type': 'tail', 'n': 5}")).isEqualTo("[[1,1,\"x\"]]");
        assertThat(Files.readString(folder.resolve("log"))).contains("no history is kept");
    }

    private KernelLog log() {
        return new KernelLog(folder.resolve("log"));
    }

    private static String reply(History history, String content) {
        JsonObject none = new JsonObject();
        Message request = new Message(
                List.of(), none, none, none, JsonParser.parseString(content).getAsJsonObject(), List.of());
        return history.reply(request).getAsJsonArray("history").toString();
    }
}
