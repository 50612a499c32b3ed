package io.github.dmu4j.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A figure that shows everywhere: a plotly.js figure where there is plotly.js, else a static picture of the same.
 *
 * <p>It is a Tablesaw {@link Figure}, so a Tablesaw page accepts it, but the truth is the JSON of {@link #spec()}, and
 * every text in it is escaped. Tablesaw's own setters (layout, traces, config) have no effect.
 *
 * <p>Immutable but for the setters it inherits; made by {@link Figures}, or of a figure of yours by {@link #of}.
 */
public final class SafeFigure extends Figure {
    private static final int MAX_RASTER_BYTES = 60_000;

    private final String title;
    private final String keyNumbers;
    private final ObjectNode spec;
    private final Optional<Chart> chart;
    private final Set<String> undrawn;

    SafeFigure(Chart chart) {
        super(new Trace[0]);
        this.title = chart.title();
        this.keyNumbers = chart.keyNumbers();
        this.spec = PlotlySpec.of(chart);
        this.chart = Optional.of(chart);
        this.undrawn = Set.of();
    }

    private SafeFigure(ForeignFigure foreign) {
        super(new Trace[0]);
        this.title = foreign.title();
        this.keyNumbers = foreign.keyNumbers();
        this.spec = foreign.spec();
        this.chart = ForeignChart.of(foreign);
        this.undrawn = foreign.undrawn();
    }

    /**
     * A figure made with Tablesaw's classes, made safe: what its texts contain cannot run, and today's plotly.js shows it. Lines,
     * points, upright bars and histograms have a static picture; others say in words what they are. Never fails: a figure that
     * cannot be read says so.
     */
    public static SafeFigure of(Figure figure) {
        return figure instanceof SafeFigure safe ? safe : new SafeFigure(ForeignFigure.of(figure));
    }

    /** The title, as given: not escaped. */
    public String title() {
        return title;
    }

    /** What the figure says, in words and numbers: for plain terminals and screen readers. */
    public String keyNumbers() {
        return keyNumbers;
    }

    /** The plotly.js figure {@code {data, layout, config}}: a fresh copy. */
    public ObjectNode spec() {
        return spec.deepCopy();
    }

    /**
     * A script element that draws into the element {@code divName}: what a Tablesaw page asks for. No text of a user can
     * end the script, whatever it contains.
     */
    @Override
    public String asJavascript(String divName) {
        return "<script>\n(function () {\n  var spec = " + SafeText.script(spec) + ";\n  Plotly.newPlot("
                + SafeText.scriptString(divName) + ", spec.data, spec.layout, spec.config);\n})();\n</script>\n";
    }

    @Override
    public String divString(String divName) {
        return "<div id=\"" + SafeText.html(divName) + "\"></div>\n";
    }

    /**
     * A fragment of HTML for a notebook or any page: title, static picture, and a script that replaces the picture if
     * {@code window.Plotly} is there. If it is not, the script leaves its drawing function in the array {@code
     * window.dmu4jFigures}: whoever loads plotly.js later calls what stands there. Ids are random.
     */
    public String toHtml() {
        return toHtml("dmu4j-" + UUID.randomUUID());
    }

    /**
     * {@link #toHtml()} with a PNG as the static picture, where this Java can draw one: converters and viewers that trust no
     * output (nbconvert's {@code sanitize_html}, nbviewer) remove SVG, and leave an empty frame.
     */
    public String toNotebookHtml() {
        return framed(drawnBy("dmu4j-" + UUID.randomUUID(), rasterOrSvg()));
    }

    /** {@link #toNotebookHtml()} without a script. */
    public String toStaticHtml() {
        return framed(rasterOrSvg());
    }

    /** {@link #toHtml()} with an id of the caller's choice, unique on the page. */
    String toHtml(String id) {
        return framed(drawnBy(id, picture()));
    }

    private String framed(String content) {
        return "<div class=\"dmu4j-figure\" style=\"margin-top:8px;max-width:" + (ChartPainter.WIDTH + 140) + "px\">\n"
                + heading() + content + "</div>\n";
    }

    private String drawnBy(String id, String picture) {
        return "<div id=\"" + SafeText.html(id) + "\" role=\"img\" aria-label=\"" + words() + "\">" + picture
                + "</div>\n" + (isDrawn() ? script(id) : "");
    }

    /** Whether the plotly.js of this jar draws every kind of trace in it. */
    public boolean isDrawn() {
        return undrawn.isEmpty();
    }

    private String heading() {
        return "<div class=\"dmu4j-title\" dir=\"auto\" style=\"font-weight:600\">" + SafeText.html(title) + "</div>\n";
    }

    private String words() {
        return SafeText.html((title.isEmpty() ? "" : title + ". ") + keyNumbers);
    }

    private String rasterOrSvg() {
        return smallest(MAX_RASTER_BYTES, false)
                .map(file -> image("width=\"" + chart.orElseThrow().width() + "\"", "image/png", file))
                .orElseGet(this::picture);
    }

    private String image(String attributes, String type, byte[] file) {
        return "<img class=\"static\" alt=\"" + words() + "\" style=\"max-width:100%\" " + attributes + " src=\"data:"
                + type + ";base64," + Base64.getEncoder().encodeToString(file) + "\">";
    }

    private String picture() {
        if (chart.isPresent()) {
            return image("", "image/svg+xml", svg(false).getBytes(StandardCharsets.UTF_8));
        }
        String why = isDrawn()
                ? "No static picture of this kind of figure: it is drawn where scripts run (a trusted notebook)."
                : "The plotly.js that dmu4j brings does not draw " + String.join(", ", undrawn)
                        + "; clients with the whole plotly.js do (Visual Studio Code).";
        return "<p class=\"static\" style=\"border:1px dashed #8c8c8c;padding:12px\">" + SafeText.html(keyNumbers)
                + ".<br><i>" + SafeText.html(why) + "</i></p>";
    }

    /** The title stands in the HTML, where it wraps; colours follow the page around the figure. */
    private String script(String id) {
        return "<script>\n(function () {\n"
                + "  function draw() {\n"
                + "    var place = document.getElementById(" + SafeText.scriptString(id) + ");\n"
                + "    if (!place || !window.Plotly) return;\n"
                + "    var picture = place.querySelector('.static');\n"
                + "    var plot = document.createElement('div');\n"
                + "    plot.className = 'dmu4j-plot';\n"
                + "    place.appendChild(plot);\n"
                + "    var spec = " + SafeText.script(spec) + ";\n"
                + "    delete spec.layout.title;\n"
                + "    Object.assign(spec.layout.legend, {yref: 'paper', y: 1.02});\n"
                + "    function takeColor() {\n" // intervals end on bars, where grey would not be seen
                + "      var color = getComputedStyle(place).color;\n"
                + "      spec.layout.font.color = color;\n"
                + "      spec.data.forEach(function (t) { if (t.error_y) t.error_y.color = color; });\n"
                + "    }\n"
                + "    takeColor();\n"
                + "    plot.dmu4jFollow = function () {\n" // when the page turns dark or light
                + "      takeColor();\n"
                + "      window.Plotly.react(plot, spec.data, spec.layout, spec.config);\n"
                + "    };\n"
                + "    if (place.clientWidth < 560) {\n" // values above bars would run into each other
                + "      spec.layout.annotations = spec.layout.annotations.filter(function (a) { return !a.yshift; });\n"
                + "    }\n"
                + "    function keepPicture() { plot.remove(); picture.style.display = ''; }\n"
                + "    picture.style.display = 'none';\n"
                + "    try {\n"
                + "      window.Plotly.newPlot(plot, spec.data, spec.layout, spec.config).catch(keepPicture);\n"
                + "    } catch (e) { keepPicture(); }\n"
                + "  }\n"
                + "  if (window.Plotly) draw(); else (window.dmu4jFigures = window.dmu4jFigures || []).push(draw);\n"
                + "})();\n</script>\n";
    }

    /** The static picture with its title, as an SVG file; needs no AWT and no fonts. */
    public String staticSvg() {
        return svg(true);
    }

    private String svg(boolean withTitle) {
        Chart drawn = chart.orElseGet(this::frame);
        SvgCanvas canvas = new SvgCanvas(drawn.width(), drawn.height(), title);
        ChartPainter.paint(drawn, canvas, withTitle);
        return canvas.svg();
    }

    /** The picture of a figure that has none: its frame. */
    private Chart frame() {
        return new Chart(title, keyNumbers, Chart.Axis.numeric(keyNumbers), Chart.Axis.numeric(""), 200, List.of());
    }

    /**
     * The static picture with its title, as a PNG file; empty where this Java cannot draw text (headless runtimes without
     * libharfbuzz or fontconfig): then use {@link #staticSvg()}. Empty also for a foreign figure without a static picture.
     */
    public Optional<byte[]> staticPng() {
        return png(AwtCanvas.SCALE, true);
    }

    /** {@link #staticPng()}, less sharp if it has to be; empty if that is still more than {@code maxBytes}. */
    public Optional<byte[]> staticPng(int maxBytes) {
        return smallest(maxBytes, true);
    }

    private Optional<byte[]> smallest(int maxBytes, boolean withTitle) {
        return Stream.of(AwtCanvas.SCALE, 1.0, 0.8)
                .map(scale -> png(scale, withTitle))
                .flatMap(Optional::stream)
                .filter(file -> file.length <= maxBytes)
                .findFirst();
    }

    private Optional<byte[]> png(double scale, boolean withTitle) {
        if (chart.isEmpty()) {
            return Optional.empty();
        }
        try {
            AwtCanvas canvas = new AwtCanvas(chart.get().width(), chart.get().height(), scale);
            ChartPainter.paint(chart.get(), canvas, withTitle);
            return Optional.of(canvas.png());
        } catch (LinkageError | RuntimeException | InternalError e) {
            // UnsatisfiedLinkError, NoClassDefFoundError, HeadlessException, ...: a picture less, never a report less
            return Optional.empty();
        }
    }

    /**
     * Writes a page that needs nothing else: plotly.js is in it (1.5 MB).
     *
     * @throws io.github.dmu4j.base.DmuException if the file cannot be written
     */
    public void saveHtml(Path target) {
        AtomicFiles.writeString(target, HtmlPage.of(title, toHtml("figure")));
    }

    /**
     * Writes {@link #staticSvg()}.
     *
     * @throws io.github.dmu4j.base.DmuException if the file cannot be written
     */
    public void saveSvg(Path target) {
        AtomicFiles.writeString(target, staticSvg());
    }

    /** Title, key numbers, next step. */
    @Override
    public String toString() {
        return SafeText.shorten(SafeText.clean(title), 60) + "\n" + SafeText.clean(keyNumbers)
                + "\nsaveHtml(path) or saveSvg(path) to see it";
    }
}
