package io.github.dmu4j.report;

import java.util.List;

/**
 * A metric for every combination of query and gallery model.
 *
 * @param metric the metric's name
 * @param queryModels one a row
 * @param galleryModels one a column
 * @param values one row a query model, one value a gallery model; NaN if it was not measured; copied
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record CompatibilityMatrix(
        String metric, List<String> queryModels, List<String> galleryModels, double[][] values) {
    /** Throws if the shape does not fit the names. */
    public CompatibilityMatrix {
        queryModels = List.copyOf(queryModels);
        galleryModels = List.copyOf(galleryModels);
        double[][] copy = new double[values.length][];
        for (int row = 0; row < values.length; row++) {
            if (values[row].length != galleryModels.size()) {
                throw new IllegalArgumentException("row " + row + " has " + values[row].length + " values for "
                        + galleryModels.size() + " gallery models");
            }
            copy[row] = values[row].clone();
        }
        if (copy.length != queryModels.size()) {
            throw new IllegalArgumentException(copy.length + " rows for " + queryModels.size() + " query models");
        }
        values = copy;
    }
}
