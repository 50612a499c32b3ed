package io.github.dmu4j.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.Json;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Chart} as the JSON of a plotly.js figure: {@code {data, layout, config}}. Titles are objects, text is
 * escaped, NaN is null, no trace has more than {@link Thinning#TRACE_LIMIT} points, hover texts are complete (no
 * templates that a label could break into).
 */
final class PlotlySpec {
    static final String GRID = "rgba(128,128,128,0.28)";

    private PlotlySpec() {}

    static ObjectNode of(Chart chart) {
        ObjectNode spec = object();
        ArrayNode data = spec.putArray("data");
        for (Chart.Mark mark : chart.marks()) {
            if (mark instanceof Chart.Notes) {
                continue; // annotations, in the layout
            }
            ObjectNode trace = data.addObject();
            if (mark instanceof Chart.Bars bars) {
                bars(trace, bars);
            } else if (mark instanceof Chart.Line line) {
                line(trace, line);
            } else if (mark instanceof Chart.Dots dots) {
                dots(trace, dots);
            } else if (mark instanceof Chart.Rule rule) {
                rule(trace, rule, chart.range(true));
            } else if (mark instanceof Chart.Cells cells) {
                cells(trace, cells);
            }
        }
        layout(spec.putObject("layout"), chart);
        spec.putObject("config")
                .put("responsive", true)
                .put("displaylogo", false)
                .putArray("modeBarButtonsToRemove")
                .add("lasso2d")
                .add("select2d")
                .add("autoScale2d");
        return spec;
    }

    private static void layout(ObjectNode layout, Chart chart) {
        layout.putObject("title")
                .put("text", SafeText.plotly(SafeText.shorten(chart.title(), 84)))
                .put("x", 0)
                .put("xanchor", "left")
                .put("xref", "paper")
                .put("automargin", true)
                .put("yref", "container")
                .putObject("font")
                .put("size", 16);
        layout.put("height", chart.height());
        layout.put("paper_bgcolor", "rgba(0,0,0,0)").put("plot_bgcolor", "rgba(0,0,0,0)");
        layout.putObject("font").put("color", ChartPainter.TEXT).put("size", 12).put("family", "system-ui, sans-serif");
        layout.putObject("margin").put("l", 16).put("r", 16).put("t", 24).put("b", 16);
        layout.put("barmode", "overlay").put("hovermode", "closest");
        // below the axis, where it cannot run into the title; a page that shows the title itself moves it up
        layout.putObject("legend")
                .put("orientation", "h")
                .put("x", 0)
                .put("yref", "container")
                .put("y", 0)
                .put("yanchor", "bottom");
        layout.putObject("modebar")
                .put("bgcolor", "rgba(0,0,0,0)")
                .put("color", "rgba(128,128,128,0.5)")
                .put("activecolor", "rgba(128,128,128,1)");
        ArrayNode annotations = layout.putArray("annotations");
        for (Chart.Mark mark : chart.marks()) {
            if (mark instanceof Chart.Notes notes) {
                notes(annotations, notes);
            }
        }
        axis(layout.putObject("xaxis"), chart.x(), chart.range(true));
        axis(layout.putObject("yaxis"), chart.y(), chart.range(false));
    }

    private static void axis(ObjectNode node, Chart.Axis axis, double[] range) {
        node.putObject("title").put("text", SafeText.plotly(axis.title())).put("standoff", 8);
        node.put("automargin", true).put("gridcolor", GRID).put("zerolinecolor", "rgba(128,128,128,0.6)");
        node.putArray("range").add(axis.reversed() ? range[1] : range[0]).add(axis.reversed() ? range[0] : range[1]);
        node.put("zeroline", false);
        if (axis.isCategorical()) {
            node.put("tickmode", "array").put("showgrid", false);
            ArrayNode places = node.putArray("tickvals");
            ArrayNode texts = node.putArray("ticktext");
            for (int i = 0; i < axis.labels().size(); i++) {
                if (!axis.labels().get(i).isEmpty()) {
                    places.add(i);
                    texts.add(SafeText.plotly(SafeText.shorten(axis.labels().get(i), 30)));
                }
            }
        }
    }

    private static void bars(ObjectNode trace, Chart.Bars bars) {
        trace.put("type", "bar").put("orientation", bars.horizontal() ? "h" : "v");
        name(trace, bars.name());
        numbers(trace, bars.horizontal() ? "y" : "x", bars.at());
        numbers(trace, bars.horizontal() ? "x" : "y", bars.values());
        trace.put("width", bars.width());
        ObjectNode marker = trace.putObject("marker").put("color", bars.style().color());
        marker.putObject("line").put("width", 0);
        if (bars.style().pattern() != SeriesStyle.Pattern.NONE) {
            marker.putObject("pattern")
                    .put("shape", bars.style().pattern().plotly)
                    .put("fillmode", "overlay")
                    .put("size", 8)
                    .put("solidity", 0.2)
                    .put("fgcolor", SeriesStyle.textOn(bars.style().color()))
                    .put("fgopacity", 0.45);
        }
        if (bars.low() != null && bars.high() != null) {
            ObjectNode error = trace.putObject(bars.horizontal() ? "error_x" : "error_y");
            error.put("type", "data")
                    .put("symmetric", false)
                    .put("thickness", 1.6)
                    .put("width", 5);
            error.put("color", ChartPainter.TEXT);
            numbers(error, "array", difference(bars.high(), bars.values()));
            numbers(error, "arrayminus", difference(bars.values(), bars.low()));
        }
        hover(trace, bars.hover());
    }

    private static void line(ObjectNode trace, Chart.Line line) {
        Thinning.Points points = Thinning.atMost(Thinning.TRACE_LIMIT, line.x(), line.y());
        trace.put("type", "scatter")
                .put("mode", line.markers() ? "lines+markers" : "lines")
                .put("connectgaps", false);
        name(trace, line.name());
        numbers(trace, "x", points.x());
        numbers(trace, "y", points.y());
        trace.putObject("line")
                .put("color", line.style().color())
                .put("width", 2.2)
                .put("dash", line.style().dash().plotly);
        trace.putObject("marker")
                .put("color", line.style().color())
                .put("size", 7)
                .put("symbol", line.style().marker().plotly);
        trace.put("hoverinfo", "x+y+name");
    }

    private static void dots(ObjectNode trace, Chart.Dots dots) {
        int kept = Math.min(dots.x().length, Thinning.TRACE_LIMIT);
        trace.put("type", "scatter").put("mode", "markers");
        name(trace, dots.name());
        numbers(trace, "x", Arrays.copyOf(dots.x(), kept));
        numbers(trace, "y", Arrays.copyOf(dots.y(), kept));
        trace.putObject("marker")
                .put("color", dots.onBars() ? ChartPainter.WHITE : dots.style().color())
                .put("size", dots.onBars() ? 7 : 9)
                .put("symbol", dots.style().marker().plotly)
                .putObject("line")
                .put("color", dots.onBars() ? ChartPainter.DARK : ChartPainter.WHITE)
                .put("width", dots.onBars() ? 1 : 0.6);
        hover(trace, dots.hover().subList(0, Math.min(kept, dots.hover().size())));
    }

    private static void rule(ObjectNode trace, Chart.Rule rule, double[] xRange) {
        trace.put("type", "scatter").put("mode", "lines");
        name(trace, rule.name());
        numbers(trace, "x", xRange);
        numbers(trace, "y", new double[] {rule.y(), rule.y()});
        trace.putObject("line")
                .put("color", rule.style().color())
                .put("width", 2)
                .put("dash", rule.style().dash().plotly);
        trace.put("hoverinfo", "name");
    }

    private static void cells(ObjectNode trace, Chart.Cells cells) {
        trace.put("type", "heatmap")
                .put("showscale", false)
                .put("xgap", 2)
                .put("ygap", 2)
                .put("hoverinfo", "z");
        trace.put("zmin", cells.min()).put("zmax", cells.max());
        ArrayNode rows = trace.putArray("z");
        for (double[] row : cells.values()) {
            fill(rows.addArray(), row);
        }
        ArrayNode scale = trace.putArray("colorscale");
        for (double share : new double[] {0, 0.5, 1}) {
            scale.addArray().add(share).add(Chart.Cells.color(share));
        }
    }

    private static void notes(ArrayNode annotations, Chart.Notes notes) {
        for (int i = 0; i < notes.x().length; i++) {
            ObjectNode note = annotations.addObject().put("x", notes.x()[i]).put("showarrow", false);
            note.put("y", notes.y()[i]);
            note.put("text", SafeText.plotly(notes.texts().get(i))).put("yshift", notes.above() ? 12 : 0);
            ObjectNode font = note.putObject("font").put("size", notes.above() ? 11 : 14);
            if (!notes.colors().isEmpty()) {
                font.put("color", notes.colors().get(i));
            }
        }
    }

    private static void name(ObjectNode trace, String name) {
        trace.put("name", SafeText.plotly(name)).put("showlegend", !name.isEmpty());
    }

    private static void hover(ObjectNode trace, List<String> texts) {
        if (texts.isEmpty()) {
            trace.put("hoverinfo", "skip");
            return;
        }
        ArrayNode array = trace.put("hoverinfo", "text").putArray("hovertext");
        texts.forEach(text -> array.add(SafeText.plotly(text)));
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    private static void numbers(ObjectNode node, String field, double[] values) {
        fill(node.putArray(field), values);
    }

    private static void fill(ArrayNode array, double[] values) {
        for (double value : values) {
            array.add(finite(value));
        }
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static ObjectNode object() {
        return Json.mapper().createObjectNode();
    }
}
