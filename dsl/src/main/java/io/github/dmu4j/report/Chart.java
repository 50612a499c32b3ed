package io.github.dmu4j.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a figure shows, before anybody draws it: axes and marks in data coordinates. Categories are the positions 0, 1,
 * 2, ... of an axis with labels, so that plotly.js and the static picture place everything alike.
 *
 * @param title the figure's title
 * @param keyNumbers what the figure says in words, for the alternative text and plain terminals
 * @param width of the static picture, in pixels; a plotly.js figure is as wide as its page allows
 * @param height in pixels
 */
record Chart(String title, String keyNumbers, Axis x, Axis y, int width, int height, List<Mark> marks) {
    Chart {
        marks = List.copyOf(marks);
    }

    /** Of the usual width. */
    Chart(String title, String keyNumbers, Axis x, Axis y, int height, List<Mark> marks) {
        this(title, keyNumbers, x, y, ChartPainter.WIDTH, height, marks);
    }

    /**
     * An axis.
     *
     * @param labels categories; empty for a numeric axis
     * @param min the least value shown; NaN to follow the marks
     * @param max the largest value shown; NaN to follow the marks
     * @param reversed whether the first category is at the top
     */
    record Axis(String title, List<String> labels, double min, double max, boolean reversed) {
        Axis {
            labels = List.copyOf(labels);
        }

        static Axis numeric(String title) {
            return new Axis(title, List.of(), Double.NaN, Double.NaN, false);
        }

        static Axis between(String title, double min, double max) {
            return new Axis(title, List.of(), min, max, false);
        }

        static Axis categories(String title, List<String> labels) {
            return new Axis(title, labels, -0.5, labels.size() - 0.5, false);
        }

        Axis fromTheTop() {
            return new Axis(title, labels, min, max, true);
        }

        boolean isCategorical() {
            return !labels.isEmpty();
        }
    }

    /** Something that is drawn. */
    sealed interface Mark permits Bars, Line, Dots, Rule, Cells, Notes {}

    /**
     * Bars from zero.
     *
     * @param name in the legend; empty to stay out of it
     * @param at positions along the category axis
     * @param width in the units of that axis
     * @param low lower ends of the intervals; null without intervals, NaN for a bar that has none
     * @param hover one text a bar
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Bars(
            String name,
            SeriesStyle style,
            boolean horizontal,
            double[] at,
            double width,
            double[] values,
            double @Nullable [] low,
            double @Nullable [] high,
            List<String> hover)
            implements Mark {}

    /** A line through points; NaN leaves a gap. */
    @SuppressWarnings("ArrayRecordComponent")
    record Line(String name, SeriesStyle style, boolean markers, double[] x, double[] y) implements Mark {}

    /** Single points; those on bars look different, to be seen there. */
    @SuppressWarnings("ArrayRecordComponent")
    record Dots(String name, SeriesStyle style, boolean onBars, double[] x, double[] y, List<String> hover)
            implements Mark {}

    /** A horizontal line across the whole figure. */
    record Rule(String name, SeriesStyle style, double y) implements Mark {}

    /** A heat map: {@code values[row][column]} at y = row, x = column; NaN stays empty. */
    @SuppressWarnings("ArrayRecordComponent")
    record Cells(double[][] values, double min, double max) implements Mark {
        private static final int[][] SCALE = {{0xf7, 0xfb, 0xff}, {0x6b, 0xae, 0xd6}, {0x08, 0x30, 0x6b}};

        /** Light to dark blue (ColorBrewer "Blues", three stops), readable without colour by its lightness. */
        static String color(double share) {
            double place = Math.max(0, Math.min(1, share)) * (SCALE.length - 1);
            int from = Math.min((int) place, SCALE.length - 2);
            int[] rgb = new int[3];
            for (int i = 0; i < 3; i++) {
                rgb[i] = (int) Math.round(SCALE[from][i] + (place - from) * (SCALE[from + 1][i] - SCALE[from][i]));
            }
            return String.format(java.util.Locale.ROOT, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
        }

        double share(double value) {
            return max > min ? (value - min) / (max - min) : 0.5;
        }
    }

    /**
     * Texts at points.
     *
     * @param above whether the text stands above its point or is centred on it
     * @param colors one a text, or empty for the text colour of the figure
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Notes(double[] x, double[] y, List<String> texts, boolean above, List<String> colors) implements Mark {}

    /** The range of x or y: as the axis asks, else as the marks need with some air; bars and cells include zero. */
    double[] range(boolean horizontalAxis) {
        Axis axis = horizontalAxis ? x : y;
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        boolean fromZero = false;
        for (Mark mark : marks) {
            for (double value : extent(mark, horizontalAxis)) {
                if (Double.isFinite(value)) {
                    range[0] = Math.min(range[0], value);
                    range[1] = Math.max(range[1], value);
                }
            }
            fromZero |= mark instanceof Bars bars && bars.horizontal() == horizontalAxis;
        }
        if (range[0] > range[1]) {
            range = new double[] {0, 1};
        }
        double span = range[1] - range[0];
        double air = span > 0 ? span * 0.06 : Math.max(Math.abs(range[0]) * 0.1, 0.05);
        boolean touchesZero = fromZero && range[0] >= 0;
        double low = touchesZero ? 0 : range[0] - air;
        boolean texts = !horizontalAxis && marks.stream().anyMatch(mark -> mark instanceof Notes n && n.above());
        double high = fromZero && range[1] <= 0 && range[0] < 0 ? 0 : range[1] + (texts ? 1.6 : 1) * air;
        return new double[] {Double.isNaN(axis.min()) ? low : axis.min(), Double.isNaN(axis.max()) ? high : axis.max()};
    }

    private static double[] extent(Mark mark, boolean horizontalAxis) {
        if (mark instanceof Bars bars) {
            if (bars.horizontal() != horizontalAxis) {
                List<Double> ends = new ArrayList<>();
                for (double at : bars.at()) {
                    ends.add(at - bars.width() / 2);
                    ends.add(at + bars.width() / 2);
                }
                return ends.stream().mapToDouble(Double::doubleValue).toArray();
            }
            return join(join(new double[] {0}, bars.values()), join(orEmpty(bars.low()), orEmpty(bars.high())));
        } else if (mark instanceof Line line) {
            return horizontalAxis ? line.x() : line.y();
        } else if (mark instanceof Dots dots) {
            return horizontalAxis ? dots.x() : dots.y();
        } else if (mark instanceof Rule rule) {
            return horizontalAxis ? new double[0] : new double[] {rule.y()};
        } else if (mark instanceof Notes notes) {
            return horizontalAxis ? notes.x() : notes.y();
        }
        return new double[0]; // cells stand on two category axes
    }

    private static double[] orEmpty(double @Nullable [] values) {
        return values == null ? new double[0] : values;
    }

    private static double[] join(double[] a, double[] b) {
        double[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
