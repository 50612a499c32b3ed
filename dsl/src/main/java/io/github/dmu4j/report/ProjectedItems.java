package io.github.dmu4j.report;

import java.util.List;

/**
 * Vectors of one class and one kind, as points of a plane.
 *
 * @param className their class
 * @param kind which vectors: {@code new}, {@code adapted}, {@code old}
 * @param x first coordinate of each
 * @param y second coordinate of each
 * @param ids identifier of each
 */
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record ProjectedItems(String className, String kind, double[] x, double[] y, List<String> ids) {
    /** Copies everything; throws if the lengths differ. */
    public ProjectedItems {
        x = x.clone();
        y = y.clone();
        ids = List.copyOf(ids);
        if (x.length != y.length || x.length != ids.size()) {
            throw new IllegalArgumentException(
                    x.length + " and " + y.length + " coordinates of " + ids.size() + " items");
        }
    }
}
