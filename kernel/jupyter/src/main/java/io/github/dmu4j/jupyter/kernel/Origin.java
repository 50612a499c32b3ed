package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.wire.Message;
import java.util.List;

/**
 * The request that a thread works for: where its output goes and whom it may ask. Threads inherit it from the thread that
 * starts them, so the output of one that outlives its cell still goes to that cell.
 */
final class Origin {
    private final JsonObject header;
    private final List<byte[]> identities;
    private final boolean allowsInput;
    private final JsonArray payload = new JsonArray();

    private Origin(JsonObject header, List<byte[]> identities, boolean allowsInput) {
        this.header = header;
        this.identities = identities;
        this.allowsInput = allowsInput;
    }

    static Origin of(Message request) {
        return new Origin(request.header(), request.identities(), request.flag("allow_stdin", true));
    }

    /** Of what no request caused. */
    static Origin none() {
        return new Origin(new JsonObject(), List.of(), false);
    }

    JsonObject header() {
        return header;
    }

    List<byte[]> identities() {
        return identities;
    }

    boolean allowsInput() {
        return allowsInput;
    }

    /** Adds what the execute_reply shall tell the client to do. */
    void addPayload(JsonObject action) {
        synchronized (payload) {
            payload.add(action);
        }
    }

    JsonArray payload() {
        synchronized (payload) {
            return payload.deepCopy();
        }
    }
}
