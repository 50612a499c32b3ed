package io.github.dmu4j.jupyter.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.display.Html;
import io.github.dmu4j.jupyter.wire.ConnectionFile;
import io.github.dmu4j.jupyter.wire.Message;
import io.github.dmu4j.jupyter.wire.TestClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The kernel over real sockets, with cells that are lambdas. */
@Timeout(30)
class KernelTest {
    @TempDir
    Path folder;

    private final FakeEvaluator cells = new FakeEvaluator();
    private Path log;
    private Kernel kernel;
    private TestClient client;

    @BeforeEach
    void startKernelAndClient() throws Exception {
        log = folder.resolve("log");
        ConnectionFile file = TestClient.freePorts();
        kernel = new Kernel(
                file,
                new KernelInfo("test", "1", "a banner", Map.of("text", "url")),
                () -> cells,
                folder.resolve("history"),
                new KernelLog(log));
        client = new TestClient(file);
        client.awaitReady();
    }

    @AfterEach
    void stop() {
        client.close();
        kernel.close();
    }

    @Test
    void kernelInfoSaysWhatClientsNeed() throws Exception {
        Message request = client.shell("kernel_info_request", "{}");
        Message reply = client.shellReply();

        assertThat(reply.type()).isEqualTo("kernel_info_reply");
        assertThat(reply.parent()).isEqualTo(request.header());
        assertThat(reply.text("status", "")).isEqualTo("ok");
        assertThat(reply.text("protocol_version", "")).isEqualTo("5.3");
        assertThat(reply.content().get("supported_features").isJsonArray()).isTrue();
        assertThat(reply.object("language_info").get("name").getAsString()).isEqualTo("java");
        assertThat(reply.object("language_info").get("file_extension").getAsString())
                .startsWith(".");
    }

    @Test
    void statusOfBothChannelsHasTheRightParent() throws Exception {
        Message shell = client.shell("kernel_info_request", "{}");
        assertThat(types(client.published(shell))).containsExactly("status busy", "status idle");
        Message control = client.control("kernel_info_request", "{}");
        assertThat(types(client.published(control))).containsExactly("status busy", "status idle");
        assertThat(client.controlReply().parent()).isEqualTo(control.header());
    }

    @Test
    void cellGivesInputOutputResultAndReplyInOrder() throws Exception {
        cells.cell("code", () -> {
            System.out.print("out");
            System.err.print("err");
            System.out.print("more");
            return 42;
        });
        Message request = execute("code", "");
        Message reply = client.shellReply();
        List<Message> published = client.published(request);

        assertThat(types(published))
                .containsExactly(
                        "status busy",
                        "execute_input",
                        "stream stdout out",
                        "stream stderr err",
                        "stream stdout more",
                        "execute_result",
                        "status idle");
        assertThat(published.get(5).object("data").get("text/plain").getAsString())
                .isEqualTo("42");
        assertThat(reply.text("status", "")).isEqualTo("ok");
        assertThat(reply.number("execution_count", -1)).isEqualTo(1);
        assertThat(reply.metadata().get("started").getAsString()).matches(".*T.*\\.\\d{6}Z");
    }

    @Test
    void silentCellLeavesNoTrace() throws Exception {
        cells.cell("code", () -> 42);
        Message request = execute("code", ", \"silent\": true");
        Message reply = client.shellReply();

        assertThat(types(client.published(request))).containsExactly("status busy", "status idle");
        assertThat(reply.number("execution_count", -1)).isEqualTo(0);
        assertThat(history("{\"hist_access_type\": \"tail\", \"n\": 9}")).isEmpty();
    }

    @Test
    void cellThatIsNotStoredDoesNotCount() throws Exception {
        execute("a", ", \"store_history\": false");
        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
        execute("b", "");
        assertThat(client.shellReply().number("execution_count", -1)).isEqualTo(1);
        assertThat(history("{\"hist_access_type\": \"tail\", \"n\": 9}")).containsExactly("b");
    }

    @Test
    void userExpressionsAreAnsweredOneByOne() throws Exception {
        execute("a", ", \"user_expressions\": {\"x\": \"right\", \"y\": \"wrong\"}");
        JsonObject answers = client.shellReply().object("user_expressions");

        assertThat(answers.getAsJsonObject("x").get("status").getAsString()).isEqualTo("ok");
        assertThat(answers.getAsJsonObject("x")
                        .getAsJsonObject("data")
                        .get("text/plain")
                        .getAsString())
                .isEqualTo("right");
        assertThat(answers.getAsJsonObject("y").get("status").getAsString()).isEqualTo("error");
        assertThat(answers.getAsJsonObject("y").get("ename").getAsString()).isEqualTo("E");
    }

    @Test
    void cellsThatWaitBehindAFailureAreAbortedAndOtherRequestsAnswered() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        cells.cell("fail", () -> {
            sent.await();
            Thread.sleep(200); // so that what was sent has come
            throw new AssertionError("no");
        });
        Message failing = execute("fail", "");
        execute("next", "");
        client.shell("kernel_info_request", "{}");
        execute("last", "");
        sent.countDown();

        Message failure = client.shellReply();
        assertThat(failure.text("status", "")).isEqualTo("error");
        assertThat(failure.text("ename", "")).isEqualTo("java.lang.AssertionError");
        assertThat(failure.content().getAsJsonArray("traceback")).hasSize(2);
        assertThat(types(client.published(failing)))
                .containsExactly("status busy", "execute_input", "error", "status idle");
        assertThat(client.shellReply().text("status", "")).isEqualTo("aborted");
        assertThat(client.shellReply().type()).isEqualTo("kernel_info_reply");
        assertThat(client.shellReply().text("status", "")).isEqualTo("aborted");
        execute("after", "");
        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
    }

    @Test
    void cellsGoOnBehindAFailureThatShallNotStopThem() throws Exception {
        cells.cell("fail", () -> {
            Thread.sleep(200);
            throw new IllegalStateException("no");
        });
        execute("fail", ", \"stop_on_error\": false");
        execute("next", "");

        assertThat(client.shellReply().text("status", "")).isEqualTo("error");
        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
    }

    @Test
    void interruptOnControlEndsACellAndTheNextOneRuns() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        cells.cell("sleep", () -> {
            started.countDown();
            Thread.sleep(60_000);
            return null;
        });
        execute("sleep", "");
        started.await();
        client.control("interrupt_request", "{}");

        assertThat(client.controlReply().text("status", "")).isEqualTo("ok");
        assertThat(client.shellReply().text("ename", "")).isEqualTo("Interrupted");
        execute("next", "");
        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
    }

    @Test
    void heartbeatAnswersWhileACellRuns() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        cells.cell("wait", () -> {
            done.await();
            return null;
        });
        execute("wait", "");

        assertThat(client.heartbeat("beat")).isEqualTo("beat");
        assertThat(client.heartbeat("again")).isEqualTo("again");
        done.countDown();
        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
    }

    @Test
    void threadThatOutlivesItsCellWritesToIt() throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        cells.cell("start", () -> {
            Thread thread = new Thread(() -> {
                try {
                    next.await();
                } catch (InterruptedException e) {
                    return;
                }
                System.out.println("late");
                Display.display(new Html("<i>late</i>"));
            });
            thread.start();
            return null;
        });
        Message first = execute("start", "");
        client.shellReply();
        client.published(first);
        cells.cell("second", () -> {
            next.countDown();
            Thread.sleep(100);
            return null;
        });
        execute("second", "");

        List<Message> late = new ArrayList<>();
        while (late.size() < 2) {
            Message message = client.nextPublished();
            if (message.parent().equals(first.header())) {
                late.add(message);
            }
        }
        assertThat(types(late)).containsExactly("stream stdout late\n", "display_data");
    }

    @Test
    void scannerAsksTheClientWithTheUnfinishedLineAsPrompt() throws Exception {
        cells.cell("ask", () -> {
            System.out.print("hello\nYour name? ");
            return new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
        });
        Message request = execute("ask", "");
        Message question = client.question();
        client.answer(question, "Jürgen 😀");

        assertThat(question.type()).isEqualTo("input_request");
        assertThat(question.text("prompt", "")).isEqualTo("Your name? ");
        assertThat(question.flag("password", true)).isFalse();
        Message result = client.published(request).stream()
                .filter(message -> message.type().equals("execute_result"))
                .findFirst()
                .orElseThrow();
        assertThat(result.object("data").get("text/plain").getAsString()).isEqualTo("Jürgen 😀");
    }

    @Test
    void passwordIsAskedForHidden() throws Exception {
        cells.cell("ask", () -> Display.password("Key: "));
        execute("ask", "");
        Message question = client.question();
        client.answer(question, "secret");

        assertThat(question.text("prompt", "")).isEqualTo("Key: ");
        assertThat(question.flag("password", false)).isTrue();
        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
    }

    @Test
    void inputFailsAtOnceWhereTheClientTakesNoQuestions() throws Exception {
        cells.cell("ask", () -> Display.input("?"));
        execute("ask", ", \"allow_stdin\": false");

        assertThat(client.shellReply().text("evalue", "")).contains("allow_stdin");
    }

    @Test
    void interruptEndsAQuestionAndItsLateAnswerIsDropped() throws Exception {
        cells.cell("ask", () -> Display.input("first?"));
        cells.cell("again", () -> Display.input("second?"));
        execute("ask", "");
        Message first = client.question();
        client.control("interrupt_request", "{}");
        assertThat(client.shellReply().text("status", "")).isEqualTo("error");
        client.answer(first, "too late");
        Message request = execute("again", "");
        client.answer(client.question(), "right");

        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
        assertThat(client.published(request).stream()
                        .filter(message -> message.type().equals("execute_result"))
                        .map(message -> message.object("data").get("text/plain").getAsString()))
                .containsExactly("right");
    }

    @Test
    void brokenMessagesAreLoggedAndTheKernelLives() throws Exception {
        List<byte[]> forged = client.frames("execute_request", "{\"code\": \"x\"}");
        forged.set(1, "0".repeat(64).getBytes(StandardCharsets.US_ASCII));
        client.sendRaw(forged);
        client.sendRaw(List.of("nonsense".getBytes(StandardCharsets.UTF_8)));
        client.sendRaw(forged.subList(0, 3));
        client.shell("surprise_request", "{}");
        client.shell("execute_request", "{\"code\": 5, \"silent\": \"yes\", \"user_expressions\": []}");

        assertThat(client.shellReply().text("ename", "")).isEqualTo("UnknownRequest");
        assertThat(client.shellReply().type()).isEqualTo("execute_reply");
        execute("fine", "");
        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
        assertThat(Files.readString(log)).contains("signature", "frames", "surprise_request");
    }

    @Test
    void valueWhoseTextThrowsAnErrorIsShownAsSuch() throws Exception {
        cells.cell("bad", () -> new Object() {
            @Override
            public String toString() {
                throw new StackOverflowError("deep");
            }
        });
        Message request = execute("bad", "");

        assertThat(client.shellReply().text("status", "")).isEqualTo("ok");
        assertThat(client.published(request)
                        .get(2)
                        .object("data")
                        .get("text/plain")
                        .getAsString())
                .contains("cannot be shown", "StackOverflowError: deep");
    }

    @Test
    void displaysHaveIdsThatUpdatesUse() throws Exception {
        cells.cell("show", () -> {
            String id = Display.displayWithId(new Html("one"));
            Display.updateDisplay(id, new Html("two"));
            Display.clearOutput(true);
            return null;
        });
        Message request = execute("show", "");
        List<Message> published = client.published(request);

        assertThat(types(published))
                .containsExactly(
                        "status busy",
                        "execute_input",
                        "display_data",
                        "update_display_data",
                        "clear_output",
                        "status idle");
        assertThat(published.get(2).object("transient"))
                .isEqualTo(published.get(3).object("transient"));
        assertThat(published.get(2).object("transient").has("display_id")).isTrue();
        assertThat(published.get(3).object("data").get("text/html").getAsString())
                .isEqualTo("two");
        assertThat(published.get(4).flag("wait", false)).isTrue();
    }

    @Test
    void payloadsPageSetTheNextInputAndLeave() throws Exception {
        cells.cell("page", () -> {
            Display.page("long text");
            Display.setNextInput("int next;");
            Display.exit();
            return null;
        });
        execute("page", "");
        JsonArray payload = client.shellReply().content().getAsJsonArray("payload");

        assertThat(payload).hasSize(3);
        assertThat(payload.get(0).getAsJsonObject().get("source").getAsString()).isEqualTo("page");
        assertThat(payload.get(1).getAsJsonObject().get("text").getAsString()).isEqualTo("int next;");
        assertThat(payload.get(2)).hasToString("{\"source\":\"ask_exit\",\"keepkernel\":false}");
    }

    @Test
    void cursorsCountInCodePoints() throws Exception {
        client.shell("complete_request", "{\"code\": \"\\ud83d\\ude00ab\", \"cursor_pos\": 3}");
        Message completion = client.shellReply();
        assertThat(completion.number("cursor_start", -1)).isEqualTo(2);
        assertThat(completion.number("cursor_end", -1)).isEqualTo(3);
        assertThat(completion.content().getAsJsonArray("matches").get(0).getAsString())
                .isEqualTo("length()");
        assertThat(completion.object("metadata").getAsJsonArray("_jupyter_types_experimental"))
                .hasSize(1);

        client.shell("inspect_request", "{\"code\": \"\\ud83d\\ude00ab\", \"cursor_pos\": 1, \"detail_level\": 1}");
        assertThat(client.shellReply().object("data").get("text/plain").getAsString())
                .endsWith("at 2, detail 1");
    }

    @Test
    void incompleteCodeComesWithAnIndent() throws Exception {
        client.shell("is_complete_request", "{\"code\": \"class A {\"}");
        Message reply = client.shellReply();
        assertThat(reply.text("status", "")).isEqualTo("incomplete");
        assertThat(reply.text("indent", "")).isEqualTo("    ");
    }

    @Test
    void commOfAnUnknownTargetIsClosed() throws Exception {
        Message open = client.shell("comm_open", "{\"comm_id\": \"c\", \"target_name\": \"none\", \"data\": {}}");
        assertThat(types(client.published(open))).containsExactly("status busy", "comm_close", "status idle");
        client.shell("comm_info_request", "{}");
        assertThat(client.shellReply().object("comms").size()).isZero();
    }

    @Test
    void extensionOfJJavaRendersAndTalksOverComms() throws Exception {
        cells.cell("loud", () -> new EchoExtension.Loud("word"));
        Message request = execute("loud", "");
        assertThat(client.published(request)
                        .get(2)
                        .object("data")
                        .get("text/html")
                        .getAsString())
                .isEqualTo("<h1>word</h1>");

        client.published(client.shell("comm_open", "{\"comm_id\": \"c\", \"target_name\": \"echo\", \"data\": {}}"));
        client.shellReply(); // of the cell
        client.shell("comm_info_request", "{\"target_name\": \"echo\"}");
        assertThat(client.shellReply().object("comms").toString()).isEqualTo("{\"c\":{\"target_name\":\"echo\"}}");
        List<Message> echoed =
                client.published(client.shell("comm_msg", "{\"comm_id\": \"c\", \"data\": {\"n\": [1, null]}}"));
        assertThat(types(echoed)).containsExactly("status busy", "comm_msg", "status idle");
        assertThat(echoed.get(1).content()).hasToString("{\"comm_id\":\"c\",\"data\":{\"n\":[1,null]}}");
        Message close = client.shell("comm_close", "{\"comm_id\": \"c\", \"data\": {}}");
        assertThat(types(client.published(close)))
                .containsExactly("status busy", "stream stdout closed", "status idle");
    }

    @Test
    void shutdownIsAnsweredAndEndsTheKernel() throws Exception {
        client.control("shutdown_request", "{\"restart\": true}");

        Message reply = client.controlReply();
        assertThat(reply.text("status", "")).isEqualTo("ok");
        assertThat(reply.flag("restart", false)).isTrue();
        assertThat(kernel.awaitEnd()).isTrue();
    }

    private Message execute(String code, String more) {
        return client.shell("execute_request", "{\"code\": \"" + code + "\"" + more + "}");
    }

    private List<String> history(String request) throws Exception {
        client.shell("history_request", request);
        List<String> inputs = new ArrayList<>();
        client.shellReply()
                .content()
                .getAsJsonArray("history")
                .forEach(entry -> inputs.add(entry.getAsJsonArray().get(2).getAsString()));
        return inputs;
    }

    private static List<String> types(List<Message> messages) {
        return messages.stream()
                .map(message -> (message.type() + " " + message.text("execution_state", "")
                                + (message.type().equals("stream")
                                        ? message.text("name", "") + " " + message.text("text", "")
                                        : ""))
                        .replaceAll(" $", ""))
                .toList();
    }
}
