package io.github.dmu4j.jupyter.wire;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** IOPub: any thread puts messages in, in order; a thread of its own, which alone touches the socket, sends them. */
final class PublishChannel implements Runnable {
    /** Ends the channel once everything before it is sent. */
    private static final List<byte[]> END = List.of();

    private final ZMQ.Socket socket;
    private final MessageCodec codec;
    private final WireLog log;
    private final BlockingQueue<List<byte[]>> queue = new LinkedBlockingQueue<>();

    PublishChannel(ZMQ.Context context, MessageCodec codec, WireLog log) {
        socket = Sockets.open(context, SocketType.PUB);
        this.codec = codec;
        this.log = log;
    }

    ZMQ.Socket socket() {
        return socket;
    }

    void send(Message message) {
        queue.add(codec.encode(message)); // add: never waits, so no interrupt can hit it
    }

    void end() {
        queue.add(END);
    }

    @Override
    public void run() {
        try (socket) {
            for (List<byte[]> frames = queue.take(); !frames.isEmpty(); frames = queue.take()) {
                Sockets.send(socket, frames);
            }
        } catch (ZMQException e) {
            log.ended(e);
        } catch (InterruptedException e) {
            log.log("the publishing channel was interrupted", e);
        }
    }
}
