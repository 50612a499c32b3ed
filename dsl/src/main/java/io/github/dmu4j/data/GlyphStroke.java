package io.github.dmu4j.data;

/**
 * One movement of the pen: a cubic Bezier curve, x to the right and y down, in units of the character's cell.
 *
 * @param closed whether the pen comes back to where it began, drawing a ring instead of the curve through the points
 */
record GlyphStroke(
        double x0, double y0, double x1, double y1, double x2, double y2, double x3, double y3, boolean closed) {

    private static final int POINTS = 9;
    private static final int RING_POINTS = 13;

    /** A curve from one point by (dx, dy); {@code bend} and {@code hook} push its two control points sideways. */
    static GlyphStroke curve(double x, double y, double dx, double dy, double bend, double hook) {
        return new GlyphStroke(
                x,
                y,
                x + dx / 3 - dy * bend,
                y + dy / 3 + dx * bend,
                x + 2 * dx / 3 - dy * hook,
                y + 2 * dy / 3 + dx * hook,
                x + dx,
                y + dy,
                false);
    }

    /** A ring about (x, y): only the first point and the distance to the last count. */
    static GlyphStroke ring(double x, double y, double radiusX, double radiusY) {
        return new GlyphStroke(x, y, x, y, x, y, x + radiusX, y + radiusY, true);
    }

    /** Where along the stroke, 0 to 1; for a ring, its right and left side. */
    double[] at(double t) {
        if (closed) {
            return new double[] {x0 + (1 - 2 * t) * (x3 - x0), y0};
        }
        double s = 1 - t;
        double a = s * s * s;
        double b = 3 * s * s * t;
        double c = 3 * s * t * t;
        double d = t * t * t;
        return new double[] {a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3};
    }

    /** The stroke as a chain of points, x and y in turn. */
    double[] points() {
        int n = closed ? RING_POINTS : POINTS;
        double[] chain = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double[] p;
            if (closed) {
                double angle = 2 * StrictMath.PI * i / (n - 1);
                p = new double[] {x0 + (x3 - x0) * StrictMath.cos(angle), y0 + (y3 - y0) * StrictMath.sin(angle)};
            } else {
                p = at((double) i / (n - 1));
            }
            chain[2 * i] = p[0];
            chain[2 * i + 1] = p[1];
        }
        return chain;
    }

    /** This stroke with each of its points moved by a bell-shaped step of the given deviation. */
    GlyphStroke shaken(GlyphRandom random, double deviation) {
        double dx = deviation * random.bell();
        double dy = deviation * random.bell();
        double small = 0.6 * deviation;
        return new GlyphStroke(
                x0 + dx,
                y0 + dy,
                x1 + dx + small * random.bell(),
                y1 + dy + small * random.bell(),
                x2 + dx + small * random.bell(),
                y2 + dy + small * random.bell(),
                x3 + dx + small * random.bell(),
                y3 + dy + small * random.bell(),
                closed);
    }

    /** This stroke after x -> x * scaleX + shiftX, y -> y * scaleY + shiftY. */
    GlyphStroke mapped(double scaleX, double shiftX, double scaleY, double shiftY) {
        return new GlyphStroke(
                x0 * scaleX + shiftX,
                y0 * scaleY + shiftY,
                x1 * scaleX + shiftX,
                y1 * scaleY + shiftY,
                x2 * scaleX + shiftX,
                y2 * scaleY + shiftY,
                x3 * scaleX + shiftX,
                y3 * scaleY + shiftY,
                closed);
    }
}
