package io.github.dmu4j.bridge.rich;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.retrieval.Metric.hitRateAt;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.EmbeddingModel;
import io.github.dmu4j.SequenceReport;
import io.github.dmu4j.UpgradedSequence;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.ImageDataset;
import io.github.dmu4j.data.SequenceSplit;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.model.Backbones;
import io.github.dmu4j.model.ResNet;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a sequence of upgrades and its report show, of three generations on a few small drawings. */
class SequenceDisplayTest {
    private static final ResNet NET = Backbones.resNet10(8).widths(4, 4, 4);

    private static UpgradeData second;
    private static EmbeddingModel first;
    private static UpgradedSequence sequence;

    private final Renderer renderer = new Renderer();

    @BeforeAll
    static void train() {
        ImageDataset glyphs = Datasets.glyphs(
                GlyphSettings.frozen().withClasses(12).withImagesPerClass(6).withSize(16));
        SequenceSplit growth = SequenceSplit.ofImages(3);
        second = glyphs.split(growth.step(2), 7);
        first = EmbeddingModel.training(NET, second.oldTraining())
                .epochs(1)
                .batchSize(8)
                .device(cpu())
                .train();
        sequence = upgrade()
                .from(first)
                .to(NET)
                .withSelectiveCompatibility(dmu ->
                        dmu.withForwardAdaptation(a -> a.hidden(8).epochs(1).batchSize(32)))
                .on(second)
                .epochs(1)
                .batchSize(8)
                .device(cpu())
                .seed(5)
                .then(NET, glyphs.split(growth.step(3), 7))
                .train();
    }

    @AfterAll
    static void free() {
        sequence.close();
        first.close();
    }

    private DisplayData shown(Object value) {
        new RichDisplay().register(renderer);
        return renderer.render(value);
    }

    private String html(Object value) {
        return String.valueOf(shown(value).getData(MIMEType.TEXT_HTML));
    }

    @Test
    void reportHasVerdictTablesStaticPictureAndText() {
        SequenceReport report = sequence.evaluate(mAP(), hitRateAt(1));

        DisplayData data = shown(report);
        String html = String.valueOf(data.getData(MIMEType.TEXT_HTML));

        assertThat(html)
                .contains(report.verdict().sentence(), report.subjectLine())
                .contains("<table class=\"dataframe\"", "v1 to v2", "v2 to v3", ">AC</th>", ">BC</th>")
                .containsOnlyOnce("<img class=\"static\"")
                .containsPattern("data:image/(png|svg\\+xml);base64,")
                .contains("Plotly.newPlot", "by query and gallery model", "saveHtml(path)");
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo(report.toString());
        assertThat(report.toString().lines())
                .hasSizeLessThanOrEqualTo(12)
                .anyMatch(line -> line.startsWith("  query by v3"));
    }

    @Test
    void withoutScriptsThePictureStaysAndNothingThatAUserNamesRuns() {
        System.setProperty(FigureHtml.PROPERTY, "static");
        try {
            String html = html(sequence.evaluateOn(second.test(), RichDisplayTest.HOSTILE, mAP()));

            assertThat(html)
                    .contains("<img class=\"static\"", "&lt;script&gt;alert(1)", "&lt;img src=x")
                    .doesNotContain("<script", "<img src=x", "\u202e");
        } finally {
            System.clearProperty(FigureHtml.PROPERTY);
        }
    }

    @Test
    void sequenceItselfIsASmallTableOfItsText() {
        DisplayData data = shown(sequence);

        assertThat(String.valueOf(data.getData(MIMEType.TEXT_HTML)))
                .contains("<b>upgraded 2 times in a row by DMU</b>", ">models</td>", "v1 to v3", "evaluate(mAP())");
        assertThat(data.getData(MIMEType.TEXT_PLAIN)).isEqualTo(sequence.toString());
    }
}
