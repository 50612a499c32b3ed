package io.github.dmu4j.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table as HTML that looks right in notebooks, trusted or not: class dataframe, no style element, everything escaped,
 * long tables by their first and last rows.
 */
public final class TableHtml {
    private TableHtml() {}

    /** As {@link #of(Table, String, Collection)} without a best value. */
    public static String of(Table table, String caption) {
        return of(table, caption, List.of());
    }

    /**
     * A table element.
     *
     * @param caption stands above the table, with its size
     * @param bestOf names of numeric columns whose largest value is bold (all of them if several are largest; none if all
     *     values are equal); names that the table lacks are ignored
     */
    public static String of(Table table, String caption, Collection<String> bestOf) {
        StringBuilder out =
                new StringBuilder("<table class=\"dataframe\" border=\"1\">\n<caption style=\"text-align:left\">");
        out.append(SafeText.html(caption))
                .append(caption.isEmpty() ? "" : " · ")
                .append(TableCells.size(table));
        out.append("</caption>\n<thead><tr>");
        List<@Nullable Column<?>> columns = TableCells.columns(table);
        for (Column<?> column : columns) {
            out.append(column == null ? "<th>…" : "<th" + align(column) + '>' + heading(column.name()))
                    .append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        for (int row : TableCells.shown(table)) {
            out.append("<tr>");
            for (Column<?> column : columns) {
                if (column == null) {
                    out.append("<td>…</td>");
                    continue;
                }
                String text = row < 0 ? "…" : SafeText.html(TableCells.text(column, row));
                boolean best = row >= 0 && bestOf.contains(column.name()) && isBest(column, row);
                out.append("<td").append(align(column)).append('>');
                out.append(best ? "<b>" + text + "</b>" : text).append("</td>");
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody>\n</table>\n").toString();
    }

    /** Breaks between words only: new-to-old is one. */
    private static String heading(String name) {
        return Arrays.stream(SafeText.clean(name).split(" ", -1))
                .map(SafeText::html)
                .map(word -> word.contains("-") ? "<span style=\"white-space:nowrap\">" + word + "</span>" : word)
                .collect(Collectors.joining(" "));
    }

    private static String align(Column<?> column) {
        return TableCells.isNumber(column) ? " style=\"text-align:right\"" : " style=\"text-align:left\"";
    }

    private static boolean isBest(Column<?> column, int row) {
        if (!(column instanceof NumericColumn<?> numbers) || numbers.isMissing(row)) {
            return false;
        }
        double largest = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < numbers.size(); i++) {
            if (!numbers.isMissing(i)) {
                largest = Math.max(largest, numbers.getDouble(i));
                least = Math.min(least, numbers.getDouble(i));
            }
        }
        return largest > least && numbers.getDouble(row) == largest;
    }
}
