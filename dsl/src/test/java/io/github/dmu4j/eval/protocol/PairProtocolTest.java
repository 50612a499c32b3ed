package io.github.dmu4j.eval.protocol;

import static io.github.dmu4j.data.FormatFiles.path;
import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.data.face.Faces;
import io.github.dmu4j.data.face.LfwPairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairProtocolTest {
    private static final Path EXPECTED = Path.of("src/test/resources/io/github/dmu4j/eval/protocol");

    @TempDir
    Path folder;

    /** Each fold: a genuine pair, images 1 and 2 of a person (rows 3 f and 3 f + 1), and an impostor pair, 1 and another's (3 f + 2). */
    private LfwPairs lfw(int folds) {
        StringBuilder text = new StringBuilder(folds == 1 ? "1\n" : folds + "\t1\n");
        for (int f = 0; f < folds; f++) {
            text.append("a" + f + "\t1\t2\n").append("a" + f + "\t1\tb" + f + "\t1\n");
        }
        Path file = folder.resolve("pairs.txt");
        FormatFiles.write(file, text.toString());
        return Faces.lfwPairs(file, folder);
    }

    /** The three images of each fold; lengths differ, which must not matter. */
    private static FloatMatrix vectors(int folds, float[] first, float[] second, float[] other) {
        float[][] rows = new float[3 * folds][];
        for (int f = 0; f < folds; f++) {
            rows[3 * f] = first;
            rows[3 * f + 1] = new float[] {(f + 1) * second[0], (f + 1) * second[1]};
            rows[3 * f + 2] = other;
        }
        return FloatMatrix.ofRows(rows);
    }

    private static final float[] RIGHT = {1, 0};
    private static final float[] UP = {0, 1};

    @Test
    void separablePairsAreAllRight() {
        PairScore score = PairProtocol.of(lfw(10)).measure(vectors(10, RIGHT, RIGHT, UP));
        assertThat(score.accuracy().mean()).isEqualTo(1);
        assertThat(score)
                .hasToString(
                        "pairs.txt: accuracy 100.00+-0.00, TAR 100.00+-0.00 at FAR 0.001, over 10 folds of 10 genuine and"
                                + " 10 impostor pairs");
    }

    /** One impostor pair of ten at distance 0: the best threshold stays 0.01, its fold has one of two right, the others two. */
    @Test
    void oneWrongPairCostsItsFoldOneHalf() {
        FloatMatrix vectors = vectors(10, RIGHT, RIGHT, UP);
        vectors.values()[2 * (3 * 4 + 2)] = 1;
        vectors.values()[2 * (3 * 4 + 2) + 1] = 0;
        PairScore score = PairProtocol.of(lfw(10)).measure(vectors);
        assertThat(score.accuracy().mean()).isEqualTo(0.95, within(1e-12));
        assertThat(score.accuracy().standardDeviation()).isEqualTo(0.15, within(1e-12));
    }

    @Test
    void eachSideIsTakenFromItsOwnModel() {
        PairProtocol protocol = PairProtocol.of(lfw(10));
        FloatMatrix one = vectors(10, RIGHT, RIGHT, RIGHT);
        FloatMatrix two = vectors(10, UP, RIGHT, UP);
        assertThat(protocol.measure(one, two).accuracy().mean()).isEqualTo(1);
        // the other way round every pair has distance 2: one kind is right, whatever the threshold
        assertThat(protocol.measure(two, one).accuracy().mean()).isEqualTo(0.5);
    }

    @Test
    void randomPairsGiveWhatNumpyFinds() {
        JsonNode expected = Json.read(EXPECTED.resolve("expected.json")).get("tenFold");
        PairProtocol protocol = PairProtocol.of(Faces.verification(EXPECTED.resolve("pairs.bin")));
        EmbeddingSet old = EmbeddingSet.npy(EXPECTED.resolve("pairs-old.npy"));
        EmbeddingSet fresh = EmbeddingSet.npy(EXPECTED.resolve("pairs-new.npy"));
        assertAccuracy(protocol.measure(old), expected.get("oldToOld"));
        assertAccuracy(protocol.measure(fresh, old), expected.get("newToOld"));
    }

    private static void assertAccuracy(PairScore score, JsonNode expected) {
        assertThat(score.accuracy().mean()).isEqualTo(expected.get("mean").asDouble(), within(1e-12));
        assertThat(score.accuracy().standardDeviation())
                .isEqualTo(expected.get("std").asDouble(), within(1e-12));
        assertThat(score.name()).isEqualTo("pairs.bin");
        assertThat(score.genuine() + score.impostor()).isEqualTo(43);
    }

    @Test
    void aPlainListTakesFurtherImagesButNotFewer() {
        PairProtocol protocol = PairProtocol.of(lfw(10).pairs());
        FloatMatrix vectors = vectors(10, RIGHT, RIGHT, UP);
        assertThat(protocol.measure(FloatMatrix.stacked(List.of(vectors, Planes.ones(3, 2))))
                        .accuracy()
                        .mean())
                .isEqualTo(1);
        refused(() -> protocol.measure(vectors.slice(0, 29)), "29 vectors", "has 30");
    }

    @Test
    void vectorsThatDoNotFitAreRefused() {
        LfwPairs lfw = lfw(10);
        PairProtocol protocol = PairProtocol.of(lfw);
        FloatMatrix vectors = vectors(10, RIGHT, RIGHT, UP);
        refused(() -> protocol.measure(Planes.ones(31, 2)), "31 vectors", "has 30");
        refused(() -> protocol.measure(vectors, Planes.ones(30, 3)), "dimension 2", "second side 3");
        refused(() -> protocol.measure(Planes.withNaN(vectors, 8)), "NaN", "row 8");
        refused(() -> protocol.measure(vectors(10, RIGHT, RIGHT, new float[2])), "zeros in row 2");
        List<String> reversed = new ArrayList<>(
                IntStream.range(0, 30).mapToObj(lfw.images()::id).toList());
        Collections.reverse(reversed);
        EmbeddingSet set = EmbeddingSet.of(reversed, vectors, null, VectorContract.unknown(2));
        refused(() -> protocol.measure(set), "in row 0", lfw.images().id(0));
    }

    @Test
    void listsThatCannotBeCutIntoTenFoldsAreRefused() {
        refused(() -> PairProtocol.of(lfw(1)), "1 folds", "10");
        refused(() -> PairProtocol.of(lfw(3).pairs()), "6 pairs", "at least 10");
        refused(() -> PairProtocol.of(Faces.verification(path("pickle/pairs-4.bin"))), "3 pairs", "at least 10");
    }

    @Test
    void theFlipSumAddsBothVectors() {
        FloatMatrix sum = FlipSum.of(
                FloatMatrix.wrap(2, 2, new float[] {1, 2, 3, 4}), FloatMatrix.wrap(2, 2, new float[] {10, 20, 30, -4}));
        assertThat(sum).isEqualTo(FloatMatrix.wrap(2, 2, new float[] {11, 22, 33, 0}));
        refused(() -> FlipSum.of(Planes.ones(2, 2), Planes.ones(2, 3)), "2 x 2", "2 x 3");
        refused(() -> FlipSum.of(Planes.ones(2, 2), Planes.ones(1, 2)), "2 x 2", "1 x 2");
    }
}
