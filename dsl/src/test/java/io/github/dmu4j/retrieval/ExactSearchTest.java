package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.MappedNpy;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.RunCancelled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactSearchTest {
    private static final FloatMatrix GALLERY =
            FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}, {3, 0}, {-1, 0}, {1, 0}});
    private static final FloatMatrix QUERY = FloatMatrix.ofRows(new float[][] {{2, 0}});

    private final SimilaritySearch search = new ExactSearch(1);

    @Test
    void equalCosinesAreRankedBySmallerIndex() {
        Neighbours found = search.search(QUERY, GALLERY, 5, SelfMatches.NONE, Cancellation.NEVER);

        assertThat(found.indices(0)).containsExactly(0, 2, 4, 1, 3);
        assertThat(found.scores(0)).containsExactly(1, 1, 1, 0, -1);
    }

    @Test
    void innerProductPrefersTheLongVectorAndEuclideanTheNearOne() {
        assertThat(first(Similarity.INNER_PRODUCT)).containsExactly(2, 0, 4, 1, 3);
        assertThat(first(Similarity.EUCLIDEAN)).containsExactly(0, 2, 4, 1, 3);
    }

    private int[] first(Similarity similarity) {
        return search.rankAll(similarity, QUERY, GALLERY, SelfMatches.NONE, Cancellation.NEVER)
                .indices(0);
    }

    @Test
    void theQueryItselfIsExcludedByIndexAndItsDuplicateStays() {
        Neighbours found =
                search.rankAll(Similarity.COSINE, GALLERY, GALLERY, SelfMatches.sameOrder(5), Cancellation.NEVER);

        assertThat(found.indices(0)).containsExactly(2, 4, 1, 3);
        assertThat(found.depth()).isEqualTo(5);
    }

    @Test
    void moreNeighboursThanGalleryItemsIsAnErrorThatSaysWhatIsAllowed() {
        assertThatThrownBy(() -> found(search, QUERY, GALLERY, 6))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll("6 neighbours asked", "5 items", "1..5", "rankAll");
    }

    @Test
    void rowsThatCannotBeScoredAreNamed() {
        var zeroRow = FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 0}});
        var nanRow = FloatMatrix.ofRows(new float[][] {{1, 0}, {1, 1}, {Float.NaN, 0}});

        assertThatThrownBy(() -> found(search, QUERY, zeroRow, 1)).hasMessageContaining("gallery row 1 is all zeros");
        assertThatThrownBy(() -> found(search, nanRow, GALLERY, 1)).hasMessageContaining("query row 2 holds a NaN");
        assertThat(search.search(Similarity.EUCLIDEAN, QUERY, zeroRow, 1, SelfMatches.NONE, Cancellation.NEVER)
                        .indices(0))
                .containsExactly(0);
    }

    @Test
    void differentDimensionsAreAnError() {
        assertThatThrownBy(() -> found(search, FloatMatrix.ofRows(new float[][] {{1, 0, 0}}), GALLERY, 1))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll("dimension 3", "has 2");
    }

    @Test
    void noQueriesGiveAnEmptyResult() {
        assertThat(found(search, FloatMatrix.ofRows(new float[0][]), GALLERY, 1).queries())
                .isZero();
    }

    @Test
    void aCancelledSearchStopsBetweenBlocksOfTheGallery() {
        var asked = new AtomicInteger();
        FloatMatrix many = random(200, 4, 3);

        assertThatThrownBy(() -> search.search(
                                many, random(3000, 4, 5), 3, SelfMatches.NONE, () -> asked.incrementAndGet() > 2)
                        .queries())
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("3000 items for 200 queries");
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void aMappedGalleryIsRankedAsTheSameRowsOnTheHeap(Similarity similarity, @TempDir Path folder) {
        FloatMatrix queries = random(70, 5, 1);
        for (FloatType type : FloatType.values()) {
            Path file = folder.resolve(type + ".npy");
            Npy.write(file, random(1000, 5, 2), type);
            FloatMatrix heap = Npy.readMatrix(file); // rounded, if to float16

            Neighbours expected = search.search(similarity, queries, heap, 20, SelfMatches.NONE, Cancellation.NEVER);

            assertThat(new ExactSearch(3)
                            .search(
                                    similarity,
                                    queries,
                                    MappedNpy.open(file),
                                    20,
                                    SelfMatches.NONE,
                                    Cancellation.NEVER))
                    .isEqualTo(expected);
        }
    }

    @Test
    void aLateRowThatCannotBeScoredIsNamedWhicheverThreadMeetsIt() {
        FloatMatrix gallery = random(1000, 4, 5);
        gallery.values()[4 * 700 + 2] = Float.POSITIVE_INFINITY;
        for (int threads : new int[] {1, 3}) {
            assertThatThrownBy(() -> found(new ExactSearch(threads), random(9, 4, 3), gallery, 1))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("gallery row 700 holds a NaN or an infinity");
        }
    }

    @Test
    void manyQueriesAreRankedGroupByGroup() {
        FloatMatrix queries = random(2100, 2, 8);
        FloatMatrix gallery = random(300, 2, 9);

        Neighbours all = found(search, queries, gallery, 5);

        for (int q = 0; q < 2100; q += 300) {
            assertThat(all.indices(q))
                    .isEqualTo(
                            found(search, queries.slice(q, q + 1), gallery, 5).indices(0));
        }
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void equalsTheNaiveLoopWithTiesForEveryThreadCountAndDepth(Similarity similarity) {
        for (long seed = 0; seed < 12; seed++) {
            var random = new SplittableRandom(seed);
            int n = 1 + random.nextInt(seed % 4 == 0 ? 3000 : 600);
            int d = 1 + random.nextInt(9);
            FloatMatrix gallery = withDuplicates(random(n, d, seed), random);
            FloatMatrix queries = random(1 + random.nextInt(80), d, seed + 1000);
            int k = 1 + random.nextInt(n);
            int[] excluded = random.ints(queries.rows(), -1, n).toArray();
            SelfMatches self = SelfMatches.of(excluded);

            Neighbours one = new ExactSearch(1).search(similarity, queries, gallery, k, self, Cancellation.NEVER);
            Neighbours three = new ExactSearch(3).search(similarity, queries, gallery, k, self, Cancellation.NEVER);

            assertThat(three).as("seed %d", seed).isEqualTo(one);
            for (int q = 0; q < queries.rows(); q++) {
                assertThat(one.indices(q))
                        .as("seed %d query %d", seed, q)
                        .containsExactly(naive(similarity, queries.row(q), gallery, k, excluded[q]));
            }
        }
    }

    /** The definition, by boxed sort over a plain loop. */
    private static int[] naive(Similarity similarity, float[] query, FloatMatrix gallery, int k, int excluded) {
        float[] unitQuery = unit(query);
        float[] scores = new float[gallery.rows()];
        List<Integer> order = new ArrayList<>();
        for (int g = 0; g < gallery.rows(); g++) {
            float[] item = gallery.row(g);
            float[] unitItem = unit(item);
            double sum = 0;
            for (int j = 0; j < query.length; j++) {
                sum += switch (similarity) {
                    case COSINE -> (double) unitQuery[j] * unitItem[j];
                    case INNER_PRODUCT -> (double) query[j] * item[j];
                    case EUCLIDEAN -> -((double) query[j] - item[j]) * ((double) query[j] - item[j]);
                };
            }
            scores[g] = (float) sum;
            if (g != excluded) {
                order.add(g);
            }
        }
        order.sort(Comparator.<Integer>comparingDouble(g -> -scores[g]).thenComparing(g -> g));
        return order.stream().limit(k).mapToInt(g -> g).toArray();
    }

    private static float[] unit(float[] row) {
        double norm = 0;
        for (float value : row) {
            norm += (double) value * value;
        }
        norm = Math.sqrt(norm);
        float[] unit = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            unit[j] = (float) (row[j] / norm);
        }
        return unit;
    }

    @Test
    void everyItemIsItsOwnNearestNeighbourAtDistanceZero() {
        FloatMatrix items = random(300, 6, 11);

        Neighbours found = search.search(Similarity.EUCLIDEAN, items, items, 1, SelfMatches.NONE, Cancellation.NEVER);

        for (int q = 0; q < 300; q++) {
            assertThat(found.indices(q)).containsExactly(q);
            assertThat(found.scores(q)).containsExactly(0);
        }
    }

    @Test
    void annRecallIsTheShareOfTheExactTopKThatWasFound() {
        Neighbours exact = Neighbours.of(new int[][] {{4, 2, 9}, {1, 2, 3}}, new float[2][3], 3);
        Neighbours approximate = Neighbours.of(new int[][] {{2, 9, 7}, {3, 2, 1}}, new float[2][3], 3);

        assertThat(approximate.annRecall(exact, 3)).containsExactly(2 / 3.0, 1);
        assertThat(approximate.annRecall(exact, 1)).containsExactly(0, 0);
    }

    @Test
    void theScoreBitsSurviveTheRankKey() {
        float[] descending = {Float.MAX_VALUE, 1, Float.MIN_VALUE, 0, -Float.MIN_VALUE, -1, -Float.MAX_VALUE};
        long[] keys = new long[descending.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = RankKey.of(descending[i], Integer.MAX_VALUE - i);
            assertThat(RankKey.score(keys[i])).isEqualTo(descending[i]);
            assertThat(RankKey.index(keys[i])).isEqualTo(Integer.MAX_VALUE - i);
        }
        assertThat(keys).isSorted();
        assertThat(RankKey.of(-0.0f, 3)).isEqualTo(RankKey.of(0.0f, 3));
    }

    @Test
    void withoutAnotherModuleTheReferenceIsTheFastest() {
        assertThat(SimilaritySearch.fastest().name()).isEqualTo("exact, scalar");
    }

    private static Neighbours found(SimilaritySearch search, FloatMatrix queries, FloatMatrix gallery, int k) {
        return search.search(queries, gallery, k, SelfMatches.NONE, Cancellation.NEVER);
    }

    private static FloatMatrix withDuplicates(FloatMatrix matrix, SplittableRandom random) {
        return matrix.select(
                random.ints(matrix.rows(), 0, Math.max(1, matrix.rows() / 2)).toArray());
    }

    private static FloatMatrix random(int rows, int columns, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return FloatMatrix.wrap(rows, columns, values);
    }
}
