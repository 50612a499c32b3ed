package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import tech.tablesaw.plotly.components.Page;

class SafeFigureTest {
    static final String HOSTILE =
            "</script><script>alert(1)</script> \"q\" 'p' \\ \n ]]> --> $x$ 🧀 \u202eשלום \u0000 \ud800";

    /** One of every kind of figure, with hostile text wherever text is. */
    static List<SafeFigure> hostileFigures() {
        List<PairingResult> results = List.of(
                new PairingResult(HOSTILE, 1, HOSTILE, "old-to-old", "mAP", 0.5, 0.4, 0.6, 9, 0),
                new PairingResult(HOSTILE, 1, HOSTILE, HOSTILE, "mAP", 0.6, 0.5, 0.7, 9, 0),
                new PairingResult("DMU", 1, HOSTILE, HOSTILE, "mAP", Double.NaN, Double.NaN, Double.NaN, 0, 9));
        TrainingCurve curve = new TrainingCurve(
                HOSTILE, 1, HOSTILE, new int[] {1, 2, 3, 4}, new double[] {1, Double.NaN, Double.POSITIVE_INFINITY, 2});
        return List.of(
                Figures.pairings(results, "mAP"),
                Figures.seeds(results, HOSTILE, "mAP"),
                Figures.training(List.of(curve)),
                Figures.validation(List.of(curve), HOSTILE, 0.5),
                Figures.histogram(new ScoreHistogram(HOSTILE, new double[] {0.1, 0.9, Double.NaN})),
                Figures.classGains(
                        List.of(new ClassGain(HOSTILE, 0.5, 0.6, 3), new ClassGain("b", 0.5, 0.4, 3)), HOSTILE),
                Figures.backfill(
                        List.of(new BackfillCurvePoints(HOSTILE, new double[] {0, 1}, new double[] {0.1, 0.2}, 0.15)),
                        HOSTILE),
                Figures.matrix(new CompatibilityMatrix(
                        HOSTILE, List.of(HOSTILE), List.of("a", HOSTILE), new double[][] {{0.5, Double.NaN}})));
    }

    @Test
    void noTextOfAUserEndsTheScriptAndTheScriptHoldsExactlyTheSpec() throws Exception {
        for (SafeFigure figure : hostileFigures()) {
            String script = figure.asJavascript("target");

            assertThat(script.split("(?i)<script", -1)).hasSize(2);
            assertThat(script.split("(?i)</script", -1)).hasSize(2);
            Matcher spec = Pattern.compile("var spec = (\\{.*\\});\n").matcher(script);
            assertThat(spec.find()).isTrue();
            assertThat(Json.mapper().readTree(spec.group(1)))
                    .isEqualTo(Json.mapper().readTree(figure.spec().toString()));
        }
    }

    @Test
    void aHostileDivNameStaysInItsString() {
        String script = Figures.training(List.of()).asJavascript("x'\"</script><script>alert(1)//");

        assertThat(script.split("(?i)<script", -1)).hasSize(2);
        assertThat(script).contains("Plotly.newPlot(\"x'\\\"\\u003c/script\\u003e");
    }

    @Test
    void specHasEscapedTextTitleObjectsAndNullForWhatIsNoNumber() {
        for (SafeFigure figure : hostileFigures()) {
            String json = figure.spec().toString();

            assertThat(json).doesNotContain("<script", "NaN", "Infinity", "$x$");
            assertThat(figure.spec().at("/layout/title/text").isTextual()).isTrue();
            assertThat(figure.spec().at("/layout/xaxis/title/text").isTextual()).isTrue();
            assertThat(figure.spec().at("/layout/paper_bgcolor").asText()).isEqualTo("rgba(0,0,0,0)");
            figure.spec().path("data").forEach(SafeFigureTest::assertThatNoTemplateIsUsed);
        }
    }

    private static void assertThatNoTemplateIsUsed(JsonNode trace) {
        assertThat(trace.has("hovertemplate")).isFalse();
        assertThat(trace.has("texttemplate")).isFalse();
    }

    @Test
    void nanIsAGapAndNotAPoint() {
        JsonNode line = Figures.training(List.of(
                        new TrainingCurve("DMU", 1, "total", new int[] {1, 2, 3}, new double[] {3, Double.NaN, 1})))
                .spec()
                .at("/data/0");

        assertThat(line.path("y").toString()).isEqualTo("[3.0,null,1.0]");
        assertThat(line.path("connectgaps").asBoolean(true)).isFalse();
    }

    @Test
    void noTraceHasMoreThanFiveThousandPoints() {
        int[] steps = new int[20_000];
        double[] values = new double[20_000];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = i;
            values[i] = Math.sin(i);
        }

        SafeFigure figure = Figures.training(List.of(new TrainingCurve("DMU", 1, "total", steps, values)));

        assertThat(figure.spec().at("/data/0/x").size()).isBetween(4_000, 5_000);
        assertThat(figure.staticSvg().length()).isLessThan(40_000);
    }

    @Test
    void everyStaticPictureIsWellFormedAndKeepsTheTitleAsText() throws Exception {
        for (SafeFigure figure : hostileFigures()) {
            Document svg = parse(figure.staticSvg());

            assertThat(svg.getElementsByTagName("script").getLength()).isZero();
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                    .isEqualTo(SafeText.clean(figure.title()));
            assertThat(figure.staticSvg()).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void barsOfThePictureHaveHeightsInProportionToTheirValues() throws Exception {
        SafeFigure figure = Figures.pairings(
                List.of(
                        PairingResult.of("DMU", 1, "", "old-to-old", "mAP", 0.2),
                        PairingResult.of("DMU", 1, "", "new-to-adapted", "mAP", 0.6)),
                "mAP");

        NodeList bars = parse(figure.staticSvg()).getElementsByTagName("rect");
        int legendSwatches = 1;
        double old = height(bars, legendSwatches);
        double adapted = height(bars, legendSwatches + 1);

        assertThat(adapted / old).isCloseTo(3.0, org.assertj.core.data.Offset.offset(0.01)); // two decimals of a pixel
    }

    private static double height(NodeList bars, int index) {
        return Double.parseDouble(
                bars.item(index).getAttributes().getNamedItem("height").getNodeValue());
    }

    @Test
    void htmlShowsThePictureWithoutAnyScript() {
        for (SafeFigure figure : hostileFigures()) {
            String html = figure.toHtml();

            assertThat(html.split("(?i)<script", -1)).hasSize(2);
            assertThat(html).doesNotContain("alert(1)</script").doesNotContainPattern("(?i)https?://");
            Matcher picture = Pattern.compile("<img class=\"static\" .*src=\"data:image/svg\\+xml;base64,([^\"]+)\"")
                    .matcher(html);
            assertThat(picture.find()).isTrue();
            assertThat(new String(Base64.getDecoder().decode(picture.group(1)), StandardCharsets.UTF_8))
                    .startsWith("<svg ");
        }
    }

    @Test
    void idsDifferEvenForTheSameFigureShownTwice() {
        SafeFigure figure = Figures.training(List.of());
        assertThat(figure.toHtml()).isNotEqualTo(figure.toHtml());
    }

    @Test
    void pngIsAPictureBelowSixtyKilobytes() throws Exception {
        for (SafeFigure figure : hostileFigures()) {
            byte[] png = figure.staticPng().orElseThrow();

            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(950);
            assertThat(png.length).isLessThan(60_000);
        }
    }

    @Test
    void aTablesawPageAcceptsIt() {
        SafeFigure figure = hostileFigures().get(0);

        String page = Page.pageBuilder(figure, "target").build().asJavascript();

        assertThat(page).contains("Plotly.newPlot(\"target\", spec.data", "<div id=\"target\">");
        assertThat(page).doesNotContain("<script>alert");
    }

    @Test
    void specIsACopyThatTheCallerMayChange() {
        SafeFigure figure = Figures.training(List.of());
        figure.spec().removeAll();
        assertThat(figure.spec().has("layout")).isTrue();
    }

    @Test
    void savedFilesAreWhole(@TempDir Path folder) throws Exception {
        SafeFigure figure = hostileFigures().get(0);

        figure.saveSvg(folder.resolve("a.svg"));
        figure.saveHtml(folder.resolve("a.html"));

        assertThat(Files.readString(folder.resolve("a.svg"))).isEqualTo(figure.staticSvg());
        assertThat(Files.readString(folder.resolve("a.html")))
                .contains("<!DOCTYPE html>")
                .endsWith("</html>\n");
    }

    @Test
    void toStringIsShortAndSaysWhatToDoNext() {
        String text = Figures.pairings(List.of(PairingResult.of("DMU", 1, "", "new-to-adapted", "mAP", 0.6123)), "mAP")
                .toString();

        assertThat(text.lines()).hasSize(3).allMatch(line -> !line.isBlank());
        assertThat(text).contains("DMU new-to-adapted 0.612").endsWith("saveHtml(path) or saveSvg(path) to see it");
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
