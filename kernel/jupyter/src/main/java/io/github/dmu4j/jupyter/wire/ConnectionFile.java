package io.github.dmu4j.jupyter.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a client wants the kernel to listen.
 *
 * @param transport {@code tcp} or {@code ipc} (Unix sockets)
 * @param ip for tcp the address of an interface; for ipc the prefix of the sockets' file names
 * @param key secret that signs messages; empty: nothing is signed
 * @param signatureScheme {@code hmac-sha256} or another hash of the JDK
 * @param shellPort for tcp a port, for ipc the number behind the prefix; 0 for tcp: any free one; the others alike
 */
public record ConnectionFile(
        String transport,
        String ip,
        String key,
        String signatureScheme,
        int shellPort,
        int controlPort,
        int stdinPort,
        int iopubPort,
        int heartbeatPort) {

    /** Checks the transport. */
    public ConnectionFile {
        if (!transport.equals("tcp") && !transport.equals("ipc")) {
            throw new IllegalArgumentException("transport is " + transport + "; tcp and ipc are known");
        }
    }

    /**
     * Reads a file that a client has written.
     *
     * @throws IOException if it cannot be read, or is not a connection file: the message names what is wrong
     */
    public static ConnectionFile read(Path file) throws IOException {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            return new ConnectionFile(
                    text(json, "transport", "tcp"),
                    text(json, "ip", "127.0.0.1"),
                    text(json, "key", ""),
                    text(json, "signature_scheme", "hmac-sha256"),
                    port(json, "shell_port"),
                    port(json, "control_port"),
                    port(json, "stdin_port"),
                    port(json, "iopub_port"),
                    port(json, "hb_port"));
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException(file + " is not a Jupyter connection file: " + e.getMessage(), e);
        }
    }

    private static String text(JsonObject json, String name, String otherwise) {
        JsonElement value = json.get(name);
        return value == null || value.isJsonNull() ? otherwise : value.getAsString();
    }

    private static int port(JsonObject json, String name) {
        if (!json.has(name)) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return json.get(name).getAsInt();
    }
}
