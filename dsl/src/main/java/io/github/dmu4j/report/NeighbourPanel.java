package io.github.dmu4j.report;

import io.github.dmu4j.data.PixelImage;
import java.util.List;

/**
 * A query image and what several systems find for it.
 *
 * @param queryId the query's identifier
 * @param queryLabel its class
 * @param query its picture
 * @param rows one a system, usually old, new-to-old, adapted
 */
public record NeighbourPanel(String queryId, String queryLabel, PixelImage query, List<Row> rows) {
    /** Copies the list. */
    public NeighbourPanel {
        rows = List.copyOf(rows);
    }

    /**
     * What one system finds.
     *
     * @param name the pairing, as shown to the reader
     * @param neighbours best first
     */
    public record Row(String name, List<Neighbour> neighbours) {
        /** Copies the list. */
        public Row {
            neighbours = List.copyOf(neighbours);
        }
    }

    /**
     * One gallery item that was found.
     *
     * @param id its identifier
     * @param label its class
     * @param image its picture
     * @param score the similarity, higher is closer
     * @param right whether it has the query's class
     */
    public record Neighbour(String id, String label, PixelImage image, double score, boolean right) {}
}
