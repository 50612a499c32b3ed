package io.github.dmu4j.report;

import java.util.List;

/**
 * A metric for every query model of a sequence over the galleries of its own and all earlier models.
 *
 * @param metric the metric's name
 * @param name what the galleries below the diagonal are, for example {@code gallery kept as it was embedded}
 * @param models oldest first
 * @param values row t has one value for each model up to and including t; NaN if it was not measured; copied
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record Triangle(String metric, String name, List<String> models, double[][] values) {
    /** Throws if the shape does not fit the models. */
    public Triangle {
        models = List.copyOf(models);
        if (models.isEmpty() || values.length != models.size()) {
            throw new IllegalArgumentException(values.length + " rows for " + models.size() + " models");
        }
        double[][] copy = new double[values.length][];
        for (int row = 0; row < values.length; row++) {
            if (values[row].length != row + 1) {
                throw new IllegalArgumentException("row " + row + " has " + values[row].length
                        + " values; a triangle needs " + (row + 1) + ", one for each model so far");
            }
            copy[row] = values[row].clone();
        }
        values = copy;
    }
}
