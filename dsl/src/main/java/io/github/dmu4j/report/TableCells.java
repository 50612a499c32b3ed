package io.github.dmu4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** What both renderings of a table have in common: which rows are shown, and how a cell reads. */
final class TableCells {
    /** Rows of a long table that are shown from its head, and from its end. */
    static final int HEAD = 15;

    static final int TAIL = 5;

    private static final int WIDEST = 30;
    private static final int LEFT = 20;
    /** Longer texts are cut. */
    private static final int LONGEST = 200;

    private TableCells() {}

    /** Row numbers to show; -1 where rows are left out. */
    static int[] shown(Table table) {
        int rows = table.rowCount();
        if (rows <= HEAD + TAIL + 1) {
            return IntStream.range(0, rows).toArray();
        }
        return IntStream.concat(
                        IntStream.concat(IntStream.range(0, HEAD), IntStream.of(-1)),
                        IntStream.range(rows - TAIL, rows))
                .toArray();
    }

    /** Columns to show: of more than 30 the first 20 and the last 5, with null where others are left out. */
    static List<@Nullable Column<?>> columns(Table table) {
        List<Column<?>> all = table.columns();
        if (all.size() <= WIDEST) {
            return new ArrayList<>(all);
        }
        List<@Nullable Column<?>> shown = new ArrayList<>(all.subList(0, LEFT));
        shown.add(null);
        shown.addAll(all.subList(all.size() - TAIL, all.size()));
        return shown;
    }

    /** Real numbers with three decimals, or three digits where that shows nothing; missing is a dash. */
    static String text(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return "–";
        }
        if (isReal(column)) {
            double value = ((NumericColumn<?>) column).getDouble(row);
            double size = Math.abs(value);
            boolean plain = size == 0 || (size >= 0.001 && size < 1e6);
            return String.format(Locale.ROOT, plain ? "%.3f" : "%.3g", value);
        }
        return SafeText.shorten(SafeText.clean(String.valueOf(column.get(row))), LONGEST);
    }

    /** By class: {@code ColumnType.DOUBLE} is null if Tablesaw's classes were initialised in an unlucky order. */
    private static boolean isReal(Column<?> column) {
        return column instanceof DoubleColumn || column instanceof FloatColumn;
    }

    static boolean isNumber(Column<?> column) {
        return column instanceof NumericColumn;
    }

    static String size(Table table) {
        return table.rowCount()
                + (table.rowCount() == 1 ? " row x " : " rows x ")
                + table.columnCount()
                + (table.columnCount() == 1 ? " column" : " columns");
    }
}
