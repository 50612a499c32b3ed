package io.github.dmu4j.jupyter.wire;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.zeromq.ZMQ;

/**
 * A kernel's five channels. Requests of shell and of control come to their handler one after the other, each channel on
 * its own thread; publications and questions may come from any thread. Malformed and wrongly signed messages are logged
 * and dropped.
 */
public final class Wire implements AutoCloseable {
    private static final int CHANNELS = 5;

    private final ZMQ.Context context = ZMQ.context(1);
    private final MessageCodec codec;
    private final RequestChannel shell;
    private final RequestChannel control;
    private final InputChannel stdin;
    private final PublishChannel iopub;
    private final HeartbeatChannel heartbeat;
    private final List<UnixSocketBridge> bridges = new ArrayList<>(CHANNELS);
    private final List<Thread> threads = new ArrayList<>(CHANNELS);
    private final WireLog log;

    /** What comes in on shell and control. */
    public interface Handlers {
        /** On the shell thread. */
        void shell(Message request);

        /** On the control thread, also while shell is busy. */
        void control(Message request);
    }

    private Wire(ConnectionFile file, Handlers handlers, WireLog log) {
        this.log = log;
        codec = new MessageCodec(file.signatureScheme(), file.key());
        shell = new RequestChannel(context, codec, handlers::shell, log);
        control = new RequestChannel(context, codec, handlers::control, log);
        stdin = new InputChannel(context, codec, log);
        iopub = new PublishChannel(context, codec, log);
        heartbeat = new HeartbeatChannel(context, log);
    }

    /**
     * Listens where the file says; requests come from now on.
     *
     * @throws IOException if an address cannot be listened on
     */
    public static Wire open(ConnectionFile file, Handlers handlers, WireLog log) throws IOException {
        Wire wire = new Wire(file, handlers, log);
        wire.bind(wire.heartbeat.socket(), file, file.heartbeatPort());
        wire.bind(wire.iopub.socket(), file, file.iopubPort());
        wire.bind(wire.stdin.socket(), file, file.stdinPort());
        wire.bind(wire.control.socket(), file, file.controlPort());
        wire.bind(wire.shell.socket(), file, file.shellPort());
        wire.start("heartbeat", wire.heartbeat);
        wire.start("iopub", wire.iopub);
        wire.start("stdin", wire.stdin);
        wire.start("control", wire.control);
        wire.start("shell", wire.shell);
        return wire;
    }

    private void bind(ZMQ.Socket socket, ConnectionFile file, int port) throws IOException {
        try {
            if (file.transport().equals("ipc")) {
                int inner = socket.bindToRandomPort("tcp://127.0.0.1");
                bridges.add(new UnixSocketBridge(Path.of(file.ip() + "-" + port), inner, log));
            } else if (port == 0) {
                socket.bindToRandomPort("tcp://" + file.ip());
            } else {
                socket.bind("tcp://" + file.ip() + ":" + port);
            }
        } catch (RuntimeException e) {
            throw new IOException("cannot listen at " + file.ip() + ", port " + port + ": " + e.getMessage(), e);
        }
    }

    private void start(String name, Runnable channel) {
        Thread thread = new Thread(null, channel, "jupyter " + name, 0, false);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Answers a shell request; only on the shell thread. */
    public void replyOnShell(Message request, String type, JsonObject metadata, JsonObject content) {
        shell.send(codec.message(request.identities(), type, request.header(), metadata, content, List.of()));
    }

    /** Answers a control request; only on the control thread. */
    public void replyOnControl(Message request, String type, JsonObject metadata, JsonObject content) {
        control.send(codec.message(request.identities(), type, request.header(), metadata, content, List.of()));
    }

    /** Shell requests that have come by now and were not handled; only on the shell thread. */
    public List<Message> waitingOnShell() {
        return shell.waiting();
    }

    /**
     * Publishes to all clients, from any thread, in the order of the calls.
     *
     * @param parent header of the request that caused it; empty if none did
     */
    public void publish(String type, JsonObject parent, JsonObject metadata, JsonObject content, List<byte[]> buffers) {
        iopub.send(codec.message(List.of(topic(type)), type, parent, metadata, content, buffers));
    }

    /** As above, without metadata and buffers. */
    public void publish(String type, JsonObject parent, JsonObject content) {
        publish(type, parent, new JsonObject(), content, List.of());
    }

    /**
     * Asks the client that sent a request for a line, from any thread.
     *
     * @return cancel it when nobody waits any more
     */
    public CompletableFuture<String> ask(List<byte[]> identities, JsonObject parent, String prompt, boolean password) {
        JsonObject content = new JsonObject();
        content.addProperty("prompt", prompt);
        content.addProperty("password", password);
        return stdin.ask(codec.message(identities, "input_request", parent, new JsonObject(), content, List.of()));
    }

    private static byte[] topic(String type) {
        return ("kernel." + type).getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends what was published, then closes everything; returns within about a second. Not on a channel's thread. */
    @Override
    public void close() {
        iopub.end();
        stdin.end();
        context.term(); // ends the waits of the others and returns when what was sent has left
        for (UnixSocketBridge bridge : bridges) {
            try {
                bridge.close();
            } catch (IOException e) {
                log.log("a Unix socket was not removed", e);
            }
        }
    }
}
