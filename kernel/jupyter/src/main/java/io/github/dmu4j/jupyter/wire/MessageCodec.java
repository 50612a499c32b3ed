package io.github.dmu4j.jupyter.wire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.dflib.jjava.jupyter.messages.HMACGenerator;

/**
 * Messages to frames and back: identities, delimiter, signature, header, parent header, metadata, content, buffers.
 * Signed with the session's key. Thread-safe.
 *
 * <p>Source: "Messaging in Jupyter", jupyter-client documentation, section "The Wire Protocol". Deviations: none.
 */
public final class MessageCodec {
    /** The version of the protocol that is spoken. */
    public static final String PROTOCOL = "5.3";

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNED_PARTS = 4;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    /** Without serializeNulls a null in a client's metadata would vanish; with HTML escaping texts grow. */
    private static final Gson GSON = new GsonBuilder()
            .serializeNulls()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private final HMACGenerator signer;
    private final String session = UUID.randomUUID().toString();

    /**
     * With the key of a connection file.
     *
     * @throws IllegalArgumentException if this JVM does not know the signature scheme
     */
    public MessageCodec(String scheme, String key) {
        try {
            signer = key.isEmpty() ? HMACGenerator.NO_AUTH_INSTANCE : new HMACGenerator(scheme, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("signature_scheme is " + scheme + "; this JVM has no such hash", e);
        }
    }

    /** Now, in UTC with microseconds, as all dates of the protocol are written. */
    public static String now() {
        return DATE.format(Instant.now());
    }

    /** A new message of this session, of now. */
    public Message message(
            List<byte[]> identities,
            String type,
            JsonObject parent,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("msg_type", type);
        header.addProperty("username", "kernel");
        header.addProperty("session", session);
        header.addProperty("date", now());
        header.addProperty("version", PROTOCOL);
        return new Message(identities, header, parent, metadata, content, buffers);
    }

    List<byte[]> encode(Message message) {
        byte[] header = json(message.header());
        byte[] parent = json(message.parent());
        byte[] metadata = json(message.metadata());
        byte[] content = json(message.content());
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(signer.calculateSignature(header, parent, metadata, content).getBytes(StandardCharsets.US_ASCII));
        frames.add(header);
        frames.add(parent);
        frames.add(metadata);
        frames.add(content);
        frames.addAll(message.buffers());
        return frames;
    }

    Message decode(List<byte[]> frames) throws MalformedMessageException {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        int parts = delimiter + 2;
        if (frames.size() < parts + SIGNED_PARTS) {
            throw new MalformedMessageException(frames.size() + " frames, of which no " + (2 + SIGNED_PARTS)
                    + " begin with the delimiter <IDS|MSG>");
        }
        byte[][] signed = frames.subList(parts, parts + SIGNED_PARTS).toArray(byte[][]::new);
        byte[] expected = signer.calculateSignature(signed).getBytes(StandardCharsets.US_ASCII);
        // In constant time, so that a forger does not learn how much was right. Unsigned session: nothing to compare.
        if (signer != HMACGenerator.NO_AUTH_INSTANCE && !MessageDigest.isEqual(expected, frames.get(delimiter + 1))) {
            throw new MalformedMessageException("the signature is not that of this session's key");
        }
        Message message = new Message(
                frames.subList(0, delimiter),
                object("header", signed[0]),
                object("parent_header", signed[1]),
                object("metadata", signed[2]),
                object("content", signed[3]),
                frames.subList(parts + SIGNED_PARTS, frames.size()));
        if (message.type().isEmpty() || message.id().isEmpty()) {
            throw new MalformedMessageException("the header has no msg_type or no msg_id");
        }
        return message;
    }

    private static byte[] json(JsonObject object) {
        return GSON.toJson((JsonElement) object).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject object(String part, byte[] json) throws MalformedMessageException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            JsonElement element = JsonParser.parseString(text);
            if (element.isJsonObject()) {
                return element.getAsJsonObject();
            }
        } catch (CharacterCodingException | JsonParseException | NumberFormatException | StackOverflowError e) {
            throw new MalformedMessageException("the " + part + " is not JSON: " + e, e);
        }
        throw new MalformedMessageException("the " + part + " is not a JSON object");
    }
}
