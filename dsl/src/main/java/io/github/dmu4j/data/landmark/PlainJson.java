package io.github.dmu4j.data.landmark;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file as the plain values that {@link io.github.dmu4j.data.pickle.Pickle} gives, with limits in place of trust: at most {@value
 * #MOST_VALUES} values, nested at most {@value #DEEPEST} deep.
 */
final class PlainJson {
    /** Twenty times what the ground truth of 70 queries holds. */
    private static final int MOST_VALUES = 500_000;

    private static final int DEEPEST = 32;
    private static final int LONGEST_TEXT = 1024;

    private final Path file;
    private final JsonParser json;
    private int values;

    private PlainJson(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    static @Nullable Object read(Path file) {
        try (JsonParser parser = Json.mapper().createParser(Files.newInputStream(file))) {
            PlainJson json = new PlainJson(file, parser);
            parser.nextToken();
            Object value = json.value(0);
            if (parser.nextToken() != null) {
                throw json.wrong("goes on after its value", "one value is allowed");
            }
            return value;
        } catch (IOException e) {
            throw new DmuException(
                    "cannot read " + file + " as JSON: " + e.getMessage() + ". Get the file again, or convert it again",
                    e);
        }
    }

    private @Nullable Object value(int depth) throws IOException {
        if (++values > MOST_VALUES || depth > DEEPEST) {
            throw wrong(
                    "has more than " + MOST_VALUES + " values or is nested deeper than " + DEEPEST,
                    "it is not the file that is needed");
        }
        JsonToken token = json.currentToken();
        if (token == null) {
            throw wrong("ends too early", "it is cut off");
        }
        return switch (token) {
            case START_OBJECT -> map(depth);
            case START_ARRAY -> list(depth);
            case VALUE_STRING -> text(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw wrong("has an unexpected " + token, "it is damaged");
        };
    }

    /** Whole numbers of 64 bits, everything else as double. */
    private Object number() throws IOException {
        JsonParser.NumberType type = json.getNumberType();
        boolean whole = type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG;
        return whole ? (Object) json.getLongValue() : (Object) json.getDoubleValue();
    }

    private Map<String, @Nullable Object> map(int depth) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            map.put(text(key), value(depth + 1));
        }
        return map;
    }

    private List<@Nullable Object> list(int depth) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private String text(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw wrong("has a text of " + text.length() + " characters", "names have up to " + LONGEST_TEXT);
        }
        return text;
    }

    private DmuException wrong(String found, String allowed) {
        return new DmuException("cannot read " + file + ": it " + found + " (line "
                + json.currentLocation().getLineNr() + "); " + allowed + ": get the file again");
    }
}
