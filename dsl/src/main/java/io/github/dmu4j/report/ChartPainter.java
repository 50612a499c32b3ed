package io.github.dmu4j.report;

import io.github.dmu4j.report.Canvas.Anchor;
import io.github.dmu4j.report.SeriesStyle.Dash;
import io.github.dmu4j.report.SeriesStyle.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws a {@link Chart} as a static picture: title, legend, axes, marks. Background transparent, text and grid in a grey
 * that can be read on white and on black, because nobody knows on which page the picture will stand.
 */
final class ChartPainter {
    /** The usual width of a static picture, in pixels. */
    static final int WIDTH = 760;

    /** Contrast 4.3 to 1 on white, 4.9 to 1 on black. */
    static final String TEXT = "#7a7a7a";

    /** What stands on bars is white and dark, to be seen on every bar and every page. */
    static final String WHITE = "#ffffff";

    static final String DARK = "#333333";

    private static final String GRID = "#8c8c8c";
    private static final int WANTED_TICKS = 6;
    private static final double TICK_HEIGHT = 20;
    private static final int LABEL_LIMIT = 30;

    private final Chart chart;
    private final Canvas canvas;
    private final double[] xRange;
    private final double[] yRange;
    private final boolean turnLabels;
    private double left;
    private double right;
    private double top;
    private double bottom;

    private ChartPainter(Chart chart, Canvas canvas) {
        this.chart = chart;
        this.canvas = canvas;
        this.xRange = chart.range(true);
        this.yRange = chart.range(false);
        double widest = chart.x().labels().stream()
                .mapToDouble(label -> width(shown(label), 12))
                .max()
                .orElse(0);
        this.turnLabels = widest + 8
                > (chart.width() - 90.0) / Math.max(1, chart.x().labels().size());
    }

    static void paint(Chart chart, Canvas canvas, boolean withTitle) {
        new ChartPainter(chart, canvas).paint(withTitle);
    }

    private void paint(boolean withTitle) {
        top = 8;
        if (withTitle) {
            canvas.text(12, 26, SafeText.shorten(chart.title(), 84), Anchor.START, 16, TEXT, true, 0);
            top = 38;
        }
        legend();
        margins();
        grid();
        for (Chart.Mark mark : chart.marks()) {
            draw(mark);
        }
    }

    /** One entry: the swatch is what the mark looks like. */
    private record Entry(String name, SeriesStyle style, Chart.Mark mark) {}

    private void legend() {
        List<Entry> entries = new ArrayList<>();
        for (Chart.Mark mark : chart.marks()) {
            if (mark instanceof Chart.Bars bars) {
                entries.add(new Entry(bars.name(), bars.style(), mark));
            } else if (mark instanceof Chart.Line line) {
                entries.add(new Entry(line.name(), line.style(), mark));
            } else if (mark instanceof Chart.Dots dots) {
                entries.add(new Entry(dots.name(), dots.style(), mark));
            } else if (mark instanceof Chart.Rule rule) {
                entries.add(new Entry(rule.name(), rule.style(), mark));
            }
        }
        entries.removeIf(entry -> entry.name().isEmpty());
        if (entries.isEmpty()) {
            top += 8;
            return;
        }
        double x = 12;
        double y = top + 12;
        for (Entry entry : entries) {
            String name = SafeText.shorten(entry.name(), 60);
            double needed = 32 + width(name, 12) + 18;
            if (x + needed > chart.width() && x > 12) {
                x = 12;
                y += 20;
            }
            swatch(entry, x, y - 4);
            canvas.text(x + 30, y, name, Anchor.START, 12, TEXT, false, 0);
            x += needed;
        }
        top = y + 16;
    }

    private void swatch(Entry entry, double x, double y) {
        SeriesStyle style = entry.style();
        if (entry.mark() instanceof Chart.Bars) {
            canvas.rectangle(x + 4, y - 6, 18, 12, style.color(), style.pattern());
        } else if (entry.mark() instanceof Chart.Dots) {
            canvas.marker(x + 13, y, 4.5, style.marker(), style.color(), WHITE);
        } else {
            canvas.line(x, y, x + 26, y, style.color(), 2, style.dash());
            if (entry.mark() instanceof Chart.Line line && line.markers()) {
                canvas.marker(x + 13, y, 4, style.marker(), style.color(), WHITE);
            }
        }
    }

    private void margins() {
        double labels = 0;
        for (Tick tick : ticks(chart.y(), yRange, wantedTicks())) {
            labels = Math.max(labels, width(tick.label(), 12));
        }
        left = Math.min(12 + labels + (chart.y().title().isEmpty() ? 0 : 22) + 8, chart.width() / 2.0);
        right = chart.width() - 16;
        double below = 22;
        if (turnLabels) {
            double widest = 0;
            for (String label : chart.x().labels()) {
                widest = Math.max(widest, width(shown(label), 12));
            }
            below = 16 + widest * Math.sin(Math.toRadians(30));
        }
        bottom = chart.height() - below - (chart.x().title().isEmpty() ? 6 : 26);
    }

    /** Of the y axis: fewer where a legend of many rows leaves little room. */
    private int wantedTicks() {
        double room = chart.height() - top - 48;
        return (int) Math.max(2, Math.min(WANTED_TICKS, room / TICK_HEIGHT));
    }

    private record Tick(double at, String label) {}

    private static List<Tick> ticks(Chart.Axis axis, double[] range, int wanted) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < axis.labels().size(); i++) {
            ticks.add(new Tick(i, shown(axis.labels().get(i))));
        }
        if (!axis.isCategorical()) {
            for (double at : Ticks.between(range[0], range[1], wanted)) {
                ticks.add(new Tick(at, Ticks.label(at, range[0], range[1], wanted)));
            }
        }
        return ticks;
    }

    private void grid() {
        for (Tick tick : ticks(chart.y(), yRange, wantedTicks())) {
            double y = y(tick.at());
            if (!chart.y().isCategorical()) {
                canvas.line(left, y, right, y, GRID, 0.4, Dash.SOLID);
            }
            canvas.text(left - 8, y + 4, tick.label(), Anchor.END, 12, TEXT, false, 0);
        }
        for (Tick tick : ticks(chart.x(), xRange, WANTED_TICKS)) {
            double x = x(tick.at());
            if (!chart.x().isCategorical()) {
                canvas.line(x, top, x, bottom, GRID, 0.4, Dash.SOLID);
            }
            if (turnLabels) {
                canvas.text(x + 4, bottom + 16, tick.label(), Anchor.END, 12, TEXT, false, -30);
            } else {
                canvas.text(x, bottom + 18, tick.label(), Anchor.MIDDLE, 12, TEXT, false, 0);
            }
        }
        canvas.line(left, bottom, right, bottom, GRID, 1, Dash.SOLID);
        if (!chart.x().title().isEmpty()) {
            String title = SafeText.shorten(chart.x().title(), 90);
            canvas.text((left + right) / 2, chart.height() - 8, title, Anchor.MIDDLE, 13, TEXT, false, 0);
        }
        if (!chart.y().title().isEmpty()) {
            String title = SafeText.shorten(chart.y().title(), 40);
            canvas.text(18, (top + bottom) / 2, title, Anchor.MIDDLE, 13, TEXT, false, -90);
        }
    }

    private void draw(Chart.Mark mark) {
        if (mark instanceof Chart.Bars bars) {
            bars(bars);
        } else if (mark instanceof Chart.Line line) {
            line(line);
        } else if (mark instanceof Chart.Dots dots) {
            for (int i = 0; i < dots.x().length; i++) {
                if (Double.isFinite(dots.y()[i])) {
                    canvas.marker(
                            x(dots.x()[i]),
                            y(dots.y()[i]),
                            dots.onBars() ? 3.2 : 4.5,
                            dots.style().marker(),
                            dots.onBars() ? WHITE : dots.style().color(),
                            dots.onBars() ? DARK : WHITE);
                }
            }
        } else if (mark instanceof Chart.Rule rule) {
            canvas.line(
                    left,
                    y(rule.y()),
                    right,
                    y(rule.y()),
                    rule.style().color(),
                    2,
                    rule.style().dash());
        } else if (mark instanceof Chart.Cells cells) {
            cells(cells);
        } else if (mark instanceof Chart.Notes notes) {
            for (int i = 0; i < notes.x().length; i++) {
                String color = notes.colors().isEmpty() ? TEXT : notes.colors().get(i);
                double y = y(notes.y()[i]) + (notes.above() ? -8 : 5);
                boolean strong = !notes.above();
                canvas.text(
                        x(notes.x()[i]), y, notes.texts().get(i), Anchor.MIDDLE, strong ? 14 : 11, color, strong, 0);
            }
        }
    }

    private void bars(Chart.Bars bars) {
        for (int i = 0; i < bars.at().length; i++) {
            double value = bars.values()[i];
            if (!Double.isFinite(value)) {
                continue;
            }
            double from = bars.at()[i] - bars.width() / 2;
            double to = bars.at()[i] + bars.width() / 2;
            double x0 = bars.horizontal() ? x(Math.min(0, value)) : x(from);
            double x1 = bars.horizontal() ? x(Math.max(0, value)) : x(to);
            double y0 = bars.horizontal() ? Math.min(y(from), y(to)) : y(Math.max(0, value));
            double y1 = bars.horizontal() ? Math.max(y(from), y(to)) : y(Math.min(0, value));
            canvas.rectangle(
                    x0, y0, x1 - x0, y1 - y0, bars.style().color(), bars.style().pattern());
            if (bars.low() != null && bars.high() != null && !Double.isNaN(bars.low()[i]) && !bars.horizontal()) {
                double middle = x(bars.at()[i]);
                double low = y(bars.low()[i]);
                double high = y(bars.high()[i]);
                interval(middle, low, high, WHITE, 4);
                interval(middle, low, high, DARK, 1.6);
            }
        }
        if (bars.horizontal()) {
            canvas.line(x(0), top, x(0), bottom, TEXT, 1, Dash.SOLID);
        }
    }

    private void interval(double x, double low, double high, String color, double width) {
        canvas.line(x, low, x, high, color, width, Dash.SOLID);
        canvas.line(x - 5, low, x + 5, low, color, width, Dash.SOLID);
        canvas.line(x - 5, high, x + 5, high, color, width, Dash.SOLID);
    }

    private void line(Chart.Line line) {
        Thinning.Points points = Thinning.atMost(1000, line.x(), line.y());
        int start = 0;
        for (int i = 0; i <= points.x().length; i++) {
            if (i == points.x().length || !Double.isFinite(points.y()[i])) {
                if (i - start > 1) {
                    double[] xs = Arrays.copyOfRange(points.x(), start, i);
                    double[] ys = Arrays.copyOfRange(points.y(), start, i);
                    Arrays.setAll(xs, k -> x(xs[k]));
                    Arrays.setAll(ys, k -> y(ys[k]));
                    canvas.polyline(
                            xs, ys, line.style().color(), 2.2, line.style().dash());
                }
                start = i + 1;
            } else if (line.markers() || points.x().length == 1) {
                canvas.marker(
                        x(points.x()[i]),
                        y(points.y()[i]),
                        3.6,
                        line.style().marker(),
                        line.style().color(),
                        WHITE);
            }
        }
    }

    private void cells(Chart.Cells cells) {
        for (int row = 0; row < cells.values().length; row++) {
            for (int column = 0; column < cells.values()[row].length; column++) {
                double value = cells.values()[row][column];
                if (Double.isFinite(value)) {
                    double y0 = Math.min(y(row - 0.5), y(row + 0.5));
                    double y1 = Math.max(y(row - 0.5), y(row + 0.5));
                    double x0 = x(column - 0.5);
                    String color = Chart.Cells.color(cells.share(value));
                    canvas.rectangle(x0 + 1, y0 + 1, x(column + 0.5) - x0 - 2, y1 - y0 - 2, color, Pattern.NONE);
                }
            }
        }
    }

    private double x(double value) {
        return left + (value - xRange[0]) / (xRange[1] - xRange[0]) * (right - left);
    }

    private double y(double value) {
        double share = (value - yRange[0]) / (yRange[1] - yRange[0]);
        return chart.y().reversed() ? top + share * (bottom - top) : bottom - share * (bottom - top);
    }

    private static String shown(String label) {
        return SafeText.shorten(label, LABEL_LIMIT);
    }

    /** An estimate for a sans-serif font; wide scripts and emoji count double. */
    private static double width(String text, double size) {
        return text.codePoints()
                        .mapToDouble(point -> point >= 0x1100 ? 1.0 : 0.58)
                        .sum()
                * size;
    }
}
