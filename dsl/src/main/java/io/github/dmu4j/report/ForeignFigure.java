package io.github.dmu4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tech.tablesaw.plotly.components.Figure;

/**
 * A figure made with Tablesaw's own classes, as a plotly.js specification that today's plotly.js shows: titles are objects,
 * numbers are numbers, text is escaped, colours follow the page, no trace has more than {@link Thinning#TRACE_LIMIT} points.
 *
 * @param title empty if there is none
 * @param spec {@code {data, layout, config}}
 * @param undrawn kinds of traces that the plotly.js of this jar does not draw
 */
record ForeignFigure(String title, String keyNumbers, ObjectNode spec, Set<String> undrawn) {
    private static final Set<String> DRAWN = Set.of(
            "bar",
            "box",
            "contour",
            "heatmap",
            "histogram",
            "histogram2d",
            "histogram2dcontour",
            "image",
            "pie",
            "scatter",
            "scatterternary",
            "violin");
    /** Text stays text, even if it reads like a number. */
    private static final Set<String> TEXTS = Set.of(
            "title",
            "text",
            "name",
            "hovertext",
            "labels",
            "ticktext",
            "tickprefix",
            "ticksuffix",
            "tickformat",
            "font",
            "family");
    /** Of plotly's pseudo-HTML, what formats and does nothing else. */
    private static final Pattern HARMLESS = Pattern.compile("&lt;(/?(?:b|i|sub|sup|extra)|br/?)&gt;");

    private static final int HEIGHT = 420;
    private static final int LONG_NAME = 30;

    /** Reads a figure; one that cannot be read becomes an empty one that says so. */
    static ForeignFigure of(Figure figure) {
        try {
            return read(TablesawScript.objects(figure.asJavascript("figure")));
        } catch (RuntimeException e) { // users' own subclasses, too
            ObjectNode empty = Json.mapper().createObjectNode();
            empty.putArray("data");
            layout(empty.putObject("layout"));
            return new ForeignFigure("", "a figure that could not be read: " + e.getMessage(), empty, Set.of());
        }
    }

    private static ForeignFigure read(Map<String, ObjectNode> objects) {
        ObjectNode spec = Json.mapper().createObjectNode();
        ArrayNode data = spec.putArray("data");
        ObjectNode layout = spec.putObject("layout");
        Set<String> undrawn = new TreeSet<>();
        List<String> words = new ArrayList<>();
        objects.forEach((name, object) -> {
            if (name.startsWith("trace")) {
                ObjectNode trace = (ObjectNode) normal("", object);
                trace(trace, words);
                data.add(trace);
                String type = trace.path("type").asText("scatter");
                if (!DRAWN.contains(type)) {
                    undrawn.add(type);
                }
            } else if (name.equals("layout")) {
                layout.setAll((ObjectNode) normal("", object));
            }
        });
        String title = SafeText.clean(
                objects.containsKey("layout")
                        ? objects.get("layout").path("title").asText("")
                        : "");
        layout(layout);
        shortenCategories(data, (ObjectNode) layout.get("xaxis"));
        spec.putObject("config").put("responsive", true).put("displaylogo", false);
        return new ForeignFigure(title, Figures.words(words), spec, undrawn);
    }

    /** Numbers out of their quotes, NaN to null, text escaped. */
    private static JsonNode normal(String name, JsonNode value) {
        JsonNodeFactory nodes = Json.mapper().getNodeFactory();
        if (value.isObject()) {
            ObjectNode object = nodes.objectNode();
            value.properties().forEach(entry -> object.set(entry.getKey(), normal(entry.getKey(), entry.getValue())));
            return object;
        }
        if (value.isArray()) {
            boolean numbers = !TEXTS.contains(name) && holdsNumbers(value);
            ArrayNode array = nodes.arrayNode();
            value.forEach(element ->
                    array.add(numbers && element.isTextual() ? number(element.asText()) : normal(name, element)));
            return array;
        }
        if (value.isTextual()) {
            JsonNode number = number(value.asText());
            return TEXTS.contains(name) || number.isNull() ? nodes.textNode(text(value.asText())) : number;
        }
        return value;
    }

    private static boolean holdsNumbers(JsonNode array) {
        boolean any = false;
        for (JsonNode element : array) {
            boolean number = element.isTextual() && number(element.asText()).isNumber();
            any |= number;
            if (element.isTextual() && !number && !element.asText().matches("null|NaN|-?Infinity")) {
                return false;
            }
        }
        return any;
    }

    private static JsonNode number(String text) {
        double number =
                text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?") ? TablesawScript.number(text) : Double.NaN;
        JsonNodeFactory nodes = Json.mapper().getNodeFactory();
        return Double.isFinite(number) ? nodes.numberNode(number) : nodes.nullNode();
    }

    private static String text(String text) {
        String breaks = String.join("<br>", text.strip().split("\\R", -1));
        return HARMLESS.matcher(SafeText.plotly(breaks)).replaceAll("<$1>");
    }

    private static void trace(ObjectNode trace, List<String> words) {
        if (trace.path("type").asText().equals("scattergl")) {
            trace.put("type", "scatter"); // the same without WebGL, which this plotly.js has not
        }
        String type = trace.path("type").asText("scatter");
        for (String empty : List.of("histnorm", "name", "text")) {
            if (trace.path(empty).isTextual() && trace.path(empty).asText().isEmpty()) {
                trace.remove(empty);
            }
        }
        for (String bins : List.of("nbinsx", "nbinsy")) {
            if (trace.path(bins).asInt(1) == 0) {
                trace.remove(List.of(bins, "auto" + bins.substring(1, 4) + bins.substring(5)));
            }
        }
        trace.remove(List.of("autobinx", "autobiny"));
        if (trace.path("visible").asText().equals("true")) {
            trace.put("visible", true);
        }
        int points = Math.max(
                Math.max(trace.path("x").size(), trace.path("y").size()),
                trace.path("values").size());
        if (points > Thinning.TRACE_LIMIT) {
            thin(trace, points);
        }
        String name = ForeignChart.plain(trace.path("name").asText(""));
        words.add((name.isEmpty() ? type : type + " " + SafeText.shorten(name, 40)) + " of " + points
                + (points == 1 ? " point" : " points")
                + (points > Thinning.TRACE_LIMIT ? ", every " + stride(points) + "th drawn" : ""));
    }

    /** Categories with long names would take the whole figure; the names stay whole where the pointer is. */
    private static void shortenCategories(ArrayNode data, ObjectNode axis) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode trace : data) {
            for (JsonNode x : trace.path("x")) {
                if (x.isTextual()) {
                    names.add(x.asText());
                }
            }
        }
        boolean needed =
                names.stream().anyMatch(name -> ForeignChart.plain(name).length() > LONG_NAME);
        if (needed && names.size() <= 100 && !axis.has("tickvals")) {
            axis.put("tickmode", "array");
            ArrayNode places = axis.putArray("tickvals");
            ArrayNode texts = axis.putArray("ticktext");
            names.forEach(name -> {
                places.add(name);
                texts.add(text(SafeText.shorten(ForeignChart.plain(name), LONG_NAME)));
            });
        }
    }

    private static int stride(int points) {
        return (points + Thinning.TRACE_LIMIT - 1) / Thinning.TRACE_LIMIT;
    }

    /** Every n-th of all arrays that have an element for each point, in the trace and one level below. */
    private static void thin(ObjectNode trace, int points) {
        for (String name : names(trace)) {
            JsonNode value = trace.get(name);
            if (value.isArray() && value.size() == points) {
                ArrayNode few = Json.mapper().createArrayNode();
                for (int i = 0; i < points; i += stride(points)) {
                    few.add(value.get(i));
                }
                trace.set(name, few);
            } else if (value instanceof ObjectNode inner) {
                thin(inner, points);
            }
        }
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void layout(ObjectNode layout) {
        title(layout);
        layout.withObject("/title")
                .put("x", 0)
                .put("xanchor", "left")
                .put("xref", "paper")
                .put("automargin", true);
        for (String name : names(layout)) {
            if (name.matches("[xyz]axis\\d*") && layout.get(name) instanceof ObjectNode axis) {
                title(axis);
            }
        }
        for (String name : List.of("xaxis", "yaxis")) {
            layout.withObject("/" + name)
                    .put("automargin", true)
                    .put("gridcolor", PlotlySpec.GRID)
                    .put("zerolinecolor", "rgba(128,128,128,0.6)");
        }
        layout.remove("width"); // as wide as the page
        if (layout.path("height").asInt(600) == 600) {
            layout.put("height", HEIGHT); // Tablesaw's 600 is for a page of its own
        }
        layout.put("paper_bgcolor", "rgba(0,0,0,0)").put("plot_bgcolor", "rgba(0,0,0,0)");
        ObjectNode font = layout.withObject("/font");
        font.put("color", ChartPainter.TEXT);
        if (!font.has("family")) {
            font.put("family", "system-ui, sans-serif");
        }
        layout.withObject("/margin").put("l", 16).put("r", 16).put("t", 24).put("b", 16);
        layout.withObject("/legend").put("orientation", "h").put("x", 0).put("yanchor", "bottom");
        layout.putObject("modebar")
                .put("bgcolor", "rgba(0,0,0,0)")
                .put("color", "rgba(128,128,128,0.5)")
                .put("activecolor", "rgba(128,128,128,1)");
        layout.withArray("/annotations");
        ArrayNode colors = layout.putArray("colorway");
        for (int i = 0; i < 8; i++) {
            colors.add(SeriesStyle.numbered(i).color());
        }
    }

    /** {@code title: 'x', titlefont: {...}} to {@code title: {text: 'x', font: {...}}}: plotly.js 3 and later know no other. */
    private static void title(ObjectNode owner) {
        JsonNode old = owner.path("title");
        if (!old.isObject()) {
            String text = old.asText("");
            owner.putObject("title").put("text", text);
        }
        JsonNode font = owner.remove("titlefont");
        if (font != null && font.isObject()) {
            owner.withObject("/title").set("font", font);
        }
    }
}
