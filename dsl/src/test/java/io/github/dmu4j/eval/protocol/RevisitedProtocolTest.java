package io.github.dmu4j.eval.protocol;

import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.data.landmark.Landmarks;
import io.github.dmu4j.data.landmark.RevisitedSet;
import io.github.dmu4j.retrieval.Protocol;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisitedProtocolTest {
    /** The ranking of METRICS.md, section 1.2. */
    private static final FloatMatrix GALLERY = Planes.rankedAs(3, 0, 7, 1, 8, 2, 9, 4, 5, 6);

    /** Under Easy, Medium and Hard these are the three worked examples there. */
    private static final String WORKED = "[0, 1] [2] [3, 8]";

    @TempDir
    Path folder;

    /** A set with these queries, each "easy hard junk", and gallery images g0, g1, ... */
    private RevisitedSet set(int images, String... queries) {
        String imlist =
                IntStream.range(0, images).mapToObj(i -> "\"g" + i + "\"").collect(Collectors.joining(", ", "[", "]"));
        String qimlist = IntStream.range(0, queries.length)
                .mapToObj(i -> "\"q" + i + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
        String gnd = Arrays.stream(queries)
                .map(query -> query.split("(?<=]) ", -1))
                .map(lists -> "{\"bbx\": [0, 0, 1, 1], \"easy\": " + lists[0] + ", \"hard\": " + lists[1]
                        + ", \"junk\": " + lists[2] + "}")
                .collect(Collectors.joining(", ", "[", "]"));
        FormatFiles.write(
                folder.resolve("gnd_roxford5k.json"),
                "{\"imlist\": " + imlist + ", \"qimlist\": " + qimlist + ", \"gnd\": " + gnd + "}");
        return Landmarks.revisitedOxford(folder);
    }

    private static void assertRow(RevisitedScore.Row row, double map, double p1, double p5, double p10) {
        assertThat(row.meanAveragePrecision()).isEqualTo(map, within(5e-7));
        assertThat(row.precisionAtOne()).isEqualTo(p1, within(5e-7));
        assertThat(row.precisionAtFive()).isEqualTo(p5, within(5e-7));
        assertThat(row.precisionAtTen()).isEqualTo(p10, within(5e-7));
    }

    @Test
    void theThreeProtocolsGiveTheWorkedExamples() {
        RevisitedScore score = RevisitedProtocol.of(set(10, WORKED)).measure(Planes.queries(1), GALLERY);
        assertRow(score.easy(), 0.791667, 1, 0.666667, 0.666667);
        assertRow(score.medium(), 0.763889, 1, 0.75, 0.75);
        assertRow(score.hard(), 0.25, 0, 0.5, 0.5);
        assertThat(score.row(Protocol.EASY)).isEqualTo(score.easy());
        assertThat(score.row(Protocol.MEDIUM)).isEqualTo(score.medium());
        assertThat(score.row(Protocol.HARD)).isEqualTo(score.hard());
    }

    @Test
    void theScorePrintsAsTheRowOfThePapers() {
        RevisitedScore score = RevisitedProtocol.of(set(10, WORKED)).measure(Planes.queries(1), GALLERY);
        assertThat(score)
                .hasToString("roxford5k: mAP E/M/H 79.17/76.39/25.00, mP@1/5/10 E 100.00/66.67/66.67,"
                        + " M 100.00/75.00/75.00, H 0.00/50.00/50.00");
    }

    @Test
    void aQueryWithoutPositivesIsLeftOutOfTheMeans() {
        RevisitedScore score = RevisitedProtocol.of(set(10, WORKED, "[0, 1] [] [3, 8, 2]", "[] [] [5]"))
                .measure(Planes.queries(3), GALLERY);
        assertRow(score.easy(), 0.791667, 1, 0.666667, 0.666667);
        assertRow(score.medium(), (0.763889 + 0.791667) / 2, 1, (0.75 + 0.666667) / 2, (0.75 + 0.666667) / 2);
        assertRow(score.hard(), 0.25, 0, 0.5, 0.5);
        assertThat(score.easy().skipped()).isEqualTo(1);
        assertThat(score.medium().skipped()).isEqualTo(1);
        assertThat(score.hard().skipped()).isEqualTo(2);
        assertThat(score.hard().perQuery().get(2)).isNaN();
    }

    @Test
    void aProtocolWithoutAnyPositiveHasNoValueAndPrintsADash() {
        RevisitedScore score =
                RevisitedProtocol.of(set(10, "[0, 1] [] [3, 8, 2]")).measure(Planes.queries(1), GALLERY);
        assertThat(score.hard().meanAveragePrecision()).isNaN();
        assertThat(score.toString()).contains("E/M/H 79.17/79.17/-,").endsWith("H -/-/-");
    }

    @Test
    void equalScoresRankByGalleryOrder() {
        FloatMatrix twins = Planes.ones(2, 2);
        RevisitedScore score = RevisitedProtocol.of(set(2, "[1] [] []", "[0] [] []", "[1] [] [0]"))
                .measure(Planes.queries(3), twins);
        // second of two: (0/1 + 1/2) / 2; first; first, as junk is gone
        assertThat(score.easy().perQuery()).containsExactly(0.25, 1.0, 1.0);
    }

    @Test
    void queriesAndGalleryMayBeOfTwoModels() {
        RevisitedProtocol protocol = RevisitedProtocol.of(set(10, WORKED));
        FloatMatrix opposite = FloatMatrix.wrap(1, 2, new float[] {-5, 0});
        // the ranking reversed is 6 5 4 9 2 8 1 7 0 3; without 3 and 8, 2 stands at 4, 1 at 5, 0 at 7
        double expected = (0 + 1 / 5.0 + 1 / 5.0 + 2 / 6.0 + 2 / 7.0 + 3 / 8.0) / 6;
        assertThat(protocol.measure(opposite, GALLERY).medium().meanAveragePrecision())
                .isEqualTo(expected, within(1e-12));
    }

    @Test
    void vectorsThatDoNotFitAreRefused() {
        RevisitedProtocol protocol = RevisitedProtocol.of(set(10, WORKED));
        refused(() -> protocol.measure(Planes.queries(2), GALLERY), "2 vectors for the queries", "has 1");
        refused(() -> protocol.measure(Planes.queries(1), Planes.ones(9, 2)), "9 vectors for the gallery", "has 10");
        refused(() -> protocol.measure(Planes.queries(1), Planes.ones(10, 3)), "dimension 2", "gallery 3", "adapt");
        refused(() -> protocol.measure(Planes.queries(1), Planes.withNaN(GALLERY, 7)), "gallery", "NaN", "row 7");
        refused(() -> protocol.measure(Planes.withNaN(Planes.queries(1), 0), GALLERY), "queries", "NaN", "row 0");
        refused(() -> protocol.measure(FloatMatrix.wrap(1, 2, new float[2]), GALLERY), "query row 0", "zeros");
    }

    @Test
    void setsThatKnowTheirImagesMustHaveThemInOrder() {
        RevisitedProtocol protocol = RevisitedProtocol.of(set(2, "[1] [] []"));
        EmbeddingSet query = EmbeddingSet.of(List.of("q0"), Planes.queries(1), null, VectorContract.unknown(2));
        EmbeddingSet gallery =
                EmbeddingSet.of(List.of("g1", "g0"), Planes.rankedAs(0, 1), null, VectorContract.unknown(2));
        refused(() -> protocol.measure(query, gallery), "\"g1\" in row 0", "\"g0\"", "inOrderOf");
        RevisitedScore score = protocol.measure(query, gallery.inOrderOf(List.of("g0", "g1")));
        assertThat(score.easy().meanAveragePrecision()).isEqualTo(1);
        assertThat(protocol.measure(query, EmbeddingSet.of(Planes.rankedAs(1, 0))))
                .isEqualTo(score);
    }

    @Test
    void anImageInTwoListsIsRefused() {
        refused(() -> RevisitedProtocol.of(set(10, "[0, 4] [2] [4]")), "q0", "gallery row 4", "twice");
    }
}
