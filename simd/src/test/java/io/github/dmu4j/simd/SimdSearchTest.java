package io.github.dmu4j.simd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.MappedNpy;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.retrieval.ExactSearch;
import io.github.dmu4j.retrieval.Hits;
import io.github.dmu4j.retrieval.Neighbours;
import io.github.dmu4j.retrieval.RowBlock;
import io.github.dmu4j.retrieval.ScreenedSearch;
import io.github.dmu4j.retrieval.ScreeningKernel;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimdSearchTest {
    private final ScreeningKernel kernel = new WideScreening();
    private final SimilaritySearch reference = new ExactSearch(1);

    /** Or the first cases take most of the time. */
    @BeforeAll
    static void compileTheKernel() {
        WarmUp.run(new WideScreening(), new NarrowScreening());
    }

    @Test
    void thisModuleIsWhatTheServiceLoaderFinds() {
        assertThat(SimilaritySearch.fastest()).isInstanceOf(SimdSearch.class);
        assertThat(SimilaritySearch.fastest().name()).startsWith("exact, SIMD ");
    }

    /** Any dimension, size and depth, few queries and many; half of the gallery are duplicates; some queries leave out one item. */
    @ParameterizedTest
    @EnumSource(Similarity.class)
    void theAnswerIsTheReferencesToTheLastBit(Similarity similarity) {
        for (int seed = 0; seed < 70; seed++) {
            var random = new SplittableRandom(seed);
            int d = 1 + seed;
            int n = 33 + random.nextInt(seed % 9 == 0 ? 4000 : 600);
            int m = 1 + random.nextInt(seed % 9 == 0 ? 170 : 50);
            int k = 1 + random.nextInt(Math.max(1, n / (seed % 2 == 0 ? 32 : 20)));
            float[] scales = {1, 1, 1, 1e-3f, 1e6f};
            FloatMatrix gallery = duplicated(random(random, n, d, scales[seed % 5]), random);
            FloatMatrix queries = random(random, m, d, scales[(seed + 1) % 5]);
            SelfMatches self = SelfMatches.of(random.ints(m, -1, n).toArray());

            assertThat(screened(1 + seed % 3, similarity, queries, gallery, k, self))
                    .as("seed %d, d %d, n %d, m %d, k %d", seed, d, n, m, k)
                    .isEqualTo(reference.search(similarity, queries, gallery, k, self, Cancellation.NEVER));
        }
    }

    /** Rows that differ in the last digits of float32 only, around a large common part. */
    @ParameterizedTest
    @EnumSource(Similarity.class)
    void nearTiesAndCancellationAreRankedAsByTheReference(Similarity similarity) {
        var random = new SplittableRandom(5);
        float[] values = new float[3000 * 48];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 2 == 0 ? 1000 : -1000) + (float) random.nextDouble() * 1e-2f;
        }
        FloatMatrix gallery = FloatMatrix.wrap(3000, 48, values);
        FloatMatrix queries = random(random, 20, 48, 1);

        for (FloatMatrix asked : new FloatMatrix[] {queries, gallery.slice(0, 20)}) {
            assertThat(screened(2, similarity, asked, gallery, 50, SelfMatches.NONE))
                    .isEqualTo(reference.search(similarity, asked, gallery, 50, SelfMatches.NONE, Cancellation.NEVER));
        }
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void mappedGalleriesAreRankedAsTheSameRowsOnTheHeap(Similarity similarity, @TempDir Path folder) {
        var random = new SplittableRandom(3);
        for (int d : new int[] {7, 32, 53}) {
            FloatMatrix queries = random(random, 30, d, 1);
            FloatMatrix gallery = random(random, 2500, d, 1);
            for (FloatType type : FloatType.values()) {
                Path file = folder.resolve(d + "-" + type + ".npy");
                Npy.write(file, gallery, type);

                assertThat(screened(2, similarity, queries, MappedNpy.open(file), 40, SelfMatches.NONE))
                        .isEqualTo(reference.search(
                                similarity, queries, Npy.readMatrix(file), 40, SelfMatches.NONE, Cancellation.NEVER));
            }
        }
    }

    /** All of them, against the values that the file reader gives. */
    @Test
    void everyHalfIsWidenedExactly(@TempDir Path folder) {
        float[] finite = new float[1 << 16];
        short[] halves = new short[1 << 16];
        for (int bits = 0; bits < halves.length; bits++) {
            halves[bits] = (short) bits;
            int exponent = (bits >> 10) & 31;
            int digits = bits & 1023;
            double magnitude = exponent == 0
                    ? Math.scalb((double) digits, -24)
                    : exponent == 31
                            ? (digits == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                            : Math.scalb(1024.0 + digits, exponent - 25);
            finite[bits] = (float) (bits >> 15 == 0 ? magnitude : -magnitude);
        }
        float[] widened = new float[1 << 16];
        kernel.widen(halves, halves.length, widened);
        assertThat(widened).isEqualTo(finite);

        float[] odd = new float[19];
        kernel.widen(Arrays.copyOfRange(halves, 31730, 31749), 19, odd); // up to the infinity and beyond
        assertThat(odd).isEqualTo(Arrays.copyOfRange(finite, 31730, 31749));
    }

    @Test
    void fewQueriesHaveANarrowPanel() {
        assertThat(kernel.forQueries(1)).isInstanceOf(NarrowScreening.class);
        assertThat(kernel.forQueries(kernel.forQueries(1).width())).isInstanceOf(NarrowScreening.class);
        assertThat(kernel.forQueries(kernel.forQueries(1).width() + 1)).isSameAs(kernel);
    }

    @Test
    void rowsThatReachAThresholdAreFoundAndOthersAreNot() {
        findsWhatReachesAThreshold(kernel);
        findsWhatReachesAThreshold(kernel.forQueries(1));
    }

    private static void findsWhatReachesAThreshold(ScreeningKernel kernel) {
        float[] values = {1, 2, 3, -1, 0, 2};
        var gallery = FloatMatrix.wrap(3, 2, values);
        var block = new RowBlock(gallery);
        assertThat(block.load(gallery, 0, 3, Similarity.INNER_PRODUCT, kernel)).isTrue();
        float[] panel = new float[2 * kernel.width()];
        panel[kernel.width() - 1] = 10; // the last query is (10, 1)
        panel[2 * kernel.width() - 1] = 1;
        float[] thresholds = new float[kernel.width()];
        Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
        thresholds[kernel.width() - 1] = 12;
        var hits = new Hits(3, kernel.width());

        kernel.screen(block, panel, thresholds, hits);

        assertThat(hits.rows()).containsExactly(true, true, false);
        assertThat(hits.scores()[kernel.width() - 1]).isEqualTo(12);
        assertThat(hits.scores()[2 * kernel.width() - 1]).isEqualTo(29);
    }

    @Test
    void aLargeSearchIsScreenedAndEqualToTheReference() {
        var random = new SplittableRandom(9);
        FloatMatrix gallery = random(random, 30000, 64, 1);
        FloatMatrix queries = random(random, 40, 64, 1);
        WarmUp.run(kernel);

        assertThat(WarmUp.isDone()).isTrue();
        assertThat(new SimdSearch(2)
                        .search(Similarity.COSINE, queries, gallery, 10, SelfMatches.NONE, Cancellation.NEVER))
                .isEqualTo(reference.search(
                        Similarity.COSINE, queries, gallery, 10, SelfMatches.NONE, Cancellation.NEVER));
    }

    private Neighbours screened(
            int threads, Similarity similarity, FloatMatrix queries, FloatRows gallery, int k, SelfMatches self) {
        return new ScreenedSearch(threads, kernel).search(similarity, queries, gallery, k, self, Cancellation.NEVER);
    }

    private static FloatMatrix duplicated(FloatMatrix matrix, SplittableRandom random) {
        return matrix.select(
                random.ints(matrix.rows(), 0, Math.max(1, matrix.rows() / 2)).toArray());
    }

    private static FloatMatrix random(SplittableRandom random, int rows, int columns, float scale) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5) * scale;
        }
        return FloatMatrix.wrap(rows, columns, values);
    }
}
