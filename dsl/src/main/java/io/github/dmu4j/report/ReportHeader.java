package io.github.dmu4j.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a report is about and where its numbers come from.
 *
 * @param title the report's title
 * @param dataset the data set and split
 * @param synthetic whether the images were made by a program: then the report says so where it cannot be overlooked
 * @param provenance versions, seed, device, seconds, ...: shown in the map's own order
 */
public record ReportHeader(String title, String dataset, boolean synthetic, Map<String, String> provenance) {
    /** Copies the map, keeping its order. */
    public ReportHeader {
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }
}
