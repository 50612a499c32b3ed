package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final List<PairingResult> ONE_SEED = List.of(
            new PairingResult("DMU", 1, "s", "new-to-new", "mAP", 0.7, 0.68, 0.73, 10, 0),
            new PairingResult("DMU", 1, "s", "new-to-adapted", "mAP", 0.6, 0.5, 0.65, 10, 0),
            new PairingResult("BCT", 1, "s", "new-to-adapted", "mAP", 0.4, 0.3, 0.5, 10, 0),
            new PairingResult("DMU", 1, "s", "old-to-old", "mAP", 0.5, 0.45, 0.55, 10, 0),
            new PairingResult("BCT", 1, "s", "old-to-old", "mAP", 0.5, 0.45, 0.55, 10, 0),
            PairingResult.of("DMU", 1, "s", "new-to-adapted", "hitRate@1", 0.9));

    @Test
    void classesThatEndAlikeAreShownByTheirWholeNames() {
        double[] one = {1};
        List<ProjectedItems> items = List.of(
                new ProjectedItems("a/x", "new", one, one, List.of("i")),
                new ProjectedItems("b/x", "new", one, one, List.of("j")),
                new ProjectedItems("b/y", "old", one, one, List.of("k")));

        assertThat(Figures.projection(items, 0.4).title())
                .isEqualTo("Vectors of 3 classes in two directions (40 % of the variance)");
        assertThat(Figures.projection(items, 0.4).spec().get("data"))
                .extracting(trace -> trace.get("name").asText())
                .containsExactly("a/x, new", "b/x, new", "y, old");
    }

    @Test
    void pairingsAreInTheirFixedOrderWithTheOldModelAsALineAcross() {
        JsonNode spec = Figures.pairings(ONE_SEED, "mAP").spec();

        assertThat(spec.at("/layout/xaxis/ticktext").toString())
                .isEqualTo("[\"old-to-old\",\"new-to-adapted\",\"new-to-new\"]");
        JsonNode line = trace(spec, "old-to-old 0.500: the bar to beat");
        assertThat(line.path("y").toString()).isEqualTo("[0.5,0.5]");
        assertThat(line.path("mode").asText()).isEqualTo("lines");
    }

    @Test
    void barsOfOneSeedCarryTheirInterval() {
        JsonNode bar = trace(Figures.pairings(ONE_SEED, "mAP").spec(), "DMU");

        assertThat(bar.path("y").toString()).isEqualTo("[0.6]");
        assertThat(bar.at("/error_y/array/0").asDouble()).isCloseTo(0.05, near());
        assertThat(bar.at("/error_y/arrayminus/0").asDouble()).isCloseTo(0.1, near());
        assertThat(bar.at("/hovertext/0").asText())
                .isEqualTo("DMU, new-to-adapted: 0.600, 95 % interval 0.500 to 0.650, 10 queries");
    }

    @Test
    void theAxisSaysWhatIsDrawnOnTheBars() {
        assertThat(yTitle(Figures.pairings(ONE_SEED, "mAP"))).isEqualTo("mAP, 95 % interval");
        assertThat(yTitle(Figures.pairings(ONE_SEED, "hitRate@1"))).isEqualTo("hitRate@1"); // has no interval
        List<PairingResult> seeds = new ArrayList<>(ONE_SEED);
        seeds.add(new PairingResult("DMU", 2, "s", "new-to-new", "mAP", 0.8, 0.78, 0.83, 10, 0));
        assertThat(yTitle(Figures.pairings(seeds, "mAP"))).isEqualTo("mAP, mean and every seed");
    }

    @Test
    void anIndependentModelOfTheComparisonIsNotDrawnTwice() {
        PairingResult reference = PairingResult.of("DMU", 1, "s", "independent", "mAP", 0.8);
        PairingResult itself = PairingResult.of("independent", 1, "s", "new-to-new", "mAP", 0.8);

        assertThat(xLabels(List.of(reference))).isEqualTo("[\"independent\"]");
        assertThat(xLabels(List.of(reference, itself))).isEqualTo("[\"new-to-new\"]");
    }

    private static String xLabels(List<PairingResult> results) {
        return Figures.pairings(results, "mAP")
                .spec()
                .at("/layout/xaxis/ticktext")
                .toString();
    }

    private static String yTitle(SafeFigure figure) {
        return figure.spec().at("/layout/yaxis/title/text").asText();
    }

    @Test
    void meansOfSeedsAreWrittenBelowThem() {
        List<PairingResult> seeds = List.of(
                PairingResult.of("DMU", 1, "s", "new-to-old", "mAP", 0.1),
                PairingResult.of("DMU", 2, "s", "new-to-old", "mAP", 0.9));

        assertThat(Figures.seeds(seeds, "new-to-old", "mAP")
                        .spec()
                        .at("/layout/xaxis/ticktext")
                        .toString())
                .isEqualTo("[\"DMU: 0.500\"]");
    }

    @Test
    void severalSeedsShowTheMeanAndEverySeed() {
        List<PairingResult> seeds = new ArrayList<>();
        double[] values = {0.5, 0.6, 0.7};
        for (int seed = 0; seed < 3; seed++) {
            seeds.add(new PairingResult("DMU", seed, "s", "new-to-adapted", "mAP", values[seed], 0, 1, 10, 0));
        }

        JsonNode spec = Figures.pairings(seeds, "mAP").spec();

        assertThat(trace(spec, "DMU").at("/y/0").asDouble()).isCloseTo(0.6, near());
        assertThat(trace(spec, "DMU").has("error_y")).isFalse();
        assertThat(spec.path("data").toString()).contains("[0.5,0.6,0.7]");
        assertThat(Figures.seeds(seeds, "new-to-adapted", "mAP")
                        .spec()
                        .path("data")
                        .toString())
                .contains("[0.5,0.6,0.7]", "DMU, new-to-adapted, seed 2: 0.700");
    }

    @Test
    void methodsKeepTheirColourWhateverElseIsShown() {
        String both = trace(Figures.pairings(ONE_SEED, "mAP").spec(), "DMU")
                .at("/marker/color")
                .asText();
        String alone = trace(Figures.pairings(ONE_SEED.subList(0, 2), "mAP").spec(), "DMU")
                .at("/marker/color")
                .asText();

        assertThat(both).isEqualTo(alone).isEqualTo("#0072b2");
        assertThat(SeriesStyle.forMethods(List.of("bct", "x", "y", "z", "w")).values())
                .doesNotHaveDuplicates();
    }

    @Test
    void severalScenariosInOneFigureAreRefused() {
        List<PairingResult> mixed = List.of(
                PairingResult.of("DMU", 1, "a", "new-to-old", "mAP", 0.5),
                PairingResult.of("DMU", 1, "b", "new-to-old", "mAP", 0.5));

        assertThatThrownBy(() -> Figures.pairings(mixed, "mAP"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a figure shows one scenario, found [a, b]; filter the results by scenario first");
    }

    @Test
    void nothingToShowGivesAFigureThatSaysSo() {
        for (SafeFigure figure : List.of(
                Figures.pairings(List.of(), "mAP"),
                Figures.seeds(List.of(), "new-to-old", "mAP"),
                Figures.training(List.of()),
                Figures.backfill(List.of(), "mAP"))) {
            assertThat(figure.keyNumbers()).isEqualTo("nothing to show");
            assertThat(figure.staticSvg()).contains("</svg>");
        }
        assertThat(Figures.histogram(new ScoreHistogram("t", new double[0])).keyNumbers())
                .isEqualTo("no scores");
        assertThat(Figures.classGains(List.of(), "mAP").keyNumbers()).startsWith("0 classes");
    }

    @Test
    void histogramCountsScoresAndNamesThePoorOnes() {
        SafeFigure figure = Figures.histogram(
                new ScoreHistogram("scores", new double[] {0, 0.024, 0.026, 0.5, 1, 1.2, Double.NaN}));

        JsonNode counts = figure.spec().at("/data/0/y"); // bins of 0.025
        assertThat(counts).hasSize(40);
        assertThat(counts.get(0).asDouble()).isEqualTo(2);
        assertThat(counts.get(1).asDouble()).isEqualTo(1);
        assertThat(counts.get(20).asDouble()).isEqualTo(1);
        assertThat(counts.get(39).asDouble()).isEqualTo(2);
        assertThat(figure.keyNumbers()).isEqualTo("6 items, mean 0.458, 50.0 % below 0.5"); // 2.75 / 6
    }

    @Test
    void classGainsAreSortedAndOnlyTheExtremesOfManyAreShown() {
        List<ClassGain> gains = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            gains.add(new ClassGain("c" + i, 0.5, 0.5 + (i - 20) / 100.0, 4));
        }

        SafeFigure figure = Figures.classGains(gains, "mAP");

        JsonNode names = figure.spec().at("/layout/yaxis/ticktext");
        assertThat(names).hasSize(30);
        assertThat(names.get(0).asText()).isEqualTo("c40");
        assertThat(names.get(29).asText()).isEqualTo("c0");
        assertThat(figure.title()).contains("the 15 best and 15 worst of 41 classes");
        assertThat(figure.keyNumbers()).isEqualTo("41 classes: 20 better, 20 worse, 1 unchanged");
        assertThat(figure.spec().path("data")).hasSize(2);
        assertThat(figure.spec().at("/data/1/marker/pattern/shape").asText()).isEqualTo("/");
    }

    @Test
    void backfillNamesTheAreaAndMatrixWritesItsNumbers() {
        JsonNode backfill = Figures.backfill(
                        List.of(new BackfillCurvePoints("random", new double[] {0, 1}, new double[] {0.4, 0.6}, 0.5)),
                        "mAP")
                .spec();
        assertThat(backfill.at("/data/0/name").asText()).isEqualTo("random (AUBC 0.500)");

        JsonNode matrix = Figures.matrix(new CompatibilityMatrix(
                        "mAP", List.of("old", "new"), List.of("old", "new"), new double[][] {
                            {0.5, Double.NaN}, {0.6, 0.7}
                        }))
                .spec();
        assertThat(matrix.at("/data/0/z").toString()).isEqualTo("[[0.5,null],[0.6,0.7]]");
        assertThat(matrix.at("/layout/annotations").findValuesAsText("text"))
                .containsExactly("0.500", "–", "0.600", "0.700");
        assertThat(matrix.at("/layout/yaxis/range").toString()).isEqualTo("[1.5,-0.5]"); // first model at the top
    }

    @Test
    void trianglesOfASequenceShareOneScaleAndTickWhatBeatsTheDiagonal() {
        SafeFigure figure = Figures.sequence(List.of(
                new Triangle("mAP", "kept", List.of("v1", "v2"), new double[][] {{0.5}, {0.4, 0.7}}),
                new Triangle("mAP", "evolved", List.of("v1", "v2"), new double[][] {{0.5}, {0.6, 0.7}})));
        JsonNode spec = figure.spec();

        assertThat(spec.path("data")).hasSize(1);
        assertThat(spec.at("/data/0/z").toString())
                .isEqualTo("[[null,null],[0.5,null],[0.4,0.7],[null,null],[0.5,null],[0.6,0.7]]");
        assertThat(spec.at("/data/0/zmin").asDouble()).isEqualTo(0.4);
        assertThat(spec.at("/data/0/zmax").asDouble()).isEqualTo(0.7);
        assertThat(spec.at("/layout/annotations").findValuesAsText("text"))
                .containsExactly("kept", "0.500", "0.400", "0.700", "evolved", "0.500", "0.600 ✓", "0.700");
        assertThat(figure.keyNumbers())
                .isEqualTo("kept: v1 on v1 0.500, v2 on v1 0.400, v2 on v2 0.700; "
                        + "evolved: v1 on v1 0.500, v2 on v1 0.600 ✓, v2 on v2 0.700");
        assertThat(spec.at("/layout/yaxis/tickvals").toString())
                .as("no tick at the headings")
                .isEqualTo("[1,2,4,5]");
        assertThat(figure.staticSvg()).contains("0.600 ✓");
    }

    @Test
    void aTriangleWithoutAValueHasADash() {
        JsonNode spec = Figures.sequence(List.of(new Triangle("mAP", "kept", List.of("v1", "v2"), new double[][] {
                    {0.5}, {Double.NaN, 0.5}
                })))
                .spec();
        assertThat(spec.at("/layout/annotations").findValuesAsText("text"))
                .containsExactly("kept", "0.500", "–", "0.500");
    }

    private static JsonNode trace(JsonNode spec, String name) {
        return StreamSupport.stream(spec.path("data").spliterator(), false)
                .filter(trace -> trace.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static org.assertj.core.data.Offset<Double> near() {
        return org.assertj.core.data.Offset.offset(1e-12);
    }
}
