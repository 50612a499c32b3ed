package io.github.dmu4j.report;

import static io.github.dmu4j.report.SafeFigureTest.HOSTILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.PixelImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final PixelImage PICTURE = new PixelImage(2, 2, 1, new byte[] {0, 50, 100, 127});

    /** Everything that a report can hold, hostile text wherever text is. */
    private static HtmlReport hostileReport() {
        List<PairingResult> results = List.of(
                PairingResult.of(HOSTILE, 1, HOSTILE, "old-to-old", HOSTILE, 0.5),
                PairingResult.of(HOSTILE, 1, HOSTILE, "new-to-adapted", HOSTILE, 0.6),
                PairingResult.of(HOSTILE, 2, HOSTILE, "new-to-adapted", HOSTILE, 0.7));
        NeighbourPanel panel = new NeighbourPanel(
                HOSTILE,
                HOSTILE,
                PICTURE,
                List.of(new NeighbourPanel.Row(
                        HOSTILE,
                        List.of(
                                new NeighbourPanel.Neighbour(HOSTILE, HOSTILE, PICTURE, 0.5, true),
                                new NeighbourPanel.Neighbour("g", "other", PICTURE, 0.25, false)))));
        HtmlReport report = HtmlReport.of(
                        new ReportHeader(HOSTILE, HOSTILE, true, Map.of(HOSTILE, HOSTILE)), new Verdict(true, HOSTILE))
                .withResults(results)
                .withNeighbours(new NeighbourPanels(List.of(panel)))
                .withTable(HOSTILE, ResultTables.longForm(results), HOSTILE)
                .withText(HOSTILE, HOSTILE);
        for (SafeFigure figure : SafeFigureTest.hostileFigures()) {
            report = report.withFigure(HOSTILE, figure, HOSTILE);
        }
        return report;
    }

    /** The page without plotly.js, whose own text is not ours. */
    private static String withoutPlotly(String html) {
        return html.replace(PlotlyBundle.script(), "");
    }

    @Test
    void noTextOfAUserBecomesMarkup() {
        String page = withoutPlotly(hostileReport().html());

        assertThat(page).doesNotContain("<script>alert", "alert(1)</script", "\u202e", "\u0000");
        int scripts = page.split("(?i)<script", -1).length - 1;
        assertThat(scripts).isEqualTo(1 + 2 + 8 + 1); // plotly.js, two of the results, the eight figures, the theme
        assertThat(page.split("(?i)</script", -1).length - 1).isEqualTo(scripts);
    }

    @Test
    void nothingIsLoadedFromAnywhere() {
        String html = hostileReport().html();
        String page = withoutPlotly(html).replace(PlotlyBundle.licence(), "");

        assertThat(html)
                .contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data: "
                        + "blob:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">");
        assertThat(page)
                .doesNotContainPattern("(?i)(https?:)?//[a-z0-9.-]+\\.[a-z]")
                .doesNotContain("@import", "<link");
        Matcher sources = Pattern.compile("(?i)(?:src|href)=\"([^\"]*)\"").matcher(page);
        int found = 0;
        while (sources.find()) {
            assertThat(sources.group(1)).startsWith("data:image/");
            found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(10 + 3); // the static pictures and the neighbours
    }

    @Test
    void syntheticDataSaysSoAndRealDataDoesNot() {
        Verdict verdict = new Verdict(false, "not compatible: x");
        String synthetic = HtmlReport.of(new ReportHeader("t", "glyphs", true, Map.of()), verdict)
                .html();
        String real = HtmlReport.of(new ReportHeader("t", "photos", false, Map.of()), verdict)
                .html();

        assertThat(synthetic).contains("<span class=\"badge\">synthetic data</span>");
        assertThat(real).doesNotContain("synthetic data");
        assertThat(real).contains("not compatible: x", "verdict no", "✗");
    }

    @Test
    void neighboursAreMarkedBySignAndBorderAndTheirPicturesDecode() throws Exception {
        String page = withoutPlotly(hostileReport().html());

        assertThat(page).contains("border:3px solid #009e73", "border:3px dashed #d55e00", "✓", "✗", "1 of 2 right");
        Matcher picture = Pattern.compile("data:image/png;base64,([^\"]+)").matcher(page);
        assertThat(picture.find()).isTrue();
        byte[] png = Base64.getDecoder().decode(picture.group(1));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getRaster().getSample(1, 1, 0))
                .isEqualTo(127);
    }

    @Test
    void theSameInputGivesTheSameBytes() {
        assertThat(hostileReport().html()).isEqualTo(hostileReport().html());
    }

    @Test
    void withReturnsACopy() {
        HtmlReport report =
                HtmlReport.of(new ReportHeader("t", "d", false, Map.of()), new Verdict(true, "compatible: x"));
        report.withText("more", "text");
        assertThat(report.html()).doesNotContain(">more<");
        assertThat(report).hasToString("compatible: x\n\nsave(path) to read it in a browser");
    }

    @Test
    void savedReportIsWholeAndAFolderThatCannotBeMadeIsAClearError(@TempDir Path folder) throws Exception {
        HtmlReport report =
                HtmlReport.of(new ReportHeader("t", "d", false, Map.of()), new Verdict(true, "compatible: x"));

        report.save(folder.resolve("new/report.html"));

        assertThat(Files.readString(folder.resolve("new/report.html"))).isEqualTo(report.html());
        assertThatThrownBy(() -> report.save(folder.resolve("new/report.html/below.html")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("cannot write");
    }

    @Test
    void plotlyIsTheOneWhoseSumIsOnRecordAndItsLicenceTravelsWithIt() {
        String script = PlotlyBundle.script(); // checks its own sha256
        String html = HtmlReport.of(new ReportHeader("t", "d", false, Map.of()), new Verdict(true, "x"))
                .html();

        assertThat(script).contains("plotly.js (cartesian - minified) v4.1.1");
        assertThat(script.toLowerCase(java.util.Locale.ROOT)).doesNotContain("</script", "<script", "<!--");
        assertThat(html).contains(script, "Permission is hereby granted");
        assertThat(PlotlyBundle.gzip()).startsWith(0x1f, 0x8b).hasSizeLessThan(500_000);
    }
}
