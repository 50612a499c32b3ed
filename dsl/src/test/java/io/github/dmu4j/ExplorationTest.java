package io.github.dmu4j;

import static ai.djl.Device.cpu;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.data.Scenario.extendedClass;
import static io.github.dmu4j.eval.Pairing.NEW_TO_ADAPTED;
import static io.github.dmu4j.eval.Pairing.NEW_TO_NEW;
import static io.github.dmu4j.eval.Pairing.NEW_TO_OLD;
import static io.github.dmu4j.eval.Pairing.OLD_TO_OLD;
import static io.github.dmu4j.model.Backbones.resNet10;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.model.ResNet;
import io.github.dmu4j.report.NeighbourPanel;
import io.github.dmu4j.report.NeighbourPanels;
import io.github.dmu4j.report.SafeFigure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Everything is checked against the report's own vectors by plain loops; trained once for all tests. */
class ExplorationTest {
    private static final ResNet NET = resNet10(8).widths(4, 4, 4);

    private static EmbeddingModel old;
    private static UpgradedModel upgraded;
    private static UpgradedModel plain;
    private static UpgradeReport report;
    private static UpgradeReport withoutModule;

    @BeforeAll
    static void train() {
        UpgradeData data = Datasets.glyphs(GlyphSettings.frozen()
                        .withClasses(60)
                        .withImagesPerClass(10)
                        .withSize(16)
                        .withDifficulty(0.5, 0.1))
                .split(extendedClass(0.5), 7);
        old = EmbeddingModel.training(NET, data.oldTraining())
                .epochs(1)
                .batchSize(16)
                .device(cpu())
                .train();
        UpgradePlan plan = upgrade()
                .from(old)
                .to(NET)
                .withSelectiveCompatibility(
                        d -> d.withForwardAdaptation(a -> a.hidden(16).epochs(2)))
                .on(data)
                .epochs(2)
                .batchSize(16)
                .device(cpu());
        upgraded = plan.train();
        report = upgraded.evaluate(mAP());
        plain = plan.with(Methods.bct()).train();
        withoutModule = plain.evaluate(mAP());
    }

    @AfterAll
    static void free() {
        plain.close();
        upgraded.close();
        old.close();
    }

    @Test
    void neighboursAreTheClosestOfEveryPairing() {
        NeighbourPanel panel = report.explore().neighbours(3).panels().get(0);

        assertThat(panel.rows())
                .extracting(NeighbourPanel.Row::name)
                .containsExactly(OLD_TO_OLD.id(), NEW_TO_OLD.id(), NEW_TO_ADAPTED.id(), NEW_TO_NEW.id());
        CrossModelVectors vectors = report.vectors();
        int[] best = ranked(vectors.newQueries(), 3, vectors.newGallery());
        assertThat(panel.rows().get(3).neighbours())
                .extracting(NeighbourPanel.Neighbour::id)
                .containsExactly(IntStream.range(0, 5)
                        .mapToObj(i -> report.images().gallery().id(best[i]))
                        .toArray(String[]::new));
    }

    @Test
    void improvedAndWorsenedAreTheExtremesOfDifferentClasses() {
        double[] change = change();
        NeighbourPanels better = report.explore().improved(2);
        NeighbourPanels worse = report.explore().worsened(2);

        assertThat(better.panels().get(0).queryId())
                .isEqualTo(queryWith(DoubleStream.of(change).max().orElseThrow(), change));
        assertThat(worse.panels().get(0).queryId())
                .isEqualTo(queryWith(DoubleStream.of(change).min().orElseThrow(), change));
        assertThat(better.panels()).extracting(NeighbourPanel::queryLabel).doesNotHaveDuplicates();
        assertThat(worse.toString()).contains("✗").contains("NeighbourPanels of 2 queries");
    }

    @Test
    void queryThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> report.explore().neighbours(-1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("there is no query -1");
    }

    @Test
    void regressionsListEveryQueryThatLostWithItsRanks() {
        Regressions found = report.explore().regressions();
        double[] change = change();
        CrossModelVectors vectors = report.vectors();
        FloatMatrix adapted = vectors.adaptedGallery().orElseThrow();

        assertThat(found.worse())
                .isEqualTo((int) DoubleStream.of(change).filter(c -> c < 0).count())
                .isPositive();
        assertThat(found.better())
                .isEqualTo((int) DoubleStream.of(change).filter(c -> c > 0).count());
        assertThat(found.table().rowCount()).isEqualTo(found.worse());
        double before = Double.NEGATIVE_INFINITY;
        for (Row row : found.table()) {
            int query = row.getInt("query");
            assertThat(row.getDouble("change")).isEqualTo(change[query]).isGreaterThanOrEqualTo(before);
            before = row.getDouble("change");
            assertThat(row.getInt("first right before"))
                    .isEqualTo(firstRight(vectors.oldQueries(), query, vectors.oldGallery()));
            assertThat(row.getInt("first right after")).isEqualTo(firstRight(vectors.newQueries(), query, adapted));
        }
    }

    @Test
    void regressionsSayHowGoodTheRightItemsWere() {
        Table table = report.explore().regressions().table();
        int query = table.intColumn("query").get(0);
        double[] scores = upgraded.adapter().scores(report.vectors().oldGallery());
        int[] labels = report.vectors().galleryLabels();
        double expected = IntStream.range(0, labels.length)
                .filter(i -> labels[i] == report.vectors().queryLabels()[query])
                .mapToDouble(i -> scores[i])
                .average()
                .orElseThrow();

        assertThat(table.doubleColumn("discriminativeness").get(0)).isCloseTo(expected, within(1e-12));
        assertThat(report.explore().regressions().sentence()).contains("queries got worse by mAP");
    }

    @Test
    void withoutAnUpgradeModuleNewToOldIsCompared() {
        Exploration inside = withoutModule.explore();

        assertThat(inside.regressions().table().columnNames()).doesNotContain("discriminativeness", "moved and new");
        assertThat(inside.spaces().keyNumbers()).startsWith("new, old;");
        assertThatThrownBy(inside::backfill).hasMessageContaining("BCT has no upgrade module");
        assertThatThrownBy(inside::selection).hasMessageContaining("BCT does not select");
    }

    @Test
    void matrixLeavesOutWhatDoesNotExist() {
        JsonNode rows = report.explore().matrix().spec().get("data").get(0).get("z");

        assertThat(rows.get(0).get(0).asDouble()).isEqualTo(report.value(OLD_TO_OLD, mAP()));
        assertThat(rows.get(0).get(1).isNull()).isTrue();
        assertThat(rows.get(1).get(1).asDouble()).isEqualTo(report.value(NEW_TO_ADAPTED, mAP()));
        assertThat(rows.get(1).get(2).asDouble()).isEqualTo(report.value(NEW_TO_NEW, mAP()));
    }

    @Test
    void spacesShowEveryItemOfAClassThreeTimes() {
        String name =
                report.images().gallery().classNames().get(report.vectors().galleryLabels()[0]);
        SafeFigure figure = report.explore().spaces(name);
        List<String> kinds = new ArrayList<>();
        for (JsonNode trace : figure.spec().get("data")) {
            kinds.add(trace.get("name").asText().replaceAll(".*, ", ""));
            assertThat(trace.get("x").size()).isEqualTo((int)
                    IntStream.of(report.vectors().galleryLabels())
                            .filter(label -> label == report.vectors().galleryLabels()[0])
                            .count());
        }

        assertThat(kinds).containsExactly("new", "adapted", "old");
        assertThatThrownBy(() -> report.explore().spaces("no such class"))
                .hasMessageContaining("no class \"no such class\"");
    }

    @Test
    void trainingIsShownByTermAndEpoch() {
        JsonNode traces = report.explore().losses().spec().get("data");

        assertThat(traces)
                .extracting(trace -> trace.get("name").asText())
                .containsExactly("classification", "compatibility");
        assertThat(traces.get(0).get("x").size()).isEqualTo(2);
        assertThat(report.explore().validation().keyNumbers()).isNotEmpty();
    }

    private static double[] change() {
        double[] before = perQuery(OLD_TO_OLD);
        double[] after = perQuery(NEW_TO_ADAPTED);
        return IntStream.range(0, before.length)
                .mapToDouble(q -> after[q] - before[q])
                .toArray();
    }

    private static double[] perQuery(Pairing pairing) {
        return report.score(pairing, mAP()).orElseThrow().perQuery();
    }

    private static String queryWith(double value, double[] change) {
        int query = IntStream.range(0, change.length)
                .filter(q -> change[q] == value)
                .reduce(value > 0 ? (a, b) -> b : (a, b) -> a)
                .orElseThrow();
        return report.images().queries().id(query);
    }

    /** Gallery rows, best first. */
    private static int[] ranked(FloatMatrix queries, int query, FloatMatrix gallery) {
        return IntStream.range(0, gallery.rows())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -dot(queries, query, gallery, i))
                        .thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int firstRight(FloatMatrix queries, int query, FloatMatrix gallery) {
        int[] order = ranked(queries, query, gallery);
        for (int rank = 0; rank < order.length; rank++) {
            if (report.vectors().galleryLabels()[order[rank]]
                    == report.vectors().queryLabels()[query]) {
                return rank + 1;
            }
        }
        throw new AssertionError("no right item");
    }

    private static double dot(FloatMatrix a, int i, FloatMatrix b, int j) {
        double sum = 0;
        for (int c = 0; c < a.columns(); c++) {
            sum += (double) a.get(i, c) * b.get(j, c);
        }
        return sum;
    }
}
