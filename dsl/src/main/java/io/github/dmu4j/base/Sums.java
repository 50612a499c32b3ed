package io.github.dmu4j.base;

/** Sums of floats in doubles, of every fourth value each and then of the four: an order that lets a processor add four at a time. */
public final class Sums {
    private Sums() {}

    /** Of n values from {@code from} on; 0 of none. */
    public static double of(float[] values, int from, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            a += values[from + i];
            b += values[from + i + 1];
            c += values[from + i + 2];
            d += values[from + i + 3];
        }
        for (; i < n; i++) {
            a += values[from + i];
        }
        return (a + b) + (c + d);
    }

    /** Of {@code (value - centre)^2}. */
    public static double ofSquares(float[] values, int from, int n, double centre) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            double w = values[from + i] - centre;
            double x = values[from + i + 1] - centre;
            double y = values[from + i + 2] - centre;
            double z = values[from + i + 3] - centre;
            a += w * w;
            b += x * x;
            c += y * y;
            d += z * z;
        }
        for (; i < n; i++) {
            double w = values[from + i] - centre;
            a += w * w;
        }
        return (a + b) + (c + d);
    }

    /** Of the products of n values each. */
    public static double ofProducts(float[] left, int leftFrom, float[] right, int rightFrom, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            a += (double) left[leftFrom + i] * right[rightFrom + i];
            b += (double) left[leftFrom + i + 1] * right[rightFrom + i + 1];
            c += (double) left[leftFrom + i + 2] * right[rightFrom + i + 2];
            d += (double) left[leftFrom + i + 3] * right[rightFrom + i + 3];
        }
        for (; i < n; i++) {
            a += (double) left[leftFrom + i] * right[rightFrom + i];
        }
        return (a + b) + (c + d);
    }
}
