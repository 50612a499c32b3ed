package io.github.dmu4j.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A table as aligned text: numbers to the right, text to the left, long tables by their first and last rows. */
public final class TableText {
    private TableText() {}

    /** Lines that end with a line feed; the last says how many rows and columns there are. */
    public static String of(Table table) {
        List<@Nullable Column<?>> columns = TableCells.columns(table);
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream()
                .map(column -> column == null ? "…" : SafeText.clean(column.name()))
                .toList());
        for (int row : TableCells.shown(table)) {
            lines.add(columns.stream()
                    .map(column -> row < 0 || column == null ? "…" : TableCells.text(column, row))
                    .toList());
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder line = new StringBuilder();
            StringBuilder rule = new StringBuilder();
            for (int c = 0; c < columns.size(); c++) {
                int width = width(lines, c);
                String cell = lines.get(i).get(c);
                String pad = " ".repeat(width - length(cell));
                line.append(c == 0 ? "" : "  ").append(isNumber(columns.get(c)) ? pad + cell : cell + pad);
                rule.append(c == 0 ? "" : "  ").append("-".repeat(width));
            }
            out.append(line.toString().stripTrailing()).append('\n');
            if (i == 0) {
                out.append(rule).append('\n');
            }
        }
        return out.append(TableCells.size(table)).append('\n').toString();
    }

    private static boolean isNumber(@Nullable Column<?> column) {
        return column != null && TableCells.isNumber(column);
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> length(line.get(column))).max().orElse(0);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
