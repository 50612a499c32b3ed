package io.github.dmu4j.tests.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.tests.notebook.Python.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dmu run notebook.ipynb} and {@code ./dmu notebooks}, through nbclient. */
@Tag("slow")
@EnabledOnOs(OS.LINUX) // needs env --default-signal
class NotebookExecutionTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void findNbclient() throws Exception {
        Python.assumeHas(folder, "nbclient, nbformat");
    }

    @Test
    void notebookIsExecutedInItsFolderWithProgressAndWrittenElsewhere() throws Exception {
        Path notebook = notebook(
                "good.ipynb",
                "System.out.println(Path.of(\"good.ipynb\").toFile().exists());",
                "resNet10(64).widths(8, 16, 32).dimension()");
        String before = Files.readString(notebook);

        Result result = dmu("run", "good.ipynb", "--out", "new/out.ipynb", "--timeout", "120");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("good.ipynb: cell 1/2\n", "good.ipynb: cell 2/2\n", "2 cells in ");
        assertThat(Files.readString(notebook)).isEqualTo(before);
        JsonNode written = Json.read(folder.resolve("new/out.ipynb"));
        assertThat(written.at("/cells/0/outputs/0/text/0").asText()).isEqualTo("true\n");
        assertThat(written.at("/cells/1/outputs/0/data/text~1plain/0").asText()).isEqualTo("64");
        assertThat(written.at("/cells/1/execution_count").asInt()).isEqualTo(2);
    }

    @Test
    void failingCellStopsWithItsNumberAndTheErrorAndWhatThereIsIsWritten() throws Exception {
        notebook("bad.ipynb", "int a = 1;", "throw new IllegalStateException(\"broken\");", "a");

        Result result = dmu("run", "--out", "out.ipynb", "bad.ipynb");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("bad.ipynb, cell 2 of 3: java.lang.IllegalStateException: broken")
                .doesNotContain("cell 3/3", "Traceback", "\u001b");
        JsonNode cells = Json.read(folder.resolve("out.ipynb")).path("cells");
        assertThat(cells.at("/1/outputs/0/ename").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(cells.at("/2/outputs")).isEmpty();
    }

    @Test
    void executedNotebookIsWrittenAsHtml() throws Exception {
        Python.assumeHas(folder, "nbconvert");
        notebook("page.ipynb", "display(new Html(\"<b>bold</b>\"));\n\"value \" + (40 + 2)");

        Result result = dmu("run", "page.ipynb", "--out", "page.html");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(Files.readString(folder.resolve("page.html")))
                .startsWith("<!DOCTYPE html>")
                .contains("<b>bold</b>", "value 42");
        assertThat(dmu("run", "page.ipynb", "--out", "page.pdf").status()).isEqualTo(2);
    }

    @Test
    void cellThatTakesTooLongAndANotebookOfAnotherLanguageFail() throws Exception {
        notebook("slow.ipynb", "Thread.sleep(60_000);");

        Result tooSlow = dmu("run", "slow.ipynb", "--timeout", "2");

        assertThat(tooSlow.status()).isEqualTo(1);
        assertThat(tooSlow.err()).contains("cell 1 of 1: not done after 2 s");

        Path python = notebook("python.ipynb", "1");
        ObjectNode content = (ObjectNode) Json.read(python);
        content.putObject("metadata").putObject("kernelspec").put("language", "python");
        Json.write(python, content);

        Result other = dmu("run", "python.ipynb");

        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("python.ipynb is written in python, and this kernel runs Java");
    }

    @Test
    void interruptStopsTheCellAndEndsWith130() throws Exception {
        notebook("waits.ipynb", "Files.createFile(Path.of(\"started\"));\nThread.sleep(600_000);");
        Process process = Python.start(
                folder,
                Map.of(),
                List.of(
                        "env",
                        "--default-signal=INT",
                        Python.ROOT.resolve("dmu").toString(),
                        "run",
                        "waits.ipynb"));
        while (process.isAlive() && !Files.exists(folder.resolve("started"))) {
            Thread.sleep(20);
        }

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        Result result = Python.resultOf(process, folder);
        assertThat(result.err()).contains("Stopping at the next safe point").endsWith("waits.ipynb: interrupted\n");
        assertThat(result.status()).isEqualTo(130);
    }

    @Test
    void whatIsBuiltIsTheSameEveryTimeAndCheckNoticesWhatHasMoved() throws Exception {
        Path book = notebook(
                "01-tiny.ipynb",
                "display(new Html(\"<b id='\" + UUID.randomUUID() + \"'>x</b>\"));\nSystem.out.println(\"mAP \" + 0.5);",
                "Files.writeString(Path.of(\"left\"), \"over\");\n1 + 1");

        Result first = dmu("notebooks", "build", "01", "--folder", ".");
        assertThat(first.status()).as(first.out() + first.err()).isZero();
        String built = Files.readString(book);
        dmu("notebooks", "build", "--folder", ".");

        assertThat(Files.readString(book)).isEqualTo(built);
        assertThat(built).contains("mAP 0.5", "\"name\": \"dmu4j\"");
        assertThat(folder.resolve("left")).as("executed in a copy").doesNotExist();

        Files.writeString(book, built.replace("mAP 0.5", "mAP 0.51"));
        Result near = dmu("notebooks", "check", "--folder", ".");
        assertThat(near.status()).as(near.out() + near.err()).isZero();
        assertThat(near.out()).containsPattern("01-tiny.ipynb: ok; 2 cells in .* s of processor time, \\d+ MB");

        Files.writeString(book, built.replace("mAP 0.5", "mAP 0.6"));
        Result far = dmu("notebooks", "check", "--folder", ".", "--max-megabytes", "10");
        assertThat(far.status()).isEqualTo(1);
        assertThat(far.out())
                .contains("cell 1, stdout line 1: 0.5; committed: 0.6 (tolerance 0.02)", "10 MB are allowed")
                .endsWith("0 of 1 notebooks as they should be\n");
    }

    @Test
    void notebookThatShowsAPathOfThisMachineIsNotBuilt() throws Exception {
        Path book = notebook("01-path.ipynb", "Path.of(\"\").toAbsolutePath()");
        String before = Files.readString(book);

        Result result = dmu("notebooks", "build", "--folder", ".");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("cell 1 shows /", "not written");
        assertThat(Files.readString(book)).isEqualTo(before);
    }

    private Path notebook(String name, String... cells) throws IOException {
        ObjectNode notebook = Json.mapper().createObjectNode();
        ArrayNode all = notebook.putArray("cells");
        for (String source : cells) {
            ObjectNode cell = all.addObject();
            cell.put("cell_type", "code").put("source", source).putNull("execution_count");
            cell.putObject("metadata");
            cell.putArray("outputs");
        }
        notebook.putObject("metadata");
        notebook.put("nbformat", 4).put("nbformat_minor", 5);
        Path file = folder.resolve(name);
        Json.write(file, notebook);
        return file;
    }

    private Result dmu(String... arguments) throws Exception {
        return Python.dmu(folder, Map.of(), arguments);
    }
}
