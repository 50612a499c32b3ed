package io.github.dmu4j.jupyter.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CellOutputTest {
    private final List<JsonObject> sent = new CopyOnWriteArrayList<>();
    private final Origins origins = new Origins();
    private final CellOutput output = new CellOutput(origins, (type, parent, content) -> sent.add(content));
    private final Origin origin = Origin.none();

    @Test
    void tenThousandLinesAreFewMessagesAndNothingIsLost() {
        PrintStream out = new PrintStream(output.stream(CellOutput.OUT), false, StandardCharsets.UTF_8);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            out.println("line " + i);
            expected.append("line ").append(i).append(System.lineSeparator());
        }
        output.flush();

        assertThat(text()).isEqualTo(expected.toString());
        assertThat(sent).hasSizeLessThan(50);
    }

    @Test
    void characterThatIsWrittenByteByByteStaysWholeAcrossFlushes() throws IOException {
        origins.begin(origin);
        OutputStream out = output.stream(CellOutput.OUT);
        for (byte octet : "aß€😀b".getBytes(StandardCharsets.UTF_8)) {
            out.write(octet);
            output.flush();
        }

        assertThat(text()).isEqualTo("aß€😀b");
        assertThat(sent.stream().map(content -> content.get("text").getAsString()))
                .containsExactly("a", "ß", "€", "😀", "b");
    }

    @Test
    void halfACharacterAtTheEndOfACellIsShownAsBroken() throws IOException {
        origins.begin(origin);
        output.stream(CellOutput.OUT).write(new byte[] {'a', (byte) 0xE2, (byte) 0x82});
        output.flushAll(origin);

        assertThat(text()).isEqualTo("a\uFFFD");
    }

    @Test
    void bytesThatAreNotUtf8DoNotWait() throws IOException {
        output.stream(CellOutput.OUT)
                .write(new byte[] {(byte) 0xFF, (byte) 0xFE, (byte) 0x80, (byte) 0x80, (byte) 0x80});
        output.flush();

        assertThat(text()).hasSize(5);
    }

    @Test
    void threadsMixLinesButLoseNone() throws InterruptedException {
        PrintStream out = new PrintStream(output.stream(CellOutput.OUT), false, StandardCharsets.UTF_8);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    out.println("x");
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        output.flush();

        assertThat(text().lines()).hasSize(4_000).containsOnly("x");
    }

    @Test
    void whatWaitsIsSentWithoutACellsEnd() throws Exception {
        output.start();
        output.stream(CellOutput.ERR).write('x');
        for (int i = 0; i < 100 && sent.isEmpty(); i++) {
            Thread.sleep(20);
        }

        assertThat(text()).isEqualTo("x");
    }

    @Test
    void promptIsTheUnfinishedLineSentOrNot() throws IOException {
        origins.begin(origin);
        OutputStream out = output.stream(CellOutput.OUT);
        out.write("first\nA".getBytes(StandardCharsets.UTF_8));
        output.flush();
        out.write("ge? ".getBytes(StandardCharsets.UTF_8));

        assertThat(output.takePrompt(origin)).isEqualTo("Age? ");
        assertThat(text()).isEqualTo("first\nA");
        assertThat(output.takePrompt(origin)).isEmpty();
    }

    private String text() {
        StringBuilder all = new StringBuilder();
        sent.forEach(content -> all.append(content.get("text").getAsString()));
        return all.toString();
    }
}
