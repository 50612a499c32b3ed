package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class KMeansTest {
    /** By scikit-learn's partition: src/test/python/kmeans_fixture.py. */
    private static final double EXPECTED_OBJECTIVE = 10.440258534521828;

    /** Pairs at 0, 10 and 90, 100 degrees: centres at 5 and 95, every vector 5 degrees away. */
    @Test
    void twoPairsOfDirectionsHaveTheirBisectorsAsCentres() {
        FloatMatrix vectors = directions(0, 90, 10, 100);
        for (long seed = 0; seed < 5; seed++) {
            KMeans found = KMeans.fit(vectors, 2, seed);
            int[] of = found.assignment();
            assertThat(of[0]).isEqualTo(of[2]).isNotEqualTo(of[1]);
            assertThat(of[1]).isEqualTo(of[3]);
            assertThat(found.centres().row(of[0]))
                    .containsExactly(directions(5).row(0), within(1e-6f)); // float32 rounding
            assertThat(found.centres().row(of[1]))
                    .containsExactly(directions(95).row(0), within(1e-6f));
            assertThat(found.objective()).isCloseTo(4 * (1 - Math.cos(Math.toRadians(5))), within(1e-6));
        }
    }

    @Test
    void theBestOfTenStartsReachesTheObjectiveOfAnIndependentLibrary() throws IOException {
        FloatMatrix vectors = fixture();
        double[] objectives = new double[10];
        for (int seed = 0; seed < objectives.length; seed++) {
            objectives[seed] = KMeans.fit(vectors, 8, seed).objective();
        }
        // 1e-5: 200 distances with float32 centres. None may be below: the other is the optimum of these separate
        // groups.
        assertThat(Arrays.stream(objectives).min().orElseThrow()).isCloseTo(EXPECTED_OBJECTIVE, within(1e-5));
        assertThat(Arrays.stream(objectives).filter(o -> o < EXPECTED_OBJECTIVE + 1e-5))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void separateGroupsAreFound() {
        SplittableRandom random = new SplittableRandom(1);
        int groups = 5;
        float[][] rows = new float[200][16];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 16; j++) {
                rows[i][j] = (float) (0.05 * random.nextGaussian()) + (j == 3 * (i % groups) ? 1 : 0);
            }
        }
        int[] of = KMeans.fit(FloatMatrix.ofRows(rows), groups, 3).assignment();
        for (int i = groups; i < rows.length; i++) {
            assertThat(of[i]).isEqualTo(of[i % groups]);
        }
        assertThat(Arrays.stream(of).distinct()).hasSize(groups);
    }

    @Test
    void centresAreUnitVectorsAndEachVectorIsWithItsNearest() throws IOException {
        FloatMatrix vectors = fixture();
        KMeans found = KMeans.fit(vectors, 14, 2);
        assertThat(found.centres().rows()).isEqualTo(14);
        double objective = 0;
        for (int k = 0; k < 14; k++) {
            assertThat(found.centres().rowNorm(k)).isCloseTo(1, within(1e-6));
        }
        for (int i = 0; i < vectors.rows(); i++) {
            double[] cosines = new double[14];
            for (int k = 0; k < 14; k++) {
                for (int j = 0; j < vectors.columns(); j++) {
                    cosines[k] += (double) vectors.get(i, j) * found.centres().get(k, j) / vectors.rowNorm(i);
                }
            }
            double best = Arrays.stream(cosines).max().orElseThrow();
            assertThat(cosines[found.assignment()[i]]).isCloseTo(best, within(1e-12));
            objective += 1 - best;
        }
        assertThat(found.objective()).isCloseTo(objective, within(1e-4)); // distances below 1e-6 count as 0
        assertThat(found.steps()).isBetween(1, 25);
    }

    @Test
    void sameSeedSameResultWhateverTheThreads() throws Exception {
        FloatMatrix vectors = fixture();
        KMeans once = KMeans.fit(vectors, 8, 7);
        ForkJoinPool one = new ForkJoinPool(1);
        KMeans again;
        try {
            again = one.submit(() -> KMeans.fit(vectors, 8, 7)).get();
        } finally {
            one.shutdown();
        }
        assertThat(again.centres()).isEqualTo(once.centres());
        assertThat(again.assignment()).isEqualTo(once.assignment());
        assertThat(again.objective()).isEqualTo(once.objective());
        assertThat(KMeans.fit(vectors, 8, 8).centres()).isNotEqualTo(once.centres());
    }

    @Test
    void lengthsDoNotMatter() throws IOException {
        FloatMatrix vectors = fixture();
        float[] longer = vectors.values().clone();
        for (int i = 0; i < longer.length; i++) {
            longer[i] *= 4; // a power of two: no rounding
        }
        FloatMatrix scaled = FloatMatrix.wrap(vectors.rows(), vectors.columns(), longer);
        assertThat(KMeans.fit(scaled, 8, 1).centres())
                .isEqualTo(KMeans.fit(vectors, 8, 1).centres());
    }

    @Test
    void fewerDifferentVectorsThanClustersGiveFewerClusters() {
        KMeans found = KMeans.fit(directions(0, 90, 0, 90, 180, 0), 6, 1);
        assertThat(found.centres().rows()).isEqualTo(3);
        assertThat(found.objective()).isZero();
    }

    @Test
    void asManyClustersAsVectorsMakeEachItsOwn() {
        KMeans found = KMeans.fit(directions(0, 50, 100, 150), 4, 1);
        assertThat(Arrays.stream(found.assignment()).distinct()).hasSize(4);
        assertThat(found.objective()).isZero();
    }

    /** One cluster's objective is n minus the length of the sum of unit vectors: 3 - |(1,0) + (0,1) + (0,1)|. */
    @Test
    void oneClusterIsTheNormalisedSum() {
        KMeans found = KMeans.fit(directions(0, 90, 90), 1, 1);
        assertThat(found.objective()).isCloseTo(3 - Math.sqrt(5), within(1e-6));
        assertThat(found.centres().get(0, 1) / found.centres().get(0, 0)).isCloseTo(2, within(1e-5f));
    }

    /** Two equal centres: the second gets no vector, and restarts at 180 degrees, the farthest from 0. */
    @Test
    void anEmptyClusterRestartsAtTheFarthestVector() {
        FloatMatrix vectors = directions(0, 4, 8, 172, 180);
        float[][] centres = {directions(4).row(0), directions(4).row(0)};
        KMeans.improve(vectors, centres);
        assertThat(centres[0]).containsExactly(directions(4).row(0), within(1e-6f));
        assertThat(centres[1]).containsExactly(directions(176).row(0), within(1e-6f));
    }

    /** Opposite vectors have no mean direction. */
    @Test
    void membersThatCancelOutLeaveTheCentreAsItWas() {
        KMeans found = KMeans.fit(FloatMatrix.ofRows(new float[][] {{1, 0}, {-1, 0}}), 1, 1);
        assertThat(found.centres().rowNorm(0)).isEqualTo(1);
        assertThat(found.objective()).isEqualTo(2);
    }

    @Test
    void moreVectorsThanAreFittedAreAllAssigned() {
        SplittableRandom random = new SplittableRandom(4);
        int n = KMeans.MAX_FITTED + 10_000;
        float[] values = new float[2 * n];
        for (int i = 0; i < n; i++) {
            double degrees = 120 * (i % 3) + 20 * random.nextDouble();
            values[2 * i] = (float) Math.cos(Math.toRadians(degrees));
            values[2 * i + 1] = (float) Math.sin(Math.toRadians(degrees));
        }
        int[] of = KMeans.fit(FloatMatrix.wrap(n, 2, values), 3, 1).assignment();
        assertThat(of).hasSize(n);
        int wrong = 0;
        for (int i = 3; i < n; i++) {
            wrong += of[i] == of[i % 3] ? 0 : 1;
        }
        assertThat(wrong).isZero();
    }

    @Test
    void theDefaultNumberOfClustersIsTheRootUpToItsCap() {
        assertThat(KMeans.defaultClusters(0)).isEqualTo(1);
        assertThat(KMeans.defaultClusters(1)).isEqualTo(1);
        assertThat(KMeans.defaultClusters(10_000)).isEqualTo(100);
        assertThat(KMeans.defaultClusters(10_100)).isEqualTo(100);
        assertThat(KMeans.defaultClusters(1_000_000_000)).isEqualTo(4_096);
    }

    @Test
    void whatCannotBeClusteredIsRefused() {
        FloatMatrix three = directions(0, 1, 2);
        for (int clusters : new int[] {-1, 0, 4}) {
            assertThatThrownBy(() -> KMeans.fit(three, clusters, 1))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining(clusters + " clusters were asked of 3 vectors");
        }
        assertThatThrownBy(() -> KMeans.fit(FloatMatrix.wrap(0, 4, new float[0]), 1, 1))
                .isInstanceOf(DmuException.class);
        assertThatThrownBy(() -> KMeans.fit(FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 0}}), 1, 1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("vector 1 is zero");
        assertThatThrownBy(() -> KMeans.fit(FloatMatrix.ofRows(new float[][] {{Float.NaN, 0}}), 1, 1))
                .isInstanceOf(DmuException.class);
    }

    private static FloatMatrix directions(double... degrees) {
        float[][] rows = new float[degrees.length][];
        for (int i = 0; i < degrees.length; i++) {
            double angle = Math.toRadians(degrees[i]);
            rows[i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
        }
        return FloatMatrix.ofRows(rows);
    }

    private static FloatMatrix fixture() throws IOException {
        try (InputStream in = KMeansTest.class.getResourceAsStream("/method/kmeans.csv")) {
            assertThat(in).isNotNull();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            float[][] rows = reader.lines()
                    .map(line -> {
                        String[] cells = line.split(",", -1);
                        float[] row = new float[cells.length];
                        for (int j = 0; j < row.length; j++) {
                            row[j] = Float.parseFloat(cells[j]);
                        }
                        return row;
                    })
                    .toArray(float[][]::new);
            return FloatMatrix.ofRows(rows);
        }
    }
}
