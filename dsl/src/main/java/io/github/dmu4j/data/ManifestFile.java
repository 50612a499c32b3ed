package io.github.dmu4j.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

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

        /** Split and role, for example {@code test query}. */
        String part() {
            return split + " " + role;
        }
    }

    /**
     * Which column is where.
     *
     * @param at the columns path, label, split and role
     * @param fields how many there are in all
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Header(int[] at, int fields) {
        /** A line after the header. @throws DmuException if its split or role is unknown, or it has too few fields */
        Row row(List<String> line, String place) {
            if (line.size() <= IntStream.of(at).max().orElseThrow()) {
                throw new DmuException(place + " has " + line.size() + " fields, the header " + fields);
            }
            Row row = new Row(line.get(at[0]), line.get(at[1]), line.get(at[2]), line.get(at[3]));
            requireOneOf(SPLITS, row.split, "split", place);
            requireOneOf(ROLES, row.role, "role", place);
            if (row.trains() != row.role.equals("train")) {
                throw new DmuException(place + " has split " + row.split + " with role " + row.role
                        + "; training rows have role train, val and test rows query or gallery");
            }
            return row;
        }
    }

    ManifestFile {
        rows = List.copyOf(rows);
    }

    /** The first line of {@code where}. @throws DmuException naming missing columns */
    static Header header(List<String> fields, String where) {
        List<String> missing = COLUMNS.stream().filter(c -> !fields.contains(c)).toList();
        if (!missing.isEmpty()) {
            throw new DmuException(where + " has no column " + String.join(", ", missing) + "; found "
                    + String.join(",", fields) + "; the header must name " + String.join(",", COLUMNS));
        }
        return new Header(COLUMNS.stream().mapToInt(fields::indexOf).toArray(), fields.size());
    }

    /**
     * Reads a manifest.
     *
     * @param where the file, for messages
     * @throws DmuException naming missing columns, or the line with an unknown split, role or too few fields
     */
    static ManifestFile parse(String name, byte[] content, String where) {
        List<List<String>> lines = csv(content, where);
        Header header = header(lines.isEmpty() ? List.of() : lines.get(0), where);
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                rows.add(header.row(lines.get(i), where + " line " + (i + 1)));
            }
        }
        return new ManifestFile(name, rows);
    }

    /** Validation and test classes must be apart from training and from each other, and every part must be there. */
    void requireOpenSet(String where) {
        OpenSetCheck check = new OpenSetCheck(where);
        rows.forEach(check::add);
        check.finish();
    }

    /**
     * Compares the rows with the hash that was written beside them.
     *
     * @param facts content of the JSON file that {@link UpgradeData#saveManifest} writes; another one, without a hash, says nothing
     * @throws DmuException if they are others
     */
    void requireUnchanged(byte[] facts, String where) {
        SortedLines sorted = SortedLines.of(rows.size(), i -> {
            Row row = rows.get(i);
            return ManifestLines.line(row.path, row.label, row.split, row.role);
        });
        try {
            requireHash(sorted.sha256(), Json.mapper().readTree(facts), where);
        } catch (IOException e) {
            throw new DmuException(
                    "cannot read " + where + " as JSON: " + e.getMessage() + ". Get it again, or remove it", e);
        }
    }

    /** Compares a hash with that in a JSON file beside a manifest. @throws DmuException if it is another one */
    static void requireHash(String found, JsonNode facts, String where) {
        String written = facts.path("sha256").asText(found);
        if (!written.equals(found)) {
            throw new DmuException("the manifest beside " + where + " has the hash " + found + ", not " + written
                    + " as that file says: its lines were changed, or its labels are not the numbers that the images' classes"
                    + " have here; get both again, or remove the JSON file if the change was meant");
        }
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
