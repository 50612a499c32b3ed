package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.TextLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** OpenCompatible's ground truth, {@code <path of the query> <its number> <row>,<row>,...} a line, rows of the gallery list. */
final class Gldv2GroundTruthList {
    /** 100,000 rows of 8 characters. */
    private static final int LONGEST_LINE = 1 << 20;

    private Gldv2GroundTruthList() {}

    static List<Gldv2Query> read(Path file, long[] queries, int gallery) {
        List<List<Integer>> relevant = new ArrayList<>(Collections.nCopies(queries.length, List.of()));
        Set<Integer> seen = new LinkedHashSet<>();
        try (TextLines lines = TextLines.open(file, LONGEST_LINE)) {
            while (lines.next()) {
                lines.requireFields(3, "path number rows");
                long id = Gldv2List.id(lines, "test");
                int query = lines.wholeNumber(1);
                if (query >= queries.length || queries[query] != id) {
                    throw lines.error("says that " + ImageIds.text(id) + " is query " + query + ", the query list "
                            + (query < queries.length
                                    ? "has " + ImageIds.text(queries[query]) + " there"
                                    : "has " + queries.length + " queries, counted from 0"));
                }
                if (!seen.add(query)) {
                    throw lines.error("is the second one of query " + query);
                }
                relevant.set(query, rows(lines, lines.field(2), gallery));
            }
        }
        List<Gldv2Query> truth = new ArrayList<>();
        for (int i = 0; i < queries.length; i++) {
            truth.add(new Gldv2Query(ImageIds.text(queries[i]), relevant.get(i)));
        }
        return List.copyOf(truth);
    }

    private static List<Integer> rows(TextLines line, String field, int gallery) {
        Set<Integer> rows = new LinkedHashSet<>();
        for (String text : field.split(",", -1)) {
            if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) >= gallery) {
                throw line.error("has the gallery row \"" + text + "\"; allowed are 0 to " + (gallery - 1));
            }
            rows.add(Integer.valueOf(text));
        }
        return List.copyOf(rows);
    }
}
