package io.github.dmu4j.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The project's one JSON mapper: records as objects, map keys sorted, unknown fields ignored (newer files still load). */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** The shared mapper; do not reconfigure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** One line of JSON. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
        }
    }

    /** Writes indented JSON, whole or not at all ({@link AtomicFiles}). */
    public static void write(Path target, Object value) {
        AtomicFiles.write(
                target, out -> out.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value)));
    }

    /** Reads a file as a tree. @throws DmuException if it is missing, empty or no JSON */
    public static JsonNode read(Path source) {
        try {
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(source));
            if (tree.isMissingNode()) {
                throw new DmuException("cannot read " + source + " as JSON: the file is empty");
            }
            return tree;
        } catch (NoSuchFileException e) {
            throw missing(source, e);
        } catch (IOException e) {
            throw new DmuException("cannot read " + source + " as JSON: " + e.getMessage(), e);
        }
    }

    /** Reads a file as {@code type}. @throws DmuException if it is missing, empty or does not fit */
    public static <T> T read(Path source, Class<T> type) {
        try {
            T value = MAPPER.readValue(Files.readAllBytes(source), type);
            if (value == null) {
                throw new DmuException(
                        "cannot read " + source + " as " + type.getSimpleName() + ": it holds only null");
            }
            return value;
        } catch (NoSuchFileException e) {
            throw missing(source, e);
        } catch (IOException e) {
            throw new DmuException("cannot read " + source + " as " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static DmuException missing(Path source, IOException e) {
        return new DmuException("there is no file " + source + "; check the path", e);
    }
}
