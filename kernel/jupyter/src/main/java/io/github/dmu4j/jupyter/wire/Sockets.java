package io.github.dmu4j.jupyter.wire;

import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** What all channels do with a socket. */
final class Sockets {
    /** How long what was sent last may take to leave when the kernel ends; ipykernel's value. */
    private static final int LINGER_MILLIS = 1_000;

    private Sockets() {}

    static ZMQ.Socket open(ZMQ.Context context, SocketType type) {
        ZMQ.Socket socket = context.socket(type);
        socket.setLinger(LINGER_MILLIS);
        // The default of 1,000 drops what a slow client has not taken yet.
        socket.setSndHWM(0);
        socket.setRcvHWM(0);
        if (type == SocketType.ROUTER) {
            socket.setRouterHandover(true); // a client that connects again keeps its identity
        }
        return socket;
    }

    /** The frames of one message; empty if none is there and {@code flags} say not to wait. */
    static List<byte[]> receive(ZMQ.Socket socket, int flags) {
        List<byte[]> frames = new ArrayList<>();
        byte[] frame = socket.recv(flags);
        while (frame != null) {
            frames.add(frame);
            frame = socket.hasReceiveMore() ? socket.recv(0) : null;
        }
        return frames;
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size() - 1; i++) {
            socket.send(frames.get(i), ZMQ.SNDMORE);
        }
        socket.send(frames.get(frames.size() - 1), 0);
    }
}
