package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ResultTablesTest {
    private static final List<PairingResult> RESULTS = List.of(
            PairingResult.of("BCT", 1, "s", "new-to-adapted", "mAP", 0.25),
            PairingResult.of("BCT", 1, "s", "old-to-old", "mAP", 0.5),
            PairingResult.of("DMU", 1, "s", "new-to-adapted", "mAP", 0.75),
            PairingResult.of("DMU", 2, "s", "new-to-adapted", "mAP", 0.5));

    @Test
    void longFormHasOneRowAResultAndIsFreshEveryTime() {
        Table table = ResultTables.longForm(RESULTS);

        assertThat(table.columnNames())
                .containsExactly(
                        "method",
                        "seed",
                        "scenario",
                        "pairing",
                        "metric",
                        "value",
                        "low",
                        "high",
                        "queries",
                        "skipped");
        assertThat(table.rowCount()).isEqualTo(4);
        assertThat(table.doubleColumn("value").asDoubleArray()).containsExactly(0.25, 0.5, 0.75, 0.5);
        assertThat(table.doubleColumn("low").isMissing(0)).isTrue();
        table.removeColumns("value");
        assertThat(ResultTables.longForm(RESULTS).columnNames()).contains("value");
    }

    @Test
    void byMetricHasOneRowAMetricAndPairingsInTheirOrder() {
        List<PairingResult> results = List.of(
                PairingResult.of("DMU", 1, "s", "new-to-new", "set A mAP", 0.75),
                PairingResult.of("DMU", 1, "s", "old-to-old", "set A mAP", 0.5),
                PairingResult.of("DMU", 1, "s", "old-to-old", "set B mAP", 0.25));
        assertThat(TableText.of(ResultTables.byMetric(results))).isEqualTo("""
                        metric     old-to-old  new-to-new
                        ---------  ----------  ----------
                        set A mAP       0.500       0.750
                        set B mAP       0.250           –
                        2 rows x 3 columns
                        """);
        assertThatThrownBy(() -> ResultTables.byMetric(List.of(results.get(0), results.get(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("new-to-new set A mAP");
    }

    @Test
    void wideHasOneRowAMethodAndSeedAndPairingsInTheirOrder() {
        assertThat(TableText.of(ResultTables.wide(RESULTS))).isEqualTo("""
                        method  seed  old-to-old mAP  new-to-adapted mAP
                        ------  ----  --------------  ------------------
                        BCT        1           0.500               0.250
                        DMU        1               –               0.750
                        DMU        2               –               0.500
                        3 rows x 4 columns
                        """);
    }

    @Test
    void aTriangleIsMissingAboveItsDiagonal() {
        assertThat(TableText.of(ResultTables.triangle(new Triangle(
                        "mAP", "kept", List.of("v1", "v2"), new double[][] {{0.5}, {0.25, 0.75}}))))
                .isEqualTo("""
                        query by  gallery by v1  gallery by v2
                        --------  -------------  -------------
                        v1                0.500              –
                        v2                0.250          0.750
                        2 rows x 3 columns
                        """);
        assertThatThrownBy(() -> new Triangle("mAP", "kept", List.of("v1", "v2"), new double[][] {{1}, {1}}))
                .hasMessageContaining("row 1 has 1 values");
    }

    @Test
    void numbersOfASequenceSayWhoseQueriesAndWhichGallery() {
        Table table = ResultTables.sequence(List.of(
                new SequenceResult(3, 1, "evolved", PairingResult.of("DMU", 7, "s", "v3-to-v1 evolved", "mAP", 0.25))));

        assertThat(TableText.of(table)).isEqualTo("""
                        method  seed  scenario  query model  gallery model  gallery  metric  value  low  high  queries  skipped
                        ------  ----  --------  -----------  -------------  -------  ------  -----  ---  ----  -------  -------
                        DMU        7  s                   3              1  evolved  mAP     0.250    –     –        0        0
                        1 row x 12 columns
                        """);
    }

    @Test
    void meansAverageOverTheSeeds() {
        assertThat(TableText.of(ResultTables.means(RESULTS))).isEqualTo("""
                        method  seeds  old-to-old mAP  new-to-adapted mAP
                        ------  -----  --------------  ------------------
                        BCT         1           0.500               0.250
                        DMU         2               –               0.625
                        2 rows x 4 columns
                        """);
    }

    @Test
    void overSeedsHasMeanLeastAndLargest() {
        assertThat(TableText.of(ResultTables.overSeeds(RESULTS))).isEqualTo("""
                        scenario  method  pairing         metric   mean  least  largest  seeds
                        --------  ------  --------------  ------  -----  -----  -------  -----
                        s         BCT     new-to-adapted  mAP     0.250  0.250    0.250      1
                        s         BCT     old-to-old      mAP     0.500  0.500    0.500      1
                        s         DMU     new-to-adapted  mAP     0.625  0.500    0.750      2
                        3 rows x 8 columns
                        """);
    }

    @Test
    void scenariosGetAColumnOnlyIfThereAreSeveral() {
        List<PairingResult> two = List.of(
                PairingResult.of("DMU", 1, "a", "new-to-old", "mAP", 0.1),
                PairingResult.of("DMU", 1, "b", "new-to-old", "mAP", 0.2));

        assertThat(ResultTables.wide(two).columnNames()).startsWith("scenario");
        assertThat(ResultTables.wide(RESULTS).columnNames()).doesNotContain("scenario");
    }

    @Test
    void twoValuesForOneCellAreRefused() {
        PairingResult once = RESULTS.get(0);
        assertThatThrownBy(() -> ResultTables.wide(List.of(once, once)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two values for new-to-adapted mAP");
    }

    @Test
    void htmlIsEscapedAlignedAndMarksTheBest() {
        Table table = Table.create(
                "t",
                StringColumn.create("a<b", "x & y", "<script>"),
                DoubleColumn.create("new-to-old mAP", 0.25, 0.5),
                IntColumn.create("n", new int[] {1, 2}));

        assertThat(TableHtml.of(table, "\"cap\"", List.of("new-to-old mAP", "not there")))
                .isEqualTo("""
                        <table class="dataframe" border="1">
                        <caption style="text-align:left">&quot;cap&quot; · 2 rows x 3 columns</caption>
                        <thead><tr><th style="text-align:left">a&lt;b</th><th style="text-align:right">\
                        <span style="white-space:nowrap">new-to-old</span> mAP</th>\
                        <th style="text-align:right">n</th></tr></thead>
                        <tbody>
                        <tr><td style="text-align:left">x &amp; y</td><td style="text-align:right">0.250</td>\
                        <td style="text-align:right">1</td></tr>
                        <tr><td style="text-align:left">&lt;script&gt;</td><td style="text-align:right"><b>0.500</b></td>\
                        <td style="text-align:right">2</td></tr>
                        </tbody>
                        </table>
                        """);
    }

    @Test
    void nothingIsBestWhereAllAreEqual() {
        Table table = Table.create("t", DoubleColumn.create("v", 0.5, 0.5));
        assertThat(TableHtml.of(table, "", List.of("v"))).doesNotContain("<b>");
    }

    @Test
    void longTablesShowTheirFirstAndLastRows() {
        Table table =
                Table.create("t", IntColumn.create("n", IntStream.range(0, 100).toArray()));

        assertThat(TableText.of(table).lines().toList())
                .hasSize(2 + 15 + 1 + 5 + 1)
                .contains("14", "95", "99", "100 rows x 1 column")
                .doesNotContain("15", "94");
        assertThat(TableHtml.of(table, ""))
                .contains(">…<", ">14<", ">95<", "100 rows x 1 column")
                .doesNotContain(">15<");
    }

    @Test
    void smallAndLargeNumbersKeepThreeDigits() {
        Table table = Table.create("t", DoubleColumn.create("v", 0.00001234, 12.5, 0, -0.0004));
        assertThat(TableText.of(table)).contains("1.23e-05", "12.500", "0.000", "-0.000400");
    }
}
