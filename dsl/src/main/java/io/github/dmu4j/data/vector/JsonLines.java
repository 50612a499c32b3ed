package io.github.dmu4j.data.vector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.HeapRoom;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.TextLines;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.VectorContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code {"id": ..., "vector": [...], "label": ...}}, one object a line, with a streaming parser. */
final class JsonLines {
    /** A quarter of a million components in 16 characters each. */
    private static final int MAX_LINE = 1 << 22;

    private static final String FORM = "{\"id\": ..., \"vector\": [...], \"label\": ...}";

    /** A text in a list: its characters, two objects, and a place in the set that looks for repeats. */
    private static final int TEXT_OBJECTS = 128;

    private final Path file;
    private final Columns columns;
    private final Columns.Floats values;
    private final Columns.Texts ids;
    private final Columns.Texts labels;
    private int rows;
    private int dimension;

    private JsonLines(Path file) {
        this.file = file;
        this.columns = new Columns("the vectors of " + file);
        this.values = columns.floats();
        this.ids = columns.texts();
        this.labels = columns.texts();
    }

    static EmbeddingSet read(Path file) {
        JsonLines reading = new JsonLines(file);
        try (TextLines lines = TextLines.open(file, MAX_LINE)) {
            while (lines.next()) {
                if (!lines.isBlank()) {
                    reading.line(lines);
                }
            }
        }
        if (reading.rows == 0) {
            throw new DmuException(file + " has no vectors; needed are lines of " + FORM);
        }
        return reading.finish();
    }

    private void line(TextLines lines) {
        int before = values.size();
        try (JsonParser json = Json.mapper().createParser(lines.bytes())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw lines.error("is no JSON object; needed is " + FORM);
            }
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "vector" -> vector(json, lines, before);
                    case "id" -> once(ids, json, lines, field);
                    case "label" -> once(labels, json, lines, field);
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw lines.error("goes on after its object; one object a line is needed: " + FORM);
            }
        } catch (JsonProcessingException e) {
            throw lines.error("is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw lines.error("cannot be read: " + e.getMessage());
        }
        complete(lines, values.size() - before);
    }

    private void vector(JsonParser json, TextLines lines, int before) throws IOException {
        if (values.size() != before || json.currentToken() != JsonToken.START_ARRAY) {
            throw lines.error("must have one \"vector\", an array of numbers");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (!json.currentToken().isNumeric()) {
                throw lines.error("has something else than numbers in its \"vector\"");
            }
            float value = (float) json.getDoubleValue();
            if (!Float.isFinite(value)) {
                throw lines.error("has a number in its \"vector\" that single precision cannot hold");
            }
            values.add(value);
        }
    }

    private void once(Columns.Texts column, JsonParser json, TextLines lines, String field) throws IOException {
        JsonToken token = json.currentToken();
        if (column.size() != rows || (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT)) {
            throw lines.error("must have one \"" + field + "\", a text or a whole number, as every line before");
        }
        byte[] text = json.getText().getBytes(StandardCharsets.UTF_8);
        column.add(text, 0, text.length);
    }

    /** What every line has, or none. */
    private void complete(TextLines lines, int length) {
        if (length == 0) {
            throw lines.error("has no \"vector\"; needed is " + FORM);
        }
        if (rows > 0 && length != dimension) {
            throw lines.error("has a vector of dimension " + length + ", the first has " + dimension
                    + "; all must have one dimension");
        }
        rows++;
        dimension = length;
        requireAllOrNone(ids, "id", lines);
        requireAllOrNone(labels, "label", lines);
    }

    private void requireAllOrNone(Columns.Texts column, String field, TextLines lines) {
        if (column.size() != 0 && column.size() != rows) {
            throw lines.error("has no \"" + field + "\", which lines before have; every line has one or none");
        }
    }

    private EmbeddingSet finish() {
        HeapRoom.require(
                columns.bytes() + (long) (ids.size() + labels.size()) * TEXT_OBJECTS,
                "the vectors of " + file,
                "use .npy, or a part of the file");
        List<String> idTexts = ids.toList();
        List<String> labelTexts = labels.toList();
        FloatMatrix matrix = FloatMatrix.wrap(rows, dimension, values.toArray());
        EmbeddingSet set = idTexts.isEmpty()
                ? EmbeddingSet.of(matrix)
                : EmbeddingSet.of(idTexts, matrix, null, VectorContract.unknown(dimension));
        return labelTexts.isEmpty() ? set : set.withLabels(labelTexts);
    }
}
