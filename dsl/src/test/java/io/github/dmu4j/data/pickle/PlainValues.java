package io.github.dmu4j.data.pickle;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.NpyArray;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pickle gave, and what the script says it holds, in one form that can be compared. */
final class PlainValues {
    private static final HexFormat HEX = HexFormat.of();

    /** An array by its shape and its elements as 64-bit numbers or text. */
    record Elements(List<Integer> shape, List<Object> values) {}

    private PlainValues() {}

    /** The script's form, see plain() in pickles.py. */
    static @Nullable Object expected(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        if (node.has("int")) {
            BigInteger value = new BigInteger(node.get("int").asText());
            return value.bitLength() < 64 ? (Object) value.longValueExact() : value;
        }
        if (node.has("float")) {
            String text = node.get("float").asText();
            return Double.valueOf(text.replace("inf", "Infinity"));
        }
        if (node.has("bytes")) {
            return "bytes " + node.get("bytes").asText();
        }
        if (node.has("array")) {
            List<Integer> shape = new ArrayList<>();
            node.get("shape").forEach(size -> shape.add(size.asInt()));
            List<Object> values = new ArrayList<>();
            for (JsonNode item : node.get("array")) {
                Object value = expected(item);
                values.add(
                        value instanceof Boolean truth
                                ? (Object) (truth ? 1.0 : 0.0)
                                : value instanceof Long whole ? (Object) whole.doubleValue() : value);
            }
            return new Elements(shape, values);
        }
        if (node.has("dict")) {
            Map<Object, Object> map = new LinkedHashMap<>();
            node.get("dict").forEach(entry -> map.put(expected(entry.get(0)), expected(entry.get(1))));
            return map;
        }
        List<Object> list = new ArrayList<>();
        node.get("list").forEach(item -> list.add(expected(item)));
        return list;
    }

    /** A value that was read, with bytes and arrays in a form that has equality. */
    static @Nullable Object read(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "bytes " + HEX.formatHex(bytes);
        }
        if (value instanceof PickleBytes bytes) {
            return "bytes " + HEX.formatHex(bytes.read());
        }
        if (value instanceof NpyArray array) {
            List<Object> values = array.isText()
                    ? new ArrayList<>(array.toStrings())
                    : new ArrayList<>(Arrays.stream(array.toDoubles()).boxed().toList());
            return new Elements(Arrays.stream(array.shape()).boxed().toList(), values);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            map.forEach((key, item) -> plain.put(key, read(item)));
            return plain;
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            list.forEach(item -> plain.add(read(item)));
            return plain;
        }
        return value;
    }
}
