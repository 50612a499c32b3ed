package io.github.dmu4j.jupyter.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

/** What cells ask the user, over real sockets. */
class KernelInputTest extends RunningKernel {
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
}
