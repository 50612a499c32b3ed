package io.github.dmu4j.jupyter.wire;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A client as small as it can be: sends requests, collects what is published. For one test thread. */
public final class TestClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final ZMQ.Context context = ZMQ.context(1);
    private final MessageCodec codec;
    private final ZMQ.Socket shell;
    private final ZMQ.Socket control;
    private final ZMQ.Socket stdin;
    private final ZMQ.Socket iopub;
    private final ZMQ.Socket heartbeat;

    /** Connects to where a kernel listens, or will. */
    public TestClient(ConnectionFile file) {
        codec = new MessageCodec(file.signatureScheme(), file.key());
        shell = connect(SocketType.DEALER, file.shellPort());
        control = connect(SocketType.DEALER, file.controlPort());
        stdin = connect(SocketType.DEALER, file.stdinPort());
        iopub = connect(SocketType.SUB, file.iopubPort());
        heartbeat = connect(SocketType.REQ, file.heartbeatPort());
    }

    /** On free ports of this machine, with a key. */
    public static ConnectionFile freePorts() throws IOException {
        int[] ports = new int[5];
        List<ServerSocket> taken = new ArrayList<>();
        for (int i = 0; i < ports.length; i++) {
            taken.add(new ServerSocket(0));
            ports[i] = taken.get(i).getLocalPort();
        }
        for (ServerSocket socket : taken) {
            socket.close();
        }
        return new ConnectionFile(
                "tcp", "127.0.0.1", "a-key", "hmac-sha256", ports[0], ports[1], ports[2], ports[3], ports[4]);
    }

    private ZMQ.Socket connect(SocketType type, int port) {
        ZMQ.Socket socket = context.socket(type);
        socket.setLinger(0);
        socket.setReceiveTimeOut(TIMEOUT_MILLIS);
        if (type == SocketType.DEALER) {
            socket.setIdentity("client".getBytes(StandardCharsets.US_ASCII));
        }
        if (type == SocketType.SUB) {
            socket.subscribe(new byte[0]);
        }
        socket.connect("tcp://127.0.0.1:" + port);
        return socket;
    }

    /** Waits until publications arrive, as clients do: asks until a status comes. */
    public void awaitReady() throws MalformedMessageException {
        iopub.setReceiveTimeOut(100);
        for (int i = 0; i < 50; i++) {
            shell("kernel_info_request", "{}");
            shellReply();
            if (!Sockets.receive(iopub, 0).isEmpty()) {
                iopub.setReceiveTimeOut(100);
                boolean more;
                do { // the rest of it
                    more = !Sockets.receive(iopub, 0).isEmpty();
                } while (more);
                iopub.setReceiveTimeOut(TIMEOUT_MILLIS);
                return;
            }
        }
        throw new AssertionError("nothing is published");
    }

    /** Sends a shell request. */
    public Message shell(String type, String content) {
        return send(shell, type, content);
    }

    /** Sends a control request. */
    public Message control(String type, String content) {
        return send(control, type, content);
    }

    /** Answers a question. */
    public void answer(Message question, String value) {
        JsonObject content = new JsonObject();
        content.addProperty("value", value);
        Sockets.send(
                stdin,
                codec.encode(codec.message(
                        List.of(), "input_reply", question.header(), new JsonObject(), content, List.of())));
    }

    private Message send(ZMQ.Socket socket, String type, String content) {
        Message message = codec.message(
                List.of(),
                type,
                new JsonObject(),
                new JsonObject(),
                JsonParser.parseString(content).getAsJsonObject(),
                List.of());
        Sockets.send(socket, codec.encode(message));
        return message;
    }

    /** Sends frames as they are. */
    public void sendRaw(List<byte[]> frames) {
        Sockets.send(shell, frames);
    }

    /** The frames of a request. */
    public List<byte[]> frames(String type, String content) {
        return new ArrayList<>(codec.encode(codec.message(
                List.of(),
                type,
                new JsonObject(),
                new JsonObject(),
                JsonParser.parseString(content).getAsJsonObject(),
                List.of())));
    }

    /** The next reply on shell. */
    public Message shellReply() throws MalformedMessageException {
        return receive(shell);
    }

    /** The next reply on control. */
    public Message controlReply() throws MalformedMessageException {
        return receive(control);
    }

    /** The next question. */
    public Message question() throws MalformedMessageException {
        return receive(stdin);
    }

    /** What is published for a request, from busy to idle, both included; what others cause is left out. */
    public List<Message> published(Message request) throws MalformedMessageException {
        List<Message> all = new ArrayList<>();
        while (true) {
            Message next = receive(iopub);
            if (next.parent().has("msg_id")
                    && next.parent().get("msg_id").getAsString().equals(request.id())) {
                all.add(next);
                if (next.text("execution_state", "").equals("idle")) {
                    return all;
                }
            }
        }
    }

    /** The next publication, whatever it is. */
    public Message nextPublished() throws MalformedMessageException {
        return receive(iopub);
    }

    /** Sends a heartbeat and returns what comes back. */
    public String heartbeat(String beat) {
        heartbeat.send(beat);
        return heartbeat.recvStr();
    }

    private Message receive(ZMQ.Socket socket) throws MalformedMessageException {
        List<byte[]> frames = Sockets.receive(socket, 0);
        if (frames.isEmpty()) {
            throw new AssertionError("nothing came within " + TIMEOUT_MILLIS + " ms");
        }
        return codec.decode(frames);
    }

    @Override
    public void close() {
        for (ZMQ.Socket socket : List.of(shell, control, stdin, iopub, heartbeat)) {
            socket.close();
        }
        context.term();
    }
}
