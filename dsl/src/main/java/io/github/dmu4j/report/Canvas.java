package io.github.dmu4j.report;

/** What {@link ChartPainter} draws on: pixels from the top left, colours as #rrggbb. */
interface Canvas {
    /** Where a text stands relative to its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void rectangle(double x, double y, double width, double height, String color, SeriesStyle.Pattern pattern);

    void line(double x0, double y0, double x1, double y1, String color, double width, SeriesStyle.Dash dash);

    /** One stroke through points without gaps. */
    void polyline(double[] x, double[] y, String color, double width, SeriesStyle.Dash dash);

    void marker(double x, double y, double radius, SeriesStyle.Marker marker, String color, String outline);

    /** {@code y} is the base line; {@code turn} in degrees, clockwise. */
    void text(double x, double y, String text, Anchor anchor, double size, String color, boolean bold, double turn);
}
