package io.github.dmu4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.report.Chart.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The static picture of a foreign figure, if it is of a simple kind: lines, points, upright bars, histograms. */
final class ForeignChart {
    private static final int CATEGORIES = 40;
    private static final int BINS = 20;

    private final ForeignFigure figure;
    private final JsonNode layout;
    private final List<Chart.Mark> marks = new ArrayList<>();
    private final Set<String> categories = new LinkedHashSet<>();
    private boolean numeric;

    private ForeignChart(ForeignFigure figure) {
        this.figure = figure;
        this.layout = figure.spec().path("layout");
    }

    static Optional<Chart> of(ForeignFigure figure) {
        return new ForeignChart(figure).chart();
    }

    private Optional<Chart> chart() {
        JsonNode data = figure.spec().path("data");
        boolean stacked = layout.path("barmode").asText().matches("stack|relative");
        int bars = 0;
        for (JsonNode trace : data) {
            bars += trace.path("type").asText().equals("bar") ? 1 : 0;
            boolean simple = !trace.path("yaxis").asText("y").matches("y\\d+")
                    && !trace.path("orientation").asText("v").equals("h");
            if (!simple || data.size() > 8 || (stacked && bars > 1)) {
                return Optional.empty();
            }
        }
        int bar = 0;
        for (int i = 0; i < data.size(); i++) {
            JsonNode trace = data.get(i);
            String name = plain(trace.path("name").asText(""));
            switch (trace.path("type").asText("scatter")) {
                case "bar" -> bars(trace, name, style(trace, i), bar++, bars);
                case "scatter" -> scatter(trace, name, style(trace, i));
                case "histogram" -> histogram(trace, name, style(trace, i));
                default -> {
                    return Optional.empty();
                }
            }
        }
        boolean mixed = numeric && !categories.isEmpty();
        if (marks.isEmpty() || mixed || categories.size() > CATEGORIES) {
            return Optional.empty();
        }
        String across = plain(layout.at("/xaxis/title/text").asText(""));
        Axis x = categories.isEmpty() ? Axis.numeric(across) : Axis.categories(across, List.copyOf(categories));
        return Optional.of(new Chart(
                figure.title(),
                figure.keyNumbers(),
                x,
                Axis.numeric(plain(layout.at("/yaxis/title/text").asText(""))),
                Math.min(600, layout.path("height").asInt(400)),
                marks));
    }

    private SeriesStyle style(JsonNode trace, int index) {
        SeriesStyle usual = SeriesStyle.numbered(index);
        String color = trace.at("/marker/color").asText(trace.at("/line/color").asText(""));
        boolean plain = color.matches("#[0-9a-fA-F]{6}");
        return plain
                ? new SeriesStyle(color, SeriesStyle.Pattern.NONE, usual.marker(), SeriesStyle.Dash.SOLID)
                : new SeriesStyle(usual.color(), SeriesStyle.Pattern.NONE, usual.marker(), SeriesStyle.Dash.SOLID);
    }

    private void bars(JsonNode trace, String name, SeriesStyle style, int number, int of) {
        double width = 0.8 / of;
        double[] at = across(trace.path("x"));
        Arrays.setAll(at, i -> at[i] - 0.4 + width * (number + 0.5));
        marks.add(new Chart.Bars(name, style, false, at, width, numbers(trace.path("y")), null, null, List.of()));
    }

    private void scatter(JsonNode trace, String name, SeriesStyle style) {
        double[] x = across(trace.path("x"));
        double[] y = numbers(trace.path("y"));
        if (x.length != y.length) {
            return;
        }
        String mode = trace.path("mode").asText("lines");
        marks.add(
                mode.contains("lines")
                        ? new Chart.Line(name, style, mode.contains("markers"), x, y)
                        : new Chart.Dots(name, style, false, x, y, List.of()));
    }

    private void histogram(JsonNode trace, String name, SeriesStyle style) {
        double[] values =
                Arrays.stream(numbers(trace.path("x"))).filter(Double::isFinite).toArray();
        if (values.length == 0) {
            return;
        }
        numeric = true;
        double min = Arrays.stream(values).min().orElseThrow();
        double max = Arrays.stream(values).max().orElseThrow();
        double width = max > min ? (max - min) / BINS : 1;
        double[] counts = new double[BINS];
        double[] at = new double[BINS];
        for (double value : values) {
            counts[(int) Math.min(BINS - 1, Math.floor((value - min) / width))]++;
        }
        Arrays.setAll(at, i -> min + (i + 0.5) * width);
        marks.add(new Chart.Bars(name, style, false, at, 0.95 * width, counts, null, null, List.of()));
    }

    /** Places along x: the numbers, or the places of categories in the order in which they come. */
    private double[] across(JsonNode array) {
        boolean words = false;
        for (JsonNode element : array) {
            words |= element.isTextual();
        }
        if (!words) {
            numeric |= !array.isEmpty();
            return numbers(array);
        }
        double[] places = new double[array.size()];
        for (int i = 0; i < places.length; i++) {
            String category = plain(array.get(i).asText());
            categories.add(category);
            places[i] = List.copyOf(categories).indexOf(category);
            if (categories.size() > CATEGORIES) {
                break;
            }
        }
        return places;
    }

    /** Plotly's pseudo-HTML as the text that it shows. */
    static String plain(String text) {
        return text.replaceAll("<br/?>", " ")
                .replaceAll("</?\\w+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#36;", "$")
                .replace("&amp;", "&");
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        Arrays.setAll(numbers, i -> array.get(i).isNumber() ? array.get(i).asDouble() : Double.NaN);
        return numbers;
    }
}
