package io.github.dmu4j.eval.protocol;

import static io.github.dmu4j.data.FormatFiles.path;
import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.MappedNpy;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.data.landmark.Gldv2.Usage;
import io.github.dmu4j.data.landmark.Gldv2Retrieval;
import io.github.dmu4j.data.landmark.KaggleSubmission;
import io.github.dmu4j.data.landmark.Landmarks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Gldv2ProtocolTest {
    private static final int QUERY = 0xa000;

    @TempDir
    Path folder;

    private static String id(int number) {
        return String.format(Locale.ROOT, "%016x", number);
    }

    /** A task whose gallery row i is image id(i); relevant rows of each query, empty for a query without any. */
    private Gldv2Retrieval task(int images, String... relevant) {
        Path gallery = folder.resolve("gallery.txt");
        Path queries = folder.resolve("queries.txt");
        Path truth = folder.resolve("truth.txt");
        FormatFiles.write(gallery, lines(images, i -> "index/0/0/0/" + id(i) + ".jpg " + i));
        FormatFiles.write(queries, lines(relevant.length, q -> "test/0/0/0/" + id(QUERY + q) + ".jpg " + q));
        FormatFiles.write(
                truth,
                lines(
                        relevant.length,
                        q -> relevant[q].isEmpty()
                                ? ""
                                : "test/0/0/0/" + id(QUERY + q) + ".jpg " + q + " " + relevant[q]));
        return Landmarks.gldv2(folder).retrieval(gallery, queries, truth);
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count)
                .mapToObj(line)
                .filter(text -> !text.isEmpty())
                .map(text -> text + "\n")
                .collect(Collectors.joining());
    }

    /** Each line: number of the query, a colon, images. */
    private KaggleSubmission submission(String... lines) {
        Path file = folder.resolve("submission.csv");
        FormatFiles.write(
                file,
                "id,images\n"
                        + Arrays.stream(lines)
                                .map(line -> line.split(":", -1))
                                .map(parts -> id(QUERY + Integer.parseInt(parts[0])) + ","
                                        + Arrays.stream(parts[1].split(" ", -1))
                                                .filter(text -> !text.isEmpty())
                                                .map(text -> id(Integer.parseInt(text)))
                                                .collect(Collectors.joining(" "))
                                        + "\n")
                                .collect(Collectors.joining()));
        return KaggleSubmission.read(file);
    }

    /** METRICS.md, section 1.1; then a foreign image, twice, that takes two ranks; then a query without a line. */
    @Test
    void predictionsGiveTheWorkedExamples() {
        Gldv2Protocol protocol = Gldv2Protocol.of(task(10, "1,2,3", "1,2", "1,2", "1,2", "1,2", "4"));
        Gldv2Score score = protocol.measure(submission("0:5 1 9 2 7", "1:1 2", "2:", "3:1 1 2", "4:77 77 1"));
        double[] expected = {1 / 3.0, 1, 0, 0.833333, (1 / 3.0) / 2, 0};
        for (int q = 0; q < expected.length; q++) {
            assertThat(score.perQuery().get(q)).as("query %d", q).isEqualTo(expected[q], within(5e-7));
        }
        assertThat(score.meanAveragePrecision())
                .isEqualTo(Arrays.stream(expected).average().orElseThrow(), within(5e-7));
        assertThat(score.skipped()).isZero();
    }

    @Test
    void predictionsForOtherQueriesArePassedOverButNotForOtherQueriesAlone() {
        Gldv2Protocol protocol = Gldv2Protocol.of(task(3, "1"));
        assertThat(protocol.measure(submission("0:1", "9:2")).meanAveragePrecision())
                .isEqualTo(1);
        refused(() -> protocol.measure(submission("8:1", "9:2")), "predictions for 2 queries", "none is in the task");
    }

    @Test
    void vectorsAreRankedByCosine() {
        Gldv2Protocol protocol = Gldv2Protocol.of(task(10, "1,2,3"));
        FloatMatrix gallery = Planes.rankedAs(5, 1, 9, 2, 7, 0, 4, 6, 8, 3);
        FloatMatrix query = FloatMatrix.wrap(1, 2, new float[] {40, 0});
        Gldv2Score score = protocol.measure(query, gallery);
        assertThat(score.meanAveragePrecision()).isEqualTo((1 / 2.0 + 2 / 4.0 + 3 / 10.0) / 3, within(1e-12));
        assertThat(score).hasToString("GLDv2 queries.txt: mAP@100 43.33 over 1 queries");

        Path file = folder.resolve("gallery.npy");
        Npy.write(file, gallery, FloatType.FLOAT32);
        assertThat(protocol.measure(query, MappedNpy.open(file))).isEqualTo(score);
    }

    @Test
    void onlyTheFirstHundredCount() {
        int[] ranking = IntStream.range(0, 150).map(rank -> 149 - rank).toArray();
        String firstHundredAndTwentyRanks =
                IntStream.range(30, 150).mapToObj(Integer::toString).collect(Collectors.joining(","));
        // ranks 1 and 101; ranks 1 to 120, divided by 100
        Gldv2Protocol protocol = Gldv2Protocol.of(task(150, "149,49", firstHundredAndTwentyRanks));
        assertThat(protocol.measure(Planes.queries(2), Planes.rankedAs(ranking)).perQuery())
                .containsExactly(0.5, 1.0);
    }

    @Test
    void equalScoresRankByGalleryOrder() {
        Gldv2Protocol protocol = Gldv2Protocol.of(task(3, "0", "2"));
        assertThat(protocol.measure(Planes.queries(2), Planes.ones(3, 2)).perQuery())
                .containsExactly(1.0, 1 / 3.0);
    }

    @Test
    void aQueryWithoutRelevantImagesIsLeftOutAndCounted() {
        Gldv2Protocol protocol = Gldv2Protocol.of(task(3, "0", ""));
        Gldv2Score score = protocol.measure(Planes.queries(2), Planes.rankedAs(1, 0, 2));
        assertThat(score.meanAveragePrecision()).isEqualTo(0.5);
        assertThat(score.skipped()).isEqualTo(1);
        assertThat(score.toString()).endsWith("over 1 queries, without 1 that have no relevant image");
    }

    @Test
    void theScoreSaysWhichHalfItIsOf() {
        Gldv2Retrieval task = Landmarks.gldv2(path("landmark/gldv2")).retrieval(Usage.PRIVATE);
        Gldv2Score score = Gldv2Protocol.of(task)
                .measure(
                        Planes.queries(task.queries().size()),
                        Planes.ones(task.gallery().size(), 2));
        assertThat(score.toString()).startsWith(task.name()).contains("Private");
    }

    @Test
    void vectorsThatDoNotFitAreRefused() {
        Gldv2Protocol protocol = Gldv2Protocol.of(task(3, "0", "2"));
        FloatMatrix queries = Planes.queries(2);
        FloatMatrix gallery = Planes.ones(3, 2);
        refused(() -> protocol.measure(Planes.queries(1), gallery), "1 vectors for the queries", "has 2");
        refused(() -> protocol.measure(queries, Planes.ones(4, 2)), "4 vectors for the gallery", "has 3");
        refused(() -> protocol.measure(queries, Planes.ones(3, 5)), "dimension 2", "gallery 5");
        refused(() -> protocol.measure(queries, Planes.withNaN(gallery, 1)), "gallery", "NaN", "row 1");
        refused(() -> Gldv2Protocol.of(task(3)), "0 queries");
        EmbeddingSet shuffled = EmbeddingSet.of(List.of(id(0), id(2), id(1)), gallery, null, VectorContract.unknown(2));
        refused(() -> protocol.measure(EmbeddingSet.of(queries), shuffled), id(2), "in row 1", id(1));
    }
}
