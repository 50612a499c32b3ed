package io.github.dmu4j.jupyter.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.display.Html;
import io.github.dmu4j.jupyter.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What cells print, give and show, over real sockets. */
class KernelOutputTest extends RunningKernel {
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
}
