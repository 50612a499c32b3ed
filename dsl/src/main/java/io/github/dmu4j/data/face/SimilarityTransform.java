package io.github.dmu4j.data.face;

import io.github.dmu4j.base.DmuException;
import java.util.Arrays;

/**
 * A rotation, a positive scale and a shift of the plane, without mirroring: (x, y) goes to (a x - b y + tx, b x + a y + ty).
 *
 * @param a scale times the cosine of the angle
 * @param b scale times the sine of the angle
 */
public record SimilarityTransform(double a, double b, double tx, double ty) {
    /**
     * The transform that takes points nearest to others, in the sum of squared distances.
     *
     * <p>Source: Umeyama, "Least-squares estimation of transformation parameters between two point patterns", IEEE PAMI 13(4),
     * 1991, for two dimensions. There the problem is linear in (a, b, tx, ty), so that its normal equations have a solution in
     * closed form: with both sets centred at their means, a = sum(x u + y v) / sum(x x + y y) and b = sum(x v - y u) / the same.
     * It is the minimum that the paper (and skimage's SimilarityTransform) finds by a singular value decomposition: every (a, b)
     * is a positive scale and a rotation, and mirrored solutions are excluded by both. Deviations: none.
     *
     * @param from x and y of each point, one after the other
     * @param to the same number of points
     * @throws DmuException if all points of one side coincide, so that there is no scale
     */
    public static SimilarityTransform between(double[] from, double[] to) {
        if (from.length != to.length || from.length < 4 || from.length % 2 != 0) {
            throw new IllegalArgumentException("x and y of at least two points each are needed, found " + from.length
                    + " and " + to.length + " numbers");
        }
        int n = from.length / 2;
        double fromX = 0;
        double fromY = 0;
        double toX = 0;
        double toY = 0;
        for (int i = 0; i < n; i++) {
            fromX += from[2 * i] / n;
            fromY += from[2 * i + 1] / n;
            toX += to[2 * i] / n;
            toY += to[2 * i + 1] / n;
        }
        double dot = 0;
        double cross = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            double x = from[2 * i] - fromX;
            double y = from[2 * i + 1] - fromY;
            double u = to[2 * i] - toX;
            double v = to[2 * i + 1] - toY;
            dot += x * u + y * v;
            cross += x * v - y * u;
            square += x * x + y * y;
        }
        double a = dot / square;
        double b = cross / square;
        double scale = Math.hypot(a, b);
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new DmuException("the points " + Arrays.toString(from)
                    + " give no scale: they lie all at one place; correct them, or leave the image out");
        }
        return new SimilarityTransform(a, b, toX - a * fromX + b * fromY, toY - b * fromX - a * fromY);
    }

    /** Where it takes x. */
    public double x(double x, double y) {
        return a * x - b * y + tx;
    }

    /** Where it takes y. */
    public double y(double x, double y) {
        return b * x + a * y + ty;
    }

    /** The transform that takes everything back. */
    public SimilarityTransform inverse() {
        double square = a * a + b * b;
        double inverseA = a / square;
        double inverseB = -b / square;
        return new SimilarityTransform(
                inverseA, inverseB, -(inverseA * tx - inverseB * ty), -(inverseB * tx + inverseA * ty));
    }
}
