package io.github.dmu4j.retrieval;

import java.util.Arrays;

/**
 * A metric along a backfill: m(beta) with the share beta of the gallery replaced by new vectors, straight lines between
 * the measured points. Source: Jaeckle et al., "FastFill: Efficient Compatible Model Update", ICLR 2023, for the area;
 * the other figures are ours.
 */
public final class BackfillCurve {
    private final double[] shares;
    private final double[] values;

    private BackfillCurve(double[] shares, double[] values) {
        this.shares = shares;
        this.values = values;
    }

    /**
     * Copies the measured points.
     *
     * @param shares strictly ascending from exactly 0 to exactly 1
     * @param values the metric at each share
     * @throws IllegalArgumentException if the shares are not such, or the lengths differ
     */
    public static BackfillCurve of(double[] shares, double[] values) {
        if (shares.length != values.length) {
            throw new IllegalArgumentException(shares.length + " shares but " + values.length + " values");
        }
        boolean isAscending = shares.length >= 2 && shares[0] == 0 && shares[shares.length - 1] == 1;
        for (int i = 1; i < shares.length; i++) {
            isAscending &= shares[i] > shares[i - 1];
        }
        if (!isAscending) {
            throw new IllegalArgumentException("backfilled shares " + Arrays.toString(shares)
                    + "; they must ascend strictly from 0 to 1, both ends included");
        }
        return new BackfillCurve(shares.clone(), values.clone());
    }

    /** AUBC: the area under the curve by trapezoids, in the metric's unit. */
    public double area() {
        double area = 0;
        for (int i = 1; i < shares.length; i++) {
            area += (shares[i] - shares[i - 1]) * (values[i] + values[i - 1]) / 2;
        }
        return area;
    }

    /** (AUBC - m(0)) / (m(1) - m(0)): 0.5 for a straight line, more when the gain comes early; NaN without a change. */
    public double normalisedArea() {
        double gain = totalGain();
        return gain == 0 ? Double.NaN : (area() - values[0]) / gain;
    }

    /**
     * beta@p: the smallest share at which the curve has reached a part of the total gain, between points by straight
     * line; NaN when the backfill gains nothing.
     *
     * @param part of the gain m(1) - m(0), in [0, 1]; 0.9 gives beta@90
     */
    public double shareReaching(double part) {
        if (!(totalGain() > 0)) {
            return Double.NaN;
        }
        double target = values[0] + part * totalGain();
        for (int i = 0; i < shares.length; i++) {
            if (values[i] >= target) {
                return i == 0
                        ? 0
                        : shares[i - 1]
                                + (shares[i] - shares[i - 1]) * (target - values[i - 1]) / (values[i] - values[i - 1]);
            }
        }
        return 1; // rounding of the target above m(1)
    }

    /** Monotonicity violations: how many steps lead to a smaller value. */
    public int falls() {
        int falls = 0;
        for (int i = 1; i < values.length; i++) {
            falls += values[i] < values[i - 1] ? 1 : 0;
        }
        return falls;
    }

    /** How far the curve falls below its highest earlier value, at most; 0 for a curve that never falls. */
    public double deepestFall() {
        double highest = values[0];
        double deepest = 0;
        for (double value : values) {
            highest = Math.max(highest, value);
            deepest = Math.max(deepest, highest - value);
        }
        return deepest;
    }

    private double totalGain() {
        return values[values.length - 1] - values[0];
    }
}
