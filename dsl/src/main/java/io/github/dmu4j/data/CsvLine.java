package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.ArrayList;
import java.util.List;

/** One line of a CSV file (RFC 4180, without line breaks inside of quotes). */
final class CsvLine {
    private CsvLine() {}

    /**
     * The fields, unquoted.
     *
     * @param file what the line is from, for the message
     */
    static List<String> parse(String line, Object file, int number) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"' && (quoted || field.length() == 0)) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new DmuException(file + " line " + number + " has a quote that is not closed: mend that line");
        }
        fields.add(field.toString());
        return fields;
    }
}
