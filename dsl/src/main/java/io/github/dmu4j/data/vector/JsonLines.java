package io.github.dmu4j.data.vector;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.TextLines;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.VectorContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code {"id": ..., "vector": [...], "label": ...}}, one object a line, with a streaming parser. */
final class JsonLines {
    /** A million components in 16 characters each. */
    private static final int MAX_LINE = 1 << 24;

    private static final String FORM = "{\"id\": ..., \"vector\": [...], \"label\": ...}";

    private final Columns.Floats values;
    private final List<String> ids = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private int rows;
    private int dimension;

    private JsonLines(Path file) {
        this.values = new Columns.Floats("the vectors of " + file);
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

    private void once(List<String> column, JsonParser json, TextLines lines, String field) throws IOException {
        JsonToken token = json.currentToken();
        if (column.size() != rows || (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT)) {
            throw lines.error("must have one \"" + field + "\", a text or a whole number, as every line before");
        }
        column.add(json.getText());
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
        for (List<String> column : List.of(ids, labels)) {
            if (!column.isEmpty() && column.size() != rows) {
                throw lines.error("has no \"" + (column == ids ? "id" : "label")
                        + "\", which lines before have; every line has one or none");
            }
        }
    }

    private EmbeddingSet finish() {
        FloatMatrix matrix = FloatMatrix.wrap(rows, dimension, values.toArray());
        EmbeddingSet set = ids.isEmpty()
                ? EmbeddingSet.of(matrix)
                : EmbeddingSet.of(ids, matrix, null, VectorContract.unknown(dimension));
        return labels.isEmpty() ? set : set.withLabels(labels);
    }
}
