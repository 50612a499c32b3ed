package io.github.dmu4j.bridge.rich;

import ai.djl.modality.cv.Image;
import io.github.dmu4j.ComparisonPlan;
import io.github.dmu4j.EmbeddingModel;
import io.github.dmu4j.Experiment;
import io.github.dmu4j.ExperimentResults;
import io.github.dmu4j.Exploration;
import io.github.dmu4j.MethodComparison;
import io.github.dmu4j.ModelPlan;
import io.github.dmu4j.Regressions;
import io.github.dmu4j.SequencePlan;
import io.github.dmu4j.SequenceReport;
import io.github.dmu4j.UpgradePlan;
import io.github.dmu4j.UpgradeReport;
import io.github.dmu4j.UpgradedModel;
import io.github.dmu4j.UpgradedSequence;
import io.github.dmu4j.Upgrades;
import io.github.dmu4j.VectorPlan;
import io.github.dmu4j.VectorUpgrade;
import io.github.dmu4j.bridge.live.LiveProgress;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.ImageDataset;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.gallery.BackfillPlan;
import io.github.dmu4j.gallery.Gallery;
import io.github.dmu4j.gallery.GalleryStore;
import io.github.dmu4j.gallery.UpgradedGallery;
import io.github.dmu4j.report.HtmlReport;
import io.github.dmu4j.report.NeighbourPanel;
import io.github.dmu4j.report.NeighbourPanels;
import io.github.dmu4j.report.SafeFigure;
import io.github.dmu4j.report.TableHtml;
import io.github.dmu4j.report.TableText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.plotly.components.Figure;

/**
 * What notebooks show for values of the DSL, Tablesaw and DJL. Found by every kernel that has jjava's {@code Extension}
 * service. In a kernel where nobody hears of progress yet, it also shows the progress of runs.
 */
public final class RichDisplay implements Extension {
    private static final List<Class<?>> SUMMARISED = List.of(
            UpgradePlan.class,
            ComparisonPlan.class,
            ModelPlan.class,
            SequencePlan.class,
            Experiment.class,
            VectorPlan.class,
            UpgradedModel.class,
            UpgradedSequence.class,
            EmbeddingModel.class,
            VectorUpgrade.class,
            Exploration.class,
            EmbeddingSet.class,
            Gallery.class,
            GalleryStore.class,
            UpgradedGallery.class,
            BackfillPlan.class,
            HtmlReport.class);

    private final FigureHtml figures = new FigureHtml();

    /** For the service loader. */
    public RichDisplay() {}

    @Override
    public void install(BaseKernel kernel) {
        register(kernel.getRenderer());
        if (Upgrades.defaultListener() == UpgradeListener.NONE) {
            Upgrades.listenWith(LiveProgress.in(kernel));
        }
    }

    void register(Renderer renderer) {
        html(renderer, Table.class, table -> TableHtml.of(table, name(table)), TableText::of);
        html(
                renderer,
                Column.class,
                column -> TableHtml.of(tableOf(column), ""),
                column -> TableText.of(tableOf(column)));
        renderer.createRegistration(Figure.class)
                .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG, FigureBundle.PLOTLY)
                .register((figure, context) -> FigureBundle.put(SafeFigure.of(figure), figures, context));
        html(renderer, UpgradeReport.class, report -> ReportHtml.of(report, figures), Object::toString);
        html(renderer, MethodComparison.class, comparison -> ReportHtml.of(comparison, figures), Object::toString);
        html(renderer, SequenceReport.class, report -> ReportHtml.of(report, figures), Object::toString);
        html(renderer, ExperimentResults.class, results -> ReportHtml.of(results, figures), Object::toString);
        html(renderer, Regressions.class, ReportHtml::of, Object::toString);
        html(renderer, NeighbourPanels.class, NeighbourPanels::toHtml, Object::toString);
        html(
                renderer,
                NeighbourPanel.class,
                panel -> new NeighbourPanels(List.of(panel)).toHtml(),
                panel -> new NeighbourPanels(List.of(panel)).toString());
        for (Class<?> type : SUMMARISED) {
            html(renderer, type, value -> SummaryHtml.of(value.toString()), Object::toString);
        }
        html(
                renderer,
                UpgradeData.class,
                data -> SummaryHtml.of(data.toString()) + ImageHtml.samples(data.newTraining()),
                Object::toString);
        html(
                renderer,
                ImageDataset.class,
                data -> SummaryHtml.of(data.toString()) + ImageHtml.samples(data.images()),
                Object::toString);
        html(
                renderer,
                LabeledImages.class,
                images -> SummaryHtml.of(ImageHtml.summary(images)) + ImageHtml.samples(images),
                ImageHtml::summary);
        image(renderer, PixelImage.class, image -> Optional.of(ImageHtml.png(image)));
        image(renderer, Image.class, ImageHtml::png);
    }

    private static <T> void html(Renderer renderer, Class<T> type, Function<T, String> html, Function<T, String> text) {
        renderer.createRegistration(type).preferring(MIMEType.TEXT_HTML).register((value, context) -> {
            context.renderIfRequested(
                    MIMEType.TEXT_PLAIN, () -> text.apply(value).stripTrailing());
            context.renderIfRequested(MIMEType.TEXT_HTML, () -> html.apply(value));
        });
    }

    private static <T> void image(Renderer renderer, Class<T> type, Function<T, Optional<byte[]>> png) {
        renderer.createRegistration(type)
                .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG)
                .register((value, context) -> png.apply(value).ifPresent(bytes -> image(context, bytes)));
    }

    private static void image(RenderContext context, byte[] png) {
        context.renderIfRequested(MIMEType.IMAGE_PNG, () -> ImageHtml.base64(png));
        if (ImageHtml.isSmall(png)) { // enlarged, without blur; other sizes are shown as they are
            context.renderIfRequested(MIMEType.TEXT_HTML, () -> ImageHtml.enlarged(png));
        }
    }

    private static String name(Table table) {
        String name = table.name();
        return name == null ? "" : name;
    }

    private static Table tableOf(Column<?> column) {
        return Table.create(column.copy());
    }
}
