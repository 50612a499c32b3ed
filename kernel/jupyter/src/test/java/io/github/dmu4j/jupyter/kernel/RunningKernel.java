package io.github.dmu4j.jupyter.kernel;

import io.github.dmu4j.jupyter.wire.ConnectionFile;
import io.github.dmu4j.jupyter.wire.Message;
import io.github.dmu4j.jupyter.wire.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A kernel on free ports, whose cells are lambdas, and a client of it; for the tests beside this. */
@Timeout(30)
abstract class RunningKernel {
    @TempDir
    Path folder;

    final FakeEvaluator cells = new FakeEvaluator();
    Path log;
    Kernel kernel;
    TestClient client;

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

    Message execute(String code, String more) {
        return client.shell("execute_request", "{\"code\": \"" + code + "\"" + more + "}");
    }

    List<String> history(String request) throws Exception {
        client.shell("history_request", request);
        List<String> inputs = new ArrayList<>();
        client.shellReply()
                .content()
                .getAsJsonArray("history")
                .forEach(entry -> inputs.add(entry.getAsJsonArray().get(2).getAsString()));
        return inputs;
    }

    static List<String> types(List<Message> messages) {
        return messages.stream()
                .map(message -> (message.type() + " " + message.text("execution_state", "")
                                + (message.type().equals("stream")
                                        ? message.text("name", "") + " " + message.text("text", "")
                                        : ""))
                        .replaceAll(" $", ""))
                .toList();
    }
}
