package io.github.dmu4j.jupyter.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Shell or control: takes requests one after the other on a thread of its own, which alone touches the socket. It waits
 * in the socket, so a request is seen when it comes.
 *
 * <p>No other thread may: an interrupt, which every user thread can get, closes what jeromq waits in.
 */
final class RequestChannel implements Runnable {
    private final ZMQ.Socket socket;
    private final MessageCodec codec;
    private final Consumer<Message> handler;
    private final WireLog log;

    RequestChannel(ZMQ.Context context, MessageCodec codec, Consumer<Message> handler, WireLog log) {
        socket = Sockets.open(context, SocketType.ROUTER);
        this.codec = codec;
        this.handler = handler;
        this.log = log;
    }

    ZMQ.Socket socket() {
        return socket;
    }

    /** Until the context ends. */
    @Override
    public void run() {
        try (socket) {
            while (true) {
                Message request = receive(0);
                if (request != null) {
                    handle(request);
                }
            }
        } catch (ZMQException e) {
            log.ended(e);
        }
    }

    private void handle(Message request) {
        try {
            handler.accept(request);
        } catch (ZMQException e) {
            throw e;
        } catch (Throwable e) { // whatever a request does, the next one is answered
            log.log("request " + request.type() + " broke its handler", e);
        }
    }

    /** Sends a reply; only for the handler, on this channel's thread. */
    void send(Message reply) {
        Sockets.send(socket, codec.encode(reply));
    }

    /** All requests that wait by now; only for the handler, on this channel's thread. */
    List<Message> waiting() {
        List<Message> requests = new ArrayList<>();
        while ((socket.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            Message request = receive(ZMQ.DONTWAIT);
            if (request != null) {
                requests.add(request);
            }
        }
        return requests;
    }

    private @Nullable Message receive(int flags) {
        List<byte[]> frames = Sockets.receive(socket, flags);
        if (frames.isEmpty()) {
            return null;
        }
        try {
            return codec.decode(frames);
        } catch (MalformedMessageException e) {
            log.log("dropped a message: " + e.getMessage(), null);
            return null;
        }
    }
}
