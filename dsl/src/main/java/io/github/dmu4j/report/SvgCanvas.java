package io.github.dmu4j.report;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws as SVG 1.1 text; needs no AWT and no fonts. */
final class SvgCanvas implements Canvas {
    private final int width;
    private final int height;
    private final String title;
    private final StringBuilder body = new StringBuilder();
    private final Map<String, String> patterns = new TreeMap<>();

    SvgCanvas(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    /** The whole file. */
    String svg() {
        String definitions = patterns.isEmpty() ? "" : "<defs>" + String.join("", patterns.values()) + "</defs>\n";
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width
                + "\" height=\"" + height + "\" role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">\n"
                + "<title>" + SafeText.html(title) + "</title>\n" + definitions + body + "</svg>\n";
    }

    @Override
    public void rectangle(double x, double y, double w, double h, String color, SeriesStyle.Pattern pattern) {
        String place = " x=\"" + n(x) + "\" y=\"" + n(y) + "\" width=\"" + n(w) + "\" height=\"" + n(h) + "\"";
        body.append("<rect").append(place).append(" fill=\"").append(color).append("\"/>\n");
        if (pattern != SeriesStyle.Pattern.NONE) {
            body.append("<rect")
                    .append(place)
                    .append(" fill=\"url(#")
                    .append(pattern(color, pattern))
                    .append(")\"/>\n");
        }
    }

    /** The name says all of the content, so the same name on two pictures of a page does no harm. */
    private String pattern(String color, SeriesStyle.Pattern pattern) {
        String ink = SeriesStyle.textOn(color);
        String id = "dmu4j-" + pattern.name().toLowerCase(Locale.ROOT) + "-" + ink.substring(1);
        String drawing = switch (pattern) {
            case NONE -> "";
            case RISING -> "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4";
            case FALLING -> "M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4";
            case CROSSED -> "M0,0 l8,8 M0,8 l8,-8";
            case FLAT -> "M0,4 h8";
            case UPRIGHT -> "M4,0 v8";
            case DOTS -> "M3,4 h2";
        };
        double thick = pattern == SeriesStyle.Pattern.DOTS ? 2 : 1;
        patterns.put(
                id,
                "<pattern id=\"" + id + "\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
                        + "<path d=\"" + drawing + "\" stroke=\"" + ink + "\" stroke-opacity=\"0.45\" stroke-width=\""
                        + n(thick)
                        + "\" fill=\"none\"/></pattern>");
        return id;
    }

    @Override
    public void line(double x0, double y0, double x1, double y1, String color, double width, SeriesStyle.Dash dash) {
        body.append("<line x1=\"" + n(x0) + "\" y1=\"" + n(y0) + "\" x2=\"" + n(x1) + "\" y2=\"" + n(y1) + "\"")
                .append(stroke(color, width, dash))
                .append("/>\n");
    }

    @Override
    public void polyline(double[] x, double[] y, String color, double width, SeriesStyle.Dash dash) {
        body.append("<polyline fill=\"none\" stroke-linejoin=\"round\"")
                .append(stroke(color, width, dash))
                .append(" points=\"");
        for (int i = 0; i < x.length; i++) {
            body.append(i == 0 ? "" : " ").append(n(x[i])).append(',').append(n(y[i]));
        }
        body.append("\"/>\n");
    }

    private static String stroke(String color, double width, SeriesStyle.Dash dash) {
        return " stroke=\"" + color + "\" stroke-width=\"" + n(width) + "\""
                + (dash.svg.isEmpty() ? "" : " stroke-dasharray=\"" + dash.svg + "\"");
    }

    @Override
    public void marker(double x, double y, double r, SeriesStyle.Marker marker, String color, String outline) {
        String path = switch (marker) {
            case CIRCLE -> "";
            case SQUARE -> "M-1,-1 h2 v2 h-2 z";
            case DIAMOND -> "M0,-1.3 l1.3,1.3 l-1.3,1.3 l-1.3,-1.3 z";
            case TRIANGLE -> "M0,-1.2 l1.2,2.1 h-2.4 z";
            case CROSS ->
                "M-1,-0.5 l0.5,-0.5 l0.5,0.5 l0.5,-0.5 l0.5,0.5 l-0.5,0.5 l0.5,0.5 l-0.5,0.5 l-0.5,-0.5"
                        + " l-0.5,0.5 l-0.5,-0.5 l0.5,-0.5 z";
            case STAR ->
                "M0,-1.4 l0.35,0.95 l1,0.05 l-0.8,0.6 l0.3,1 l-0.85,-0.6 l-0.85,0.6 l0.3,-1 l-0.8,-0.6 " + "l1,-0.05 z";
        };
        String look = " fill=\"" + color + "\" stroke=\"" + outline + "\"";
        body.append(
                path.isEmpty()
                        ? "<circle cx=\"" + n(x) + "\" cy=\"" + n(y) + "\" r=\"" + n(r) + "\"" + look
                                + " stroke-width=\"0.6\"/>\n"
                        : "<path transform=\"translate(" + n(x) + " " + n(y) + ") scale(" + n(r) + ")\" d=\"" + path
                                + "\"" + look + " stroke-width=\"" + n(0.6 / r) + "\"/>\n");
    }

    @Override
    public void text(
            double x, double y, String text, Anchor anchor, double size, String color, boolean bold, double turn) {
        body.append("<text x=\"" + n(x) + "\" y=\"" + n(y) + "\" font-size=\"" + n(size) + "\" fill=\"" + color + "\"")
                .append(
                        anchor == Anchor.START
                                ? ""
                                : " text-anchor=\"" + anchor.name().toLowerCase(Locale.ROOT) + "\"")
                .append(bold ? " font-weight=\"600\"" : "")
                .append(turn == 0 ? "" : " transform=\"rotate(" + n(turn) + " " + n(x) + " " + n(y) + ")\"")
                .append(">" + SafeText.html(text) + "</text>\n");
    }

    /** At most two decimals, no exponent. */
    private static String n(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
