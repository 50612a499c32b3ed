package io.github.dmu4j.report;

import io.github.dmu4j.report.Chart.Axis;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Vectors in a plane: the colour says the class, the marker which model's vector it is. */
final class ProjectionFigure {
    private static final int HEIGHT = 480;

    private ProjectionFigure() {}

    static SafeFigure of(List<ProjectedItems> items, double explained) {
        Set<String> classes = new LinkedHashSet<>();
        Set<String> kinds = new LinkedHashSet<>();
        items.forEach(each -> {
            classes.add(each.className());
            kinds.add(each.kind());
        });
        List<String> classOrder = List.copyOf(classes);
        List<Chart.Mark> marks = new ArrayList<>();
        for (ProjectedItems each : items) {
            SeriesStyle style = style(
                    each.kind(),
                    SeriesStyle.numbered(classOrder.indexOf(each.className())).color());
            String text = shown(each.className(), classes) + ", " + each.kind();
            List<String> hover = each.ids().stream().map(id -> text + "\n" + id).toList();
            marks.add(new Chart.Dots(text, style, false, each.x(), each.y(), hover));
        }
        return new SafeFigure(new Chart(
                String.format(
                        Locale.ROOT,
                        "Vectors of %d classes in two directions (%.0f %% of the variance)",
                        classes.size(),
                        100 * explained),
                String.format(
                        Locale.ROOT,
                        "%s; the two directions hold %.0f %% of the variance of the new vectors",
                        Figures.words(kinds),
                        100 * explained),
                Axis.numeric("first principal direction of the new gallery"),
                Axis.numeric("second principal direction"),
                HEIGHT,
                marks));
    }

    /** The end of a class's name, or all of it where two of the shown classes end alike. */
    private static String shown(String className, Set<String> classes) {
        String end = SafeText.end(className);
        boolean alone = classes.stream()
                        .filter(other -> SafeText.end(other).equals(end))
                        .count()
                == 1;
        return alone ? end : className;
    }

    private static SeriesStyle style(String kind, String color) {
        SeriesStyle.Marker marker = switch (kind) {
            case "old" -> SeriesStyle.Marker.SQUARE;
            case "adapted" -> SeriesStyle.Marker.CROSS;
            default -> SeriesStyle.Marker.CIRCLE;
        };
        return new SeriesStyle(color, SeriesStyle.Pattern.NONE, marker, SeriesStyle.Dash.SOLID);
    }
}
