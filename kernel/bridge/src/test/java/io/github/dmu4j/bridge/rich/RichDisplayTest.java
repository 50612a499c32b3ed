package io.github.dmu4j.bridge.rich;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.dmu4j.Experiments;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Scenario;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.report.Figures;
import io.github.dmu4j.report.NeighbourPanel;
import io.github.dmu4j.report.NeighbourPanels;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.SafeFigure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.api.LinePlot;

/** With jjava's own renderer: what a stock JJava kernel has. */
class RichDisplayTest {
    static final String HOSTILE =
            "</script><script>alert(1)</script><img src=x onerror=alert(1)> \"q\" 'p' \\ \n 🧀 \u202eשלום";

    private final Renderer renderer = new Renderer();

    @BeforeEach
    void register() {
        new RichDisplay().register(renderer);
    }

    private String html(Object value) {
        return String.valueOf(renderer.render(value).getData(MIMEType.TEXT_HTML));
    }

    private String text(Object value) {
        return String.valueOf(renderer.render(value).getData(MIMEType.TEXT_PLAIN));
    }

    private static SafeFigure figure(String method) {
        return Figures.pairings(
                List.of(
                        new PairingResult(method, 1, "s", "old-to-old", "mAP", 0.4, 0.3, 0.5, 9, 0),
                        new PairingResult(method, 1, "s", "new-to-old", "mAP", 0.5, 0.4, 0.6, 9, 0)),
                "mAP");
    }

    @Test
    void itIsFoundByTheServiceThatEveryJJavaKernelLooksFor() {
        assertThat(ServiceLoader.load(Extension.class).stream().map(ServiceLoader.Provider::type))
                .contains(RichDisplay.class);
    }

    @Test
    void aTableIsAnHtmlTableAndAlignedText() {
        Table table = Table.create("scores")
                .addColumns(StringColumn.create("name", "a", "long name"), DoubleColumn.create("v", 1.5, Double.NaN));

        assertThat(html(table)).contains("<table class=\"dataframe\" border=\"1\">", "scores · 2 rows x 2 columns");
        assertThat(text(table).lines())
                .containsExactly(
                        "name           v",
                        "---------  -----",
                        "a          1.500",
                        "long name      –",
                        "2 rows x 2 columns");
        assertThat(html(table.column("v"))).contains("<th style=\"text-align:right\">v</th>");
    }

    @Test
    void aTableWithoutANameOrWithHundredsOfColumnsIsShownToo() {
        Table wide = Table.create();
        for (int i = 0; i < 300; i++) {
            wide.addColumns(DoubleColumn.create("c" + i, new double[] {i}));
        }

        assertThat(html(wide))
                .contains("1 row x 300 columns", "<th>…</th>", ">c299<")
                .doesNotContain(">c30<");
        assertThat(text(wide)).contains("c299").doesNotContain("c30 ");
    }

    @Test
    void anExperimentIsASmallTableOfWhatItWillDo(@TempDir Path root) {
        assertThat(html(Experiments.landmark(root)))
                .contains(
                        "<b>experiment: landmark</b>",
                        ">missing</td>",
                        "GLDv2 training, GLDv2 gallery",
                        "problems(), run()");
    }

    @Test
    void aFigureHasFourFormsOfModestSize() throws Exception {
        DisplayData data = renderer.render(figure("DMU"));

        assertThat(String.valueOf(data.getData(MIMEType.TEXT_HTML)))
                .contains("<img class=\"static\"", "Plotly.newPlot")
                .containsPattern("data:image/(png|svg\\+xml);base64,");
        byte[] png = Base64.getDecoder().decode(String.valueOf(data.getData(MIMEType.IMAGE_PNG)));
        assertThat(png.length).isBetween(1_000, FigureBundle.MAX_PNG_BYTES);
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(700);
        assertThat(data.getData(FigureBundle.PLOTLY)).asString().contains("data=[", "layout={");
        assertThat(String.valueOf(data.getData(MIMEType.TEXT_PLAIN)))
                .startsWith("mAP by query and gallery model")
                .contains("0.500");
    }

    @Test
    void onlyTheFirstFigureBringsPlotly() {
        String first = html(figure("DMU"));
        String second = html(figure("BCT"));

        assertThat(first.length()).isBetween(600_000, 750_000);
        assertThat(first).contains("DecompressionStream");
        assertThat(second.length()).isLessThan(40_000);
        assertThat(second)
                .doesNotContain("DecompressionStream")
                .contains("sha256-eVQhUIVaUsVnJg4xNwldvit0Tm1wKlyr5n2iRpQvuno=");
    }

    @Test
    void modesSendLess() {
        FigureHtml html = new FigureHtml();

        assertThat(html.of(figure("DMU"), FigureHtml.Mode.CDN)).doesNotContain("DecompressionStream");
        assertThat(html.of(figure("DMU"), FigureHtml.Mode.STATIC))
                .doesNotContain("<script")
                .contains("<img class=\"static\"");
        System.setProperty(FigureHtml.PROPERTY, "static");
        try {
            assertThat(html.of(figure("DMU"))).doesNotContain("<script");
        } finally {
            System.clearProperty(FigureHtml.PROPERTY);
        }
    }

    @Test
    void aFigureOfTablesawsOwnIsShownLikeOurs() {
        DoubleColumn x = DoubleColumn.create(
                "x", IntStream.range(0, 9).mapToDouble(i -> i).toArray());
        DisplayData data = renderer.render(
                LinePlot.create("mine", Table.create("t").addColumns(x, x.copy().setName("y")), "x", "y"));

        assertThat(String.valueOf(data.getData(MIMEType.TEXT_HTML))).contains("mine", "<img class=\"static\"");
        assertThat(data.hasDataForType(FigureBundle.PLOTLY)).isTrue();
        assertThat(data.hasDataForType(MIMEType.IMAGE_PNG)).isTrue();
        assertThat(String.valueOf(data.getData(MIMEType.TEXT_PLAIN))).startsWith("mine\nscatter of 9 points");
    }

    @Test
    void setsAndDataAreSummariesWithTheirTextAsPlainForm() {
        EmbeddingSet set = EmbeddingSet.of(FloatMatrix.wrap(2, 1, new float[] {1, 1}));
        UpgradeData data = Datasets.glyphs().split(Scenario.extendedClass(0.3), 7);

        assertThat(text(set)).isEqualTo(set.toString());
        assertThat(html(set)).contains("<b>EmbeddingSet: 2 vectors", ">generation</td>", "next: <code>upgrade()");
        assertThat(html(data)).contains(">old training</td>", "images of 72 classes", "data:image/png;base64,");
        assertThat(html(data.test().queries())).contains(">classes</td>", "data:image/png;base64,");
        assertThat(text(data)).startsWith("glyphs-1 (synthetic), extended-class 0.3, seed 7\n");
    }

    @Test
    void aNextStepInWordsIsNotShownAsCode() {
        assertThat(SummaryHtml.of("moved\nnext: search it")).contains(">next: search it<");
        assertThat(SummaryHtml.of("moved\nnext: save(path)")).contains("next: <code>save(path)</code>");
    }

    @Test
    void imagesArePngAndSmallOnesAreEnlarged() throws Exception {
        PixelImage image = new PixelImage(2, 1, 1, new byte[] {0, (byte) 200});
        Image djl = ImageFactory.getInstance().fromImage(new BufferedImage(120, 10, BufferedImage.TYPE_INT_RGB));

        byte[] png =
                Base64.getDecoder().decode(String.valueOf(renderer.render(image).getData(MIMEType.IMAGE_PNG)));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getRaster().getSample(1, 0, 0))
                .isEqualTo(200);
        assertThat(html(image)).contains("pixelated", "width=\"192\" height=\"96\"");
        assertThat(renderer.render(djl).hasDataForType(MIMEType.IMAGE_PNG)).isTrue();
        assertThat(renderer.render(djl).hasDataForType(MIMEType.TEXT_HTML)).isFalse();
    }

    @Test
    void nothingThatAUserNamesRuns() {
        PixelImage dot = new PixelImage(1, 1, 1, new byte[1]);
        NeighbourPanel panel = new NeighbourPanel(
                HOSTILE,
                HOSTILE,
                dot,
                List.of(new NeighbourPanel.Row(
                        HOSTILE, List.of(new NeighbourPanel.Neighbour(HOSTILE, HOSTILE, dot, 1, true)))));
        Table table = Table.create(HOSTILE).addColumns(StringColumn.create(HOSTILE, HOSTILE));
        EmbeddingSet set = EmbeddingSet.of(
                List.of(HOSTILE),
                FloatMatrix.wrap(1, 1, new float[] {1}),
                new int[] {0},
                List.of(HOSTILE),
                io.github.dmu4j.data.VectorContract.unknown(1));
        System.setProperty(FigureHtml.PROPERTY, "static");
        try {
            for (Object value : List.of(table, new NeighbourPanels(List.of(panel)), panel, set, figure(HOSTILE))) {
                assertThat(html(value)).contains("&lt;script&gt;").doesNotContain("<script", "<img src=x", "\u202e");
            }
            String summary = SummaryHtml.of("first " + HOSTILE + "\n  key   " + HOSTILE + "\n  next " + HOSTILE);
            assertThat(summary).doesNotContain("<script", "<img");
        } finally {
            System.clearProperty(FigureHtml.PROPERTY);
        }
    }
}
