package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights as bytes: the eight characters {@code DMUWGT01}, the length of a header (4 bytes, big-endian), the header (JSON: a
 * list of name and shape in order), then each array as little-endian float32. Nothing in it depends on DJL.
 */
final class WeightFormat {
    private static final byte[] MAGIC = "DMUWGT01".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_HEADER = 1 << 24;

    private WeightFormat() {}

    /** One line of the header. */
    private record Entry(String name, List<Long> shape) {}

    static void write(Map<String, NDArray> arrays, OutputStream out) throws IOException {
        byte[] header = header(arrays);
        DataOutputStream data = new DataOutputStream(out);
        data.write(MAGIC);
        data.writeInt(header.length);
        data.write(header);
        for (NDArray array : arrays.values()) {
            data.write(bytes(array.toFloatArray()));
        }
        data.flush();
    }

    static Map<String, float[]> read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            byte[] magic = new byte[MAGIC.length];
            data.readFully(magic);
            int length = data.readInt();
            if (!Arrays.equals(magic, MAGIC) || length < 0 || length > MAX_HEADER) {
                throw damaged("it does not begin like one", null);
            }
            byte[] header = new byte[length];
            data.readFully(header);
            Map<String, float[]> state = new LinkedHashMap<>();
            for (JsonNode entry : Json.mapper().readTree(header)) {
                long size = 1;
                for (JsonNode side : entry.path("shape")) {
                    size = Math.multiplyExact(size, side.asLong());
                }
                byte[] values = new byte[Math.multiplyExact(Math.toIntExact(size), 4)];
                data.readFully(values);
                state.put(entry.path("name").asText(), floats(values));
            }
            return state;
        } catch (EOFException e) {
            throw damaged("it ends too early", e);
        } catch (ArithmeticException | NegativeArraySizeException | com.fasterxml.jackson.core.JacksonException e) {
            throw damaged("its header makes no sense", e);
        }
    }

    static String hash(Map<String, NDArray> arrays) {
        MessageDigest digest = sha256();
        digest.update(header(arrays));
        for (NDArray array : arrays.values()) {
            digest.update(bytes(array.toFloatArray()));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] header(Map<String, NDArray> arrays) {
        List<Entry> entries = new ArrayList<>();
        arrays.forEach((name, array) -> entries.add(new Entry(
                name, Arrays.stream(array.getShape().getShape()).boxed().toList())));
        return Json.line(entries).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, 4)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static DmuException damaged(String how, @org.jspecify.annotations.Nullable Exception cause) {
        String message = "this is no whole weights file: " + how + ". Copy it again, or save the model again";
        return cause == null ? new DmuException(message) : new DmuException(message, cause);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
