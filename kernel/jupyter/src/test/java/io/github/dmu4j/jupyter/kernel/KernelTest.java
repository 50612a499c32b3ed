package io.github.dmu4j.jupyter.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.wire.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Requests and their order, over real sockets, with cells that are lambdas. */
class KernelTest extends RunningKernel {
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
    void shutdownIsAnsweredAndEndsTheKernel() throws Exception {
        client.control("shutdown_request", "{\"restart\": true}");

        Message reply = client.controlReply();
        assertThat(reply.text("status", "")).isEqualTo("ok");
        assertThat(reply.flag("restart", false)).isTrue();
        assertThat(kernel.awaitEnd()).isTrue();
    }
}
