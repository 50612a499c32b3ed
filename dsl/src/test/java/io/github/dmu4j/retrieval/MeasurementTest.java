package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.EmbeddingSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Search, judgments and metrics together, as properties over seeded random cases. */
class MeasurementTest {
    private static final List<Metric> METRICS =
            List.of(Metric.mAP(), Metric.classLabelMAP(), Metric.recallAt(3), Metric.recallAt(9), Metric.nDCGAt(5));

    @Test
    void labelledVectorsAreMeasuredByCosine() {
        EmbeddingSet queries =
                EmbeddingSet.of(FloatMatrix.ofRows(new float[][] {{1, 0}})).withLabels(new int[] {4});
        EmbeddingSet gallery = EmbeddingSet.of(FloatMatrix.ofRows(new float[][] {{9, 9}, {0.1f, 0}, {0, 1}}))
                .withLabels(new int[] {4, 5, 4});

        // the order is 1 (wrong), 0 (right), 2 (right): AP = (1/2 + 2/3) / 2
        assertThat(Measurement.of(queries, gallery, Metric.mAP()).mean(Metric.mAP()))
                .isCloseTo(7.0 / 12, within(1e-9));
        assertThatThrownBy(() -> Measurement.of(queries.withoutLabels(), gallery, Metric.mAP()))
                .hasMessageContaining("the queries have no labels");
    }

    @Test
    void rowOrderOfTheGalleryDoesNotMatter() {
        for (long seed = 0; seed < 10; seed++) {
            Case c = new Case(seed);
            int[] order = Seeds.permutation(c.n, new SplittableRandom(seed));

            Measurement plain = measure(c.vectors, c.vectors, c.labels, c.labels, SelfMatches.NONE);
            Measurement shuffled =
                    measure(c.vectors, c.vectors.select(order), c.labels, pick(c.labels, order), SelfMatches.NONE);

            assertSame(plain, shuffled, 0, seed);
        }
    }

    @Test
    void aRotationOfBothSidesDoesNotMatter() {
        for (long seed = 0; seed < 10; seed++) {
            Case c = new Case(seed);
            FloatMatrix rotated = rotateFirstTwo(c.vectors, 0.3 + seed);

            Measurement plain = measure(c.vectors, c.vectors, c.labels, c.labels, SelfMatches.sameOrder(c.n));
            Measurement turned = measure(rotated, rotated, c.labels, c.labels, SelfMatches.sameOrder(c.n));

            // float32 rounding may swap two nearly equal scores; random scores are about 1e-4 apart here
            assertSame(plain, turned, 0.02, seed);
        }
    }

    @Test
    void recallGrowsWithKAndEndsAtOne() {
        for (long seed = 0; seed < 10; seed++) {
            Case c = new Case(seed);
            List<Metric> recalls =
                    List.of(Metric.recallAt(1), Metric.recallAt(4), Metric.recallAt(20), Metric.recallAt(c.n));
            Measurement measured =
                    measure(c.vectors, c.vectors, c.labels, c.labels, SelfMatches.sameOrder(c.n), recalls);

            double[] means = recalls.stream().mapToDouble(measured::mean).toArray();
            assertThat(means).as("seed %d", seed).isSorted();
            assertThat(means[3]).as("seed %d", seed).isEqualTo(1);
        }
    }

    @Test
    void hitRateAtOneIsOneWhenEveryNearestNeighbourSharesTheLabel() {
        FloatMatrix twoPairs = FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}, {1, 0.1f}, {0.1f, 1}});
        int[] labels = {5, 6, 5, 6};

        Measurement measured = measure(
                twoPairs,
                twoPairs,
                labels,
                labels,
                SelfMatches.sameOrder(4),
                List.of(Metric.hitRateAt(1), Metric.mAP()));

        assertThat(measured.mean(Metric.hitRateAt(1))).isEqualTo(1);
        assertThat(measured.mean(Metric.mAP())).isEqualTo(1);
        assertThat(measured.skipped(Metric.mAP())).isZero();
    }

    @Test
    void aClassOfOneIsSkippedWhenTheQueryIsRemoved() {
        FloatMatrix vectors = FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}, {1, 1}});
        int[] labels = {1, 1, 2};

        Measurement measured = measure(vectors, vectors, labels, labels, SelfMatches.sameOrder(3));

        assertThat(measured.perQuery(Metric.mAP())).containsExactly(0.5, 0.5, Double.NaN);
        assertThat(measured.skipped(Metric.mAP())).isEqualTo(1);
        assertThat(measured.mean(Metric.mAP())).isEqualTo(0.5);
    }

    @Test
    void manyQueriesAreMeasuredInBlocksWithTheSameValues() {
        // 7,000 items: a block holds 1,198 full rankings, so 1,300 queries take two
        var random = new SplittableRandom(1);
        FloatMatrix gallery = random(7000, 2, random);
        int[] labels = random.ints(7000, 0, 9).toArray();
        int[] queryRows = random.ints(1300, 0, 7000).toArray();
        FloatMatrix queries = gallery.select(queryRows);
        SelfMatches self = SelfMatches.of(queryRows);
        List<Metric> metrics = List.of(Metric.recallAt(7000), Metric.hitRateAt(1));

        Measurement whole = measure(queries, gallery, pick(labels, queryRows), labels, self, metrics);
        int last = 1299;
        Measurement alone = measure(
                queries.slice(last, last + 1),
                gallery,
                new int[] {labels[queryRows[last]]},
                labels,
                self.slice(last, last + 1),
                metrics);

        assertThat(whole.mean(Metric.recallAt(7000))).isEqualTo(1);
        assertThat(whole.perQuery(Metric.hitRateAt(1))[last]).isEqualTo(alone.perQuery(Metric.hitRateAt(1))[0]);
    }

    @Test
    void judgmentsOfOtherSizesAreRefused() {
        FloatMatrix vectors = FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}});

        assertThatThrownBy(() -> measure(vectors, vectors, new int[] {1, 1}, new int[] {1}, SelfMatches.NONE))
                .isInstanceOf(DmuException.class)
                .hasMessageContainingAll("1 gallery items", "2 gallery vectors");
    }

    @Test
    void aMetricThatWasNotMeasuredIsNamed() {
        Case c = new Case(1);
        Measurement measured = measure(c.vectors, c.vectors, c.labels, c.labels, SelfMatches.NONE);

        assertThatThrownBy(() -> measured.mean(Metric.cmc(5)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("CMC@5 asked");
    }

    private static void assertSame(Measurement a, Measurement b, double tolerance, long seed) {
        for (Metric metric : METRICS) {
            assertThat(b.mean(metric)).as("seed %d %s", seed, metric).isCloseTo(a.mean(metric), within(tolerance));
        }
    }

    private static Measurement measure(FloatMatrix q, FloatMatrix g, int[] ql, int[] gl, SelfMatches self) {
        return measure(q, g, ql, gl, self, METRICS);
    }

    private static Measurement measure(
            FloatMatrix q, FloatMatrix g, int[] ql, int[] gl, SelfMatches self, List<Metric> metrics) {
        return Measurement.of(
                new ExactSearch(2),
                Similarity.COSINE,
                q,
                g,
                RelevanceJudgments.byLabel(ql, gl),
                self,
                metrics,
                Cancellation.NEVER);
    }

    private static FloatMatrix rotateFirstTwo(FloatMatrix vectors, double angle) {
        float[] values = vectors.values().clone();
        for (int i = 0; i < values.length; i += vectors.columns()) {
            double x = values[i];
            double y = values[i + 1];
            values[i] = (float) (Math.cos(angle) * x - Math.sin(angle) * y);
            values[i + 1] = (float) (Math.sin(angle) * x + Math.cos(angle) * y);
        }
        return FloatMatrix.wrap(vectors.rows(), vectors.columns(), values);
    }

    private static int[] pick(int[] values, int[] indices) {
        int[] picked = new int[indices.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[indices[i]];
        }
        return picked;
    }

    private static FloatMatrix random(int rows, int columns, SplittableRandom random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return FloatMatrix.wrap(rows, columns, values);
    }

    private static final class Case {
        final int n;
        final FloatMatrix vectors;
        final int[] labels;

        Case(long seed) {
            var random = new SplittableRandom(seed);
            n = 60 + random.nextInt(60);
            vectors = random(n, 5, random);
            labels = random.ints(n, 0, 6).toArray();
        }
    }
}
