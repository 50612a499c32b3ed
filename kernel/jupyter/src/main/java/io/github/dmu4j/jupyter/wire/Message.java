package io.github.dmu4j.jupyter.wire;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of the protocol, its parts as JSON.
 *
 * <p>jjava's own message classes are not used: their dates have no seconds, and they drop what they do not know.
 *
 * @param identities where it came from or goes to: routing frames of ZeroMQ, for a publication its topic
 * @param header {@code msg_id}, {@code msg_type}, {@code session}, {@code username}, {@code date}, {@code version}
 * @param parent header of the request that caused it; empty if none did
 * @param content depends on the type
 * @param buffers raw attachments of comm messages
 */
public record Message(
        List<byte[]> identities,
        JsonObject header,
        JsonObject parent,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers) {

    /** Copies the lists. */
    public Message {
        identities = List.copyOf(identities);
        buffers = List.copyOf(buffers);
    }

    /** {@code msg_type}; empty if the header has none. */
    public String type() {
        return text(header, "msg_type", "");
    }

    /** {@code msg_id}; empty if the header has none. */
    public String id() {
        return text(header, "msg_id", "");
    }

    /** A string of the content; {@code otherwise} if it is missing, null or something else. */
    public String text(String name, String otherwise) {
        return text(content, name, otherwise);
    }

    /** A truth value of the content; {@code otherwise} if it is missing, null or something else. */
    public boolean flag(String name, boolean otherwise) {
        JsonPrimitive value = primitive(content, name);
        return (value != null && value.isBoolean()) ? value.getAsBoolean() : otherwise;
    }

    /** A whole number of the content; {@code otherwise} if it is missing, null or something else. */
    public int number(String name, int otherwise) {
        JsonPrimitive value = primitive(content, name);
        return (value != null && value.isNumber()) ? value.getAsNumber().intValue() : otherwise;
    }

    /** An object of the content; an empty one if it is missing, null or something else. */
    public JsonObject object(String name) {
        return content.get(name) instanceof JsonObject object ? object : new JsonObject();
    }

    private static String text(JsonObject json, String name, String otherwise) {
        JsonPrimitive value = primitive(json, name);
        return (value != null && value.isString()) ? value.getAsString() : otherwise;
    }

    private static @Nullable JsonPrimitive primitive(JsonObject json, String name) {
        return json.get(name) instanceof JsonPrimitive primitive ? primitive : null;
    }
}
