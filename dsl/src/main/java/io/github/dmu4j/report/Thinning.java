package io.github.dmu4j.report;

/** Fewer points that look alike: browsers and notebooks suffer from long traces. */
final class Thinning {
    /** The most points a trace may have. */
    static final int TRACE_LIMIT = 5_000;

    private Thinning() {}

    @SuppressWarnings("ArrayRecordComponent")
    record Points(double[] x, double[] y) {}

    /**
     * At most {@code limit} points: of every stretch the least and the largest value, in their order, so that peaks stay;
     * a stretch of NaN stays one gap. First and last point of a short enough input are untouched, because all are.
     *
     * @param limit at least 2
     */
    static Points atMost(int limit, double[] x, double[] y) {
        if (x.length <= limit) {
            return new Points(x, y);
        }
        int stretches = limit / 2;
        double[] fewX = new double[stretches * 2];
        double[] fewY = new double[stretches * 2];
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = (int) ((long) stretch * x.length / stretches);
            int to = (int) ((long) (stretch + 1) * x.length / stretches);
            int least = from;
            int most = from;
            for (int i = from; i < to; i++) {
                if (y[i] < y[least] || Double.isNaN(y[least])) {
                    least = i;
                }
                if (y[i] > y[most] || Double.isNaN(y[most])) {
                    most = i;
                }
            }
            int first = Math.min(least, most);
            int second = Math.max(least, most);
            fewX[2 * stretch] = x[first];
            fewY[2 * stretch] = y[first];
            fewX[2 * stretch + 1] = x[second];
            fewY[2 * stretch + 1] = y[second];
        }
        return new Points(fewX, fewY);
    }
}
