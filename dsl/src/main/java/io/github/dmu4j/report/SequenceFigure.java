package io.github.dmu4j.report;

import io.github.dmu4j.report.Chart.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lower triangles of query model by gallery model, one above the other in one colour scale. A sign, not the colour, says where an
 * older gallery is searched better than its own model searched it.
 */
final class SequenceFigure {
    /** Beyond it the numbers would run into each other. */
    private static final int MOST_MODELS_WRITTEN = 10;

    private static final int ROW_HEIGHT = 46;

    private final List<String> models;
    private final double[][] cells;
    private final List<String> rowLabels = new ArrayList<>();
    private final List<Double> x = new ArrayList<>();
    private final List<Double> y = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    private SequenceFigure(List<String> models, int triangles) {
        this.models = models;
        this.cells = new double[triangles * (models.size() + 1)][models.size()];
        Arrays.stream(cells).forEach(row -> Arrays.fill(row, Double.NaN));
    }

    static SafeFigure of(List<Triangle> triangles) {
        Triangle first = triangles.get(0);
        SequenceFigure figure = new SequenceFigure(first.models(), triangles.size());
        triangles.forEach(figure::add);
        return figure.draw(first.metric());
    }

    private void add(Triangle triangle) {
        int head = rowLabels.size();
        rowLabels.add("");
        write((models.size() - 1) / 2.0, head, triangle.name(), Double.NaN);
        List<String> said = new ArrayList<>();
        for (int t = 0; t < models.size(); t++) {
            int row = rowLabels.size();
            rowLabels.add(models.get(t));
            for (int k = 0; k <= t; k++) {
                double value = triangle.values()[t][k];
                String text = SafeText.number(value) + (value > triangle.values()[k][k] ? " ✓" : "");
                cells[row][k] = value;
                if (models.size() <= MOST_MODELS_WRITTEN) {
                    write(k, row, text, value);
                }
                said.add(models.get(t) + " on " + models.get(k) + " " + text);
            }
        }
        words.add(triangle.name() + ": " + String.join(", ", said));
    }

    private void write(double column, int row, String text, double value) {
        x.add(column);
        y.add((double) row);
        texts.add(text);
        values.add(value);
    }

    private SafeFigure draw(String metric) {
        double[] all = Arrays.stream(cells)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        Chart.Cells heat = new Chart.Cells(
                cells,
                Arrays.stream(all).min().orElse(0),
                Arrays.stream(all).max().orElse(1));
        List<String> colors = values.stream()
                .map(value -> Double.isNaN(value)
                        ? ChartPainter.TEXT
                        : SeriesStyle.textOn(Chart.Cells.color(heat.share(value))))
                .toList();
        return new SafeFigure(new Chart(
                metric + " by query and gallery model (✓ above the gallery's own model)",
                String.join("; ", words),
                Axis.categories("gallery embedded by", models),
                Axis.categories("query embedded by", rowLabels).fromTheTop(),
                70 + ROW_HEIGHT * rowLabels.size(),
                List.of(heat, new Chart.Notes(Figures.array(x), Figures.array(y), texts, false, colors))));
    }
}
