package io.github.dmu4j.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Values computed by scikit-learn and scipy: src/test/python/retrieval_expected.py. */
final class Expected {
    private static final JsonNode ALL = load();

    private Expected() {}

    static JsonNode section(String name) {
        return ALL.get(name);
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    static float[] floats(JsonNode array) {
        double[] wide = doubles(array);
        float[] narrow = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            narrow[i] = (float) wide[i];
        }
        return narrow;
    }

    private static JsonNode load() {
        try (InputStream in = Objects.requireNonNull(Expected.class.getResourceAsStream("expected.json"))) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
