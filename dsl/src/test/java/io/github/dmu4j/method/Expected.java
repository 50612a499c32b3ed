package io.github.dmu4j.method;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads method_expected.json, which method_expected.py beside it made. */
final class Expected {
    private Expected() {}

    static JsonNode read() {
        try (InputStream in = Expected.class.getResourceAsStream("method_expected.json")) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FloatMatrix matrix(JsonNode rows) {
        float[][] values = new float[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            double[] row = doubles(rows.get(i));
            values[i] = new float[row.length];
            for (int j = 0; j < row.length; j++) {
                values[i][j] = (float) row[j];
            }
        }
        return FloatMatrix.ofRows(values);
    }

    static FloatMatrix row(JsonNode values) {
        return matrix(Json.mapper().createArrayNode().add(values));
    }

    static double[] doubles(JsonNode values) {
        double[] result = new double[values.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values.get(i).asDouble();
        }
        return result;
    }

    static int[] ints(JsonNode values) {
        int[] result = new int[values.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = values.get(i).asInt();
        }
        return result;
    }

    /** Largest absolute difference; shapes must agree. */
    static double difference(FloatMatrix a, FloatMatrix b) {
        if (a.rows() != b.rows() || a.columns() != b.columns()) {
            throw new AssertionError(a + " against " + b);
        }
        double largest = 0;
        for (int i = 0; i < a.values().length; i++) {
            largest = Math.max(largest, Math.abs((double) a.values()[i] - b.values()[i]));
        }
        return largest;
    }
}
