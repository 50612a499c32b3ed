package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The rows of one manifest (comma separated, double quotes where needed): what each image is for. */
record ManifestFile(String name, List<Row> rows) {
    private static final List<String> COLUMNS = List.of("path", "label", "split", "role");
    private static final Set<String> SPLITS = Set.of("old_train", "new_train", "val", "test");
    private static final Set<String> ROLES = Set.of("train", "query", "gallery");

    /** One line. */
    record Row(String path, String label, String split, String role) {
        boolean trains() {
            return split.endsWith("_train");
        }
    }

    ManifestFile {
        rows = List.copyOf(rows);
    }

    /**
     * Reads a manifest.
     *
     * @param where the file, for messages
     * @throws DmuException naming missing columns, or the line with an unknown split, role or too few fields
     */
    static ManifestFile parse(String name, byte[] content, String where) {
        List<List<String>> lines = csv(content, where);
        List<String> header = lines.isEmpty() ? List.of() : lines.get(0);
        List<String> missing = COLUMNS.stream().filter(c -> !header.contains(c)).toList();
        if (!missing.isEmpty()) {
            throw new DmuException(where + " has no column " + String.join(", ", missing) + "; found "
                    + String.join(",", header) + "; the header must name " + String.join(",", COLUMNS));
        }
        int[] at = COLUMNS.stream().mapToInt(header::indexOf).toArray();
        int last = Arrays.stream(at).max().getAsInt();
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            List<String> line = lines.get(i);
            String place = where + " line " + (i + 1);
            if (line.isEmpty()) {
                continue;
            }
            if (line.size() <= last) {
                throw new DmuException(place + " has " + line.size() + " fields, the header " + header.size());
            }
            Row row = new Row(line.get(at[0]), line.get(at[1]), line.get(at[2]), line.get(at[3]));
            requireOneOf(SPLITS, row.split, "split", place);
            requireOneOf(ROLES, row.role, "role", place);
            if (row.trains() != row.role.equals("train")) {
                throw new DmuException(place + " has split " + row.split + " with role " + row.role
                        + "; training rows have role train, val and test rows query or gallery");
            }
            rows.add(row);
        }
        return new ManifestFile(name, rows);
    }

    private static void requireOneOf(Set<String> allowed, String found, String what, String place) {
        if (!allowed.contains(found)) {
            throw new DmuException(place + " has " + what + " '" + found + "'; allowed are "
                    + String.join(", ", allowed.stream().sorted().toList()));
        }
    }

    /** Fields by line; empty lines have none, a byte order mark is dropped. */
    static List<List<String>> csv(byte[] content, String where) {
        String text = new String(content, StandardCharsets.UTF_8);
        List<List<String>> lines = new ArrayList<>();
        for (String line :
                text.substring(text.startsWith("\ufeff") ? 1 : 0).lines().toList()) {
            lines.add(line.isEmpty() ? List.of() : CsvLine.parse(line, where, lines.size() + 1));
        }
        return lines;
    }
}
