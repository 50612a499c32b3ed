package io.github.dmu4j.jupyter.magic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Maven repository on this machine that has every pom, but for some of its files a client waits for ever. */
final class StallingRepository implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String silentFor;
    private final Runnable whenSilent;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> leftBy = new CompletableFuture<>();

    /**
     * @param silentFor ending of the files that are not sent, or half
     * @param whenSilent called once a client waits for such a file
     */
    StallingRepository(String silentFor, Runnable whenSilent) throws IOException {
        this.silentFor = silentFor;
        this.whenSilent = whenSilent;
        Thread acceptor = new Thread(this::accept, "stalling repository");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/maven";
    }

    /** Paths that were asked for, in order. */
    List<String> requests() {
        return requests;
    }

    /** The path that the first client was waiting for when it closed the connection. */
    CompletableFuture<String> leftBy() {
        return leftBy;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread answering = new Thread(() -> answer(client), "stalling repository's answer");
                answering.setDaemon(true);
                answering.start();
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void answer(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            String path = in.readLine().split(" ", -1)[1];
            requests.add(path);
            while (!in.readLine().isEmpty()) {}
            OutputStream out = client.getOutputStream();
            if (path.endsWith(silentFor)) {
                if (path.endsWith(".jar")) {
                    send(out, "200 OK", 1_000_000, "half of it");
                }
                whenSilent.run();
                awaitLeave(in);
                leftBy.complete(path);
            } else if (path.endsWith(".pom")) {
                String pom = pom(path);
                send(out, "200 OK", pom.length(), pom);
            } else {
                send(out, "404 Not Found", 0, "");
            }
        } catch (IOException e) {
            leftBy.completeExceptionally(e);
        }
    }

    private static void awaitLeave(BufferedReader in) throws IOException {
        try {
            while (in.read() >= 0) {}
        } catch (SocketException e) {
            return; // reset: left as well
        }
    }

    private static void send(OutputStream out, String status, int length, String body) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** That of {@code /maven/GROUP/ARTIFACT/VERSION/...pom}. */
    private static String pom(String path) {
        String[] parts = path.split("/", -1);
        return "<project><modelVersion>4.0.0</modelVersion><groupId>" + parts[2] + "</groupId><artifactId>" + parts[3]
                + "</artifactId><version>" + parts[4] + "</version></project>";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
