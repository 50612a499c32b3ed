package io.github.dmu4j.jupyter.wire;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Sends back what it gets, on a thread of its own: the client sees that the process lives, however busy it is. */
final class HeartbeatChannel implements Runnable {
    private final ZMQ.Socket socket;
    private final WireLog log;

    HeartbeatChannel(ZMQ.Context context, WireLog log) {
        socket = Sockets.open(context, SocketType.REP);
        this.log = log;
    }

    ZMQ.Socket socket() {
        return socket;
    }

    @Override
    public void run() {
        try (socket) {
            while (true) {
                Sockets.send(socket, Sockets.receive(socket, 0));
            }
        } catch (ZMQException e) {
            log.ended(e);
        }
    }
}
