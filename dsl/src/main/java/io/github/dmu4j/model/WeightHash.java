package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import io.github.dmu4j.base.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The identity of a network: SHA-256 over a JSON list of name and shape in order, then each array as little-endian float32. It
 * does not depend on the file that the weights lie in, and stored vectors name it: it must never change.
 */
final class WeightHash {
    private WeightHash() {}

    /** One line of the list. */
    private record Entry(String name, List<Long> shape) {}

    static String of(Map<String, NDArray> arrays) {
        MessageDigest digest = sha256();
        List<Entry> entries = new ArrayList<>();
        arrays.forEach((name, array) -> entries.add(new Entry(
                name, Arrays.stream(array.getShape().getShape()).boxed().toList())));
        digest.update(Json.line(entries).getBytes(StandardCharsets.UTF_8));
        for (NDArray array : arrays.values()) {
            float[] values = array.toFloatArray();
            byte[] bytes = new byte[Math.multiplyExact(values.length, 4)];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .put(values);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
