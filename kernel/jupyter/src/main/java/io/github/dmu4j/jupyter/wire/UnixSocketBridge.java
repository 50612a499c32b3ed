package io.github.dmu4j.jupyter.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Listens on a Unix socket and passes every connection on to a TCP port of this machine.
 *
 * <p>Why: jeromq 0.6.0 has no Unix sockets (its {@code ipc:} is a TCP port computed from the name), so other ZeroMQ
 * libraries cannot reach it. The bytes are the same on both. Messages stay signed with the connection's key, so that the
 * TCP port on the loopback interface lets nobody in who could not open the socket's file.
 */
final class UnixSocketBridge implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final int port;
    private final ServerSocketChannel server;
    private final WireLog log;

    UnixSocketBridge(Path file, int port, WireLog log) throws IOException {
        this.file = file;
        this.port = port;
        this.log = log;
        Files.deleteIfExists(file); // left by a kernel that was killed
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(file));
        daemon("ipc " + file.getFileName(), this::acceptAll);
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel outside = server.accept();
                SocketChannel inside =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                daemon("ipc in", () -> pass(outside, inside));
                daemon("ipc out", () -> pass(inside, outside));
            }
        } catch (ClosedChannelException e) {
            return; // closed with the wire
        } catch (IOException e) {
            log.log("the Unix socket " + file + " has ended", e);
        }
    }

    private static void pass(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            return; // one side has gone; both are closed now
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(file);
    }
}
