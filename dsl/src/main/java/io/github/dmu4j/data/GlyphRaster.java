package io.github.dmu4j.data;

import java.util.List;

/** Draws chains of points as antialiased strokes: ink is what lies within half a pen's width of a segment. */
final class GlyphRaster {
    private static final int THUMBNAIL = 16;

    private final int size;
    private final float[] ink;

    GlyphRaster(int size) {
        this.size = size;
        this.ink = new float[size * size];
    }

    /** Ink of each pixel so far, 0..1, rows from the top; the live array. */
    float[] ink() {
        return ink;
    }

    /**
     * Adds a chain.
     *
     * @param chain x and y in turn, pixels; the centre of the first pixel is at 0.5
     * @param halfWidth half of the pen's width, pixels
     */
    void draw(double[] chain, double halfWidth) {
        for (int i = 0; i + 3 < chain.length; i += 2) {
            segment(chain[i], chain[i + 1], chain[i + 2], chain[i + 3], halfWidth);
        }
    }

    private void segment(double ax, double ay, double bx, double by, double halfWidth) {
        double reach = halfWidth + 1;
        int left = Math.max(0, (int) (Math.min(ax, bx) - reach));
        int right = Math.min(size - 1, (int) (Math.max(ax, bx) + reach));
        int top = Math.max(0, (int) (Math.min(ay, by) - reach));
        int bottom = Math.min(size - 1, (int) (Math.max(ay, by) + reach));
        double dx = bx - ax;
        double dy = by - ay;
        double squared = Math.max(dx * dx + dy * dy, 1e-9);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double px = x + 0.5 - ax;
                double py = y + 0.5 - ay;
                double t = Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
                double ex = px - t * dx;
                double ey = py - t * dy;
                float covered = (float) (halfWidth + 0.5 - Math.sqrt(ex * ex + ey * ey));
                int at = y * size + x;
                ink[at] = Math.max(ink[at], Math.min(1, covered));
            }
        }
    }

    /** A small drawing with a broad soft pen, to compare characters by. */
    static float[] thumbnail(List<GlyphStroke> character) {
        GlyphRaster raster = new GlyphRaster(THUMBNAIL);
        for (GlyphStroke stroke : character) {
            raster.draw(stroke.mapped(THUMBNAIL - 4, 2, THUMBNAIL - 4, 2).points(), 0.8);
        }
        return GlyphDamage.blurred(raster.ink, THUMBNAIL, 0.8);
    }

    /** Mean value. */
    static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Mean absolute difference. */
    static double difference(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }
}
