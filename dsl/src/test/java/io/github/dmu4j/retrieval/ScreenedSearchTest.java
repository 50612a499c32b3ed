package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScreenedSearchTest {
    private final SimilaritySearch reference = new ExactSearch(1);
    private final PlainKernel kernel = new PlainKernel();

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void theAnswerIsTheReferencesWithTiesForEveryThreadCountAndDepth(Similarity similarity) {
        for (int seed = 0; seed < 40; seed++) {
            var random = new SplittableRandom(seed);
            int n = 1 + random.nextInt(1500);
            int m = 1 + random.nextInt(30);
            FloatMatrix gallery = random(n, 1 + seed % 11, seed);
            gallery = gallery.select(random.ints(n, 0, 1 + n / 2).toArray());
            FloatMatrix queries = random(m, 1 + seed % 11, seed + 1000);
            int k = 1 + random.nextInt(1 + n / 25);
            SelfMatches self = SelfMatches.of(random.ints(m, -1, n).toArray());
            if (k > n) {
                continue;
            }
            Neighbours expected = reference.search(similarity, queries, gallery, k, self, Cancellation.NEVER);
            for (int threads : new int[] {1, 3}) {
                assertThat(new ScreenedSearch(threads, kernel)
                                .search(similarity, queries, gallery, k, self, Cancellation.NEVER))
                        .as("seed %d", seed)
                        .isEqualTo(expected);
            }
        }
    }

    /** Float32 sums cannot tell these rows apart: the order is that of the exact scores. */
    @Test
    void rowsThatDifferByLessThanTheErrorAreRankedExactly() {
        float[] values = new float[640];
        for (int row = 0; row < 320; row++) {
            values[2 * row] = 1;
            values[2 * row + 1] = (row * 7 % 320) * 0x1p-60f;
        }
        FloatMatrix gallery = FloatMatrix.wrap(320, 2, values);
        FloatMatrix query = FloatMatrix.wrap(1, 2, new float[] {0x1p-30f, 0x1p20f});

        Neighbours found = search(Similarity.INNER_PRODUCT, query, gallery, 3);

        assertThat(found).isEqualTo(exactly(Similarity.INNER_PRODUCT, query, gallery, 3));
        assertThat(found.indices(0)[0] * 7 % 320).isEqualTo(319);
    }

    @Test
    void aQueryWithMoreTiesThanAreKeptIsRankedByTheReference() {
        float[] values = new float[20000 * 2];
        Arrays.fill(values, 1);
        values[2 * 19000] = 2;
        FloatMatrix gallery = FloatMatrix.wrap(20000, 2, values);
        FloatMatrix queries = FloatMatrix.wrap(3, 2, new float[] {1, 1, 0, 1, -1, 0});

        Neighbours found = search(Similarity.INNER_PRODUCT, queries, gallery, 3);

        assertThat(found.indices(0)).containsExactly(19000, 0, 1);
        assertThat(found.indices(1)).containsExactly(0, 1, 2);
        assertThat(found.indices(2)).containsExactly(0, 1, 2);
    }

    @Test
    void rowsAndQueriesThatFloatProductsCannotHoldAreRankedByTheReference() {
        FloatMatrix gallery = random(400, 3, 1);
        FloatMatrix queries = random(5, 3, 2);
        for (float huge : new float[] {1e30f, 1e-30f}) {
            FloatMatrix scaled = scaled(gallery, huge);
            for (Similarity similarity : Similarity.values()) {
                assertThat(search(similarity, queries, scaled, 4))
                        .as("%s %s", similarity, huge)
                        .isEqualTo(exactly(similarity, queries, scaled, 4));
                assertThat(search(similarity, scaled.slice(0, 3), gallery, 4))
                        .as("%s %s", similarity, huge)
                        .isEqualTo(exactly(similarity, scaled.slice(0, 3), gallery, 4));
            }
        }
    }

    @Test
    void rowsThatCannotBeScoredAreNamedAsByTheReference() {
        FloatMatrix gallery = random(400, 3, 1);
        gallery.values()[3 * 300 + 1] = Float.NaN;
        assertThatThrownBy(() -> search(Similarity.EUCLIDEAN, random(2, 3, 2), gallery, 4))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("gallery row 300 holds a NaN");
        FloatMatrix withZeroRow = random(400, 3, 1);
        Arrays.fill(withZeroRow.values(), 3 * 20, 3 * 21, 0);
        assertThatThrownBy(() -> search(Similarity.COSINE, random(2, 3, 2), withZeroRow, 4))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("gallery row 20 is all zeros");
        assertThat(search(Similarity.EUCLIDEAN, random(2, 3, 2), withZeroRow, 4))
                .isEqualTo(exactly(Similarity.EUCLIDEAN, random(2, 3, 2), withZeroRow, 4));
    }

    @Test
    void aLongRowAmongShortOnesWidensTheErrorOfAll() {
        FloatMatrix gallery = random(3000, 5, 1);
        for (int j = 0; j < 5; j++) {
            gallery.values()[5 * 2500 + j] *= 1e6f;
        }
        FloatMatrix queries = random(40, 5, 2);
        for (Similarity similarity : Similarity.values()) {
            assertThat(search(similarity, queries, gallery, 9)).isEqualTo(exactly(similarity, queries, gallery, 9));
        }
    }

    @Test
    void manyQueriesAreRankedReadingByReading() {
        FloatMatrix queries = random(9000, 2, 8);
        FloatMatrix gallery = random(100, 2, 9);

        assertThat(search(Similarity.COSINE, queries, gallery, 2))
                .isEqualTo(exactly(Similarity.COSINE, queries, gallery, 2));
    }

    @Test
    void aCancelledSearchStopsBetweenBlocksOfTheGallery() {
        var asked = new AtomicInteger();

        assertThatThrownBy(() -> new ScreenedSearch(1, kernel)
                        .search(
                                random(20, 4, 3),
                                random(5000, 4, 5),
                                3,
                                SelfMatches.NONE,
                                () -> asked.incrementAndGet() > 2)
                        .queries())
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("5000 items for 20 queries");
        assertThat(asked).hasValue(3);
    }

    @Test
    void noQueriesGiveAnEmptyResultAndTooManyNeighboursAnError() {
        FloatMatrix gallery = random(100, 4, 5);
        assertThat(search(Similarity.COSINE, FloatMatrix.wrap(0, 4, new float[0]), gallery, 3)
                        .queries())
                .isZero();
        assertThatThrownBy(() -> search(Similarity.COSINE, random(2, 4, 3), gallery, 101))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("101 neighbours asked");
    }

    /**
     * True values from sums in double of float32 inputs, whose own error is a 2^29th of what is bounded. Largest where sums
     * cancel: the second half of a row is the first with the sign changed.
     */
    @ParameterizedTest
    @EnumSource(Similarity.class)
    void floatScoresAreWithinTheBoundOfTheReferencesScores(Similarity similarity) {
        double closest = 0;
        for (int seed = 0; seed < 60; seed++) {
            int d = 2 * (1 + seed * 3);
            FloatMatrix gallery = scaled(random(200, d, seed), seed % 3 == 0 ? 100 : 1);
            for (int i = 0; i < gallery.values().length && seed % 2 == 0; i++) {
                int j = i % d;
                gallery.values()[i] = j < d / 2 ? gallery.values()[i] : -gallery.values()[i - d / 2];
            }
            float[] ones = new float[d];
            Arrays.fill(ones, 0.3f + seed);
            FloatMatrix query = similarity.prepare(FloatMatrix.wrap(1, d, ones), "query");
            FloatMatrix prepared = similarity.prepare(gallery, "gallery");
            var block = new RowBlock(gallery);
            assertThat(block.load(gallery, 0, Math.min(200, RowBlock.rowsFor(d)), similarity, kernel))
                    .isTrue();
            var hits = new Hits(block.rows(), kernel.width());
            float[] panel = new float[d * kernel.width()];
            for (int j = 0; j < d; j++) {
                panel[j * kernel.width()] = query.values()[j];
            }
            kernel.screen(block, panel, new float[] {Float.NEGATIVE_INFINITY, 0, 0}, hits);
            double norm = query.rowNorm(0);
            double bound = ScreeningError.bound(similarity, d, norm, block.largestNorm());
            for (int r = 0; r < block.rows(); r++) {
                double wanted = similarity.between(query, 0, prepared, r);
                if (similarity == Similarity.EUCLIDEAN) {
                    wanted = (wanted + norm * norm) / 2;
                }
                double error = Math.abs(hits.scores()[r * kernel.width()] - wanted);
                assertThat(error).as("seed %d, d %d, row %d", seed, d, r).isLessThanOrEqualTo(bound);
                closest = Math.max(closest, error / bound);
            }
        }
        assertThat(closest).as("not a bound without a use").isGreaterThan(1e-3);
    }

    private Neighbours search(Similarity similarity, FloatMatrix queries, FloatMatrix gallery, int k) {
        return new ScreenedSearch(2, kernel)
                .search(similarity, queries, gallery, k, SelfMatches.NONE, Cancellation.NEVER);
    }

    private Neighbours exactly(Similarity similarity, FloatMatrix queries, FloatMatrix gallery, int k) {
        return reference.search(similarity, queries, gallery, k, SelfMatches.NONE, Cancellation.NEVER);
    }

    private static FloatMatrix scaled(FloatMatrix matrix, float factor) {
        float[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return FloatMatrix.wrap(matrix.rows(), matrix.columns(), values);
    }

    private static FloatMatrix random(int rows, int columns, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return FloatMatrix.wrap(rows, columns, values);
    }

    /** Plain float32 loops, from the last column to the first: another order than any other implementation has. */
    private static final class PlainKernel implements ScreeningKernel {
        @Override
        public String name() {
            return "plain";
        }

        @Override
        public int width() {
            return 3;
        }

        @Override
        public void widen(short[] halves, int count, float[] target) {
            throw new UnsupportedOperationException("no gallery here is stored as float16");
        }

        @Override
        public void squaredNorms(RowBlock block, float[] target) {
            for (int r = 0; r < block.rows(); r++) {
                target[r] = 0;
                for (int j = block.columns() - 1; j >= 0; j--) {
                    float value = block.values()[block.from() + r * block.columns() + j];
                    target[r] += value * value;
                }
            }
        }

        @Override
        public void screen(RowBlock block, float[] panel, float[] thresholds, Hits hits) {
            for (int r = 0; r < block.rows(); r++) {
                hits.rows()[r] = false;
                for (int lane = 0; lane < 3; lane++) {
                    float sum = 0;
                    for (int j = block.columns() - 1; j >= 0; j--) {
                        sum += block.values()[block.from() + r * block.columns() + j] * panel[j * 3 + lane];
                    }
                    float score = sum * block.scales()[r] + block.offsets()[r];
                    hits.scores()[r * 3 + lane] = score;
                    hits.rows()[r] |= score >= thresholds[lane];
                }
            }
        }
    }
}
