package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.Histogram;
import tech.tablesaw.plotly.api.LinePlot;
import tech.tablesaw.plotly.api.PiePlot;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.BarTrace;
import tech.tablesaw.plotly.traces.Scatter3DTrace;
import tech.tablesaw.plotly.traces.ScatterTrace;

class ForeignFigureTest {
    /** Everything that Tablesaw's own HTML does not stand; it keeps the backslash and the apostrophe in titles, too. */
    private static final String HOSTILE =
            "</script><script>alert(1)</script> \"q\" 'p' \\ \n {a: 1}, var layout = {x: 1}; 🧀 \u202eשלום $x$ <b>bold</b>";

    private static Table table(int rows) {
        return Table.create("t")
                .addColumns(
                        StringColumn.create(
                                "name",
                                IntStream.range(0, rows)
                                        .mapToObj(i -> i == 0 ? HOSTILE : "row " + i)
                                        .toList()),
                        DoubleColumn.create(
                                "x",
                                IntStream.range(0, rows).mapToDouble(i -> i).toArray()),
                        DoubleColumn.create(
                                "y",
                                IntStream.range(0, rows)
                                        .mapToDouble(i -> i == 1 ? Double.NaN : 2.5 * i)
                                        .toArray()));
    }

    private static Figure hostileBars() {
        Table table = table(3);
        return new Figure(
                Layout.builder(HOSTILE, HOSTILE, "y").build(),
                BarTrace.builder(table.categoricalColumn("name"), table.numberColumn("y"))
                        .name(HOSTILE)
                        .build());
    }

    @Test
    void titlesAreObjectsNumbersAreNumbersAndNanIsNull() {
        SafeFigure figure = SafeFigure.of(LinePlot.create("a title", table(3), "x", "y"));

        assertThat(figure.title()).isEqualTo("a title");
        assertThat(figure.spec().at("/layout/title/text").asText()).isEqualTo("a title");
        assertThat(figure.spec().at("/layout/xaxis/title/text").asText()).isEqualTo("x");
        assertThat(figure.spec().at("/data/0/x").toString()).isEqualTo("[0.0,1.0,2.0]");
        assertThat(figure.spec().at("/data/0/y").toString()).isEqualTo("[0.0,null,5.0]");
    }

    @Test
    void textOfAUserArrivesWholeAndEscaped() {
        SafeFigure figure = SafeFigure.of(hostileBars());

        JsonNode trace = figure.spec().at("/data/0");
        String expected =
                "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; \"q\" 'p' \\ <br> {a: 1}, var layout = {x: 1}; 🧀 "
                        + "שלום &#36;x&#36; <b>bold</b>";
        assertThat(trace.path("x").path(0).asText()).isEqualTo(expected);
        assertThat(trace.path("name").asText()).isEqualTo(expected);
        assertThat(figure.spec().at("/layout/title/text").asText()).isEqualTo(expected);
        assertThat(figure.spec().at("/layout/xaxis/ticktext/1").asText()).isEqualTo("row 1");
        assertThat(figure.spec().path("data")).hasSize(1);
    }

    @Test
    void nothingOfAUserEndsTheScriptOrBecomesAnElement() {
        String html = SafeFigure.of(hostileBars()).toHtml();

        assertThat(html.split("(?i)<script", -1)).hasSize(2);
        assertThat(html.split("(?i)</script", -1)).hasSize(2);
        assertThat(html).doesNotContain("<b>bold");
    }

    @Test
    void simpleFiguresHaveAStaticPictureThatShowsTextAsItWasGiven() {
        Matcher picture = Pattern.compile("data:image/svg\\+xml;base64,([^\"]+)")
                .matcher(SafeFigure.of(hostileBars()).toHtml());

        assertThat(picture.find()).isTrue();
        String svg = new String(Base64.getDecoder().decode(picture.group(1)), StandardCharsets.UTF_8);
        assertThat(svg).contains("row 1", "&lt;/script&gt;").doesNotContain("&amp;lt;", "<script");
        assertThat(SafeFigure.of(Histogram.create("h", table(9), "x")).toHtml()).contains("<img class=\"static\"");
        assertThat(SafeFigure.of(LinePlot.create("l", table(9), "x", "y")).staticPng(60_000))
                .isPresent();
    }

    @Test
    void otherFiguresSayWhatTheyAreInsteadOfBeingBlank() {
        String html =
                SafeFigure.of(PiePlot.create("shares", table(3), "name", "x")).toHtml();

        assertThat(html).contains("shares", "pie of 3 points", "drawn where scripts run", "Plotly.newPlot");
        assertThat(html).doesNotContain("<img");
    }

    @Test
    void kindsThatOurPlotlyDoesNotKnowAreNotHandedToIt() {
        double[] numbers = {1, 2};
        SafeFigure figure = SafeFigure.of(new Figure(Scatter3DTrace.builder(
                        DoubleColumn.create("x", numbers),
                        DoubleColumn.create("y", numbers),
                        DoubleColumn.create("z", numbers))
                .build()));

        assertThat(figure.isDrawn()).isFalse();
        assertThat(figure.toHtml()).contains("does not draw scatter3d").doesNotContain("<script");
    }

    @Test
    void longTracesAreThinnedAlikeInAllTheirArrays() {
        double[] x = IntStream.range(0, 20_000).mapToDouble(i -> i).toArray();
        String[] text = new String[x.length];
        Arrays.setAll(text, i -> "point " + i);
        SafeFigure figure =
                SafeFigure.of(new Figure(ScatterTrace.builder(x, x).text(text).build()));

        JsonNode trace = figure.spec().at("/data/0");
        assertThat(trace.path("x")).hasSize(5_000);
        assertThat(trace.path("text").path(10).asText()).isEqualTo("point 40");
        assertThat(trace.path("y").path(10).asDouble()).isEqualTo(40);
        assertThat(figure.keyNumbers()).contains("20000 points, every 4th drawn");
    }

    @Test
    void aFigureThatCannotBeReadSaysSo() {
        Figure broken = new Figure() {
            @Override
            public String asJavascript(String div) {
                return "var trace0 = {x: [1, 2";
            }
        };

        assertThat(SafeFigure.of(broken).toHtml()).contains("could not be read");
    }

    @Test
    void aSafeFigureStaysItself() {
        SafeFigure figure = Figures.training(java.util.List.of());

        assertThat(SafeFigure.of(figure)).isSameAs(figure);
    }
}
