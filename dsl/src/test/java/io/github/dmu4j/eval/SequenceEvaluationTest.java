package io.github.dmu4j.eval;

import static io.github.dmu4j.eval.GalleryState.EVOLVED;
import static io.github.dmu4j.eval.GalleryState.KEPT;
import static io.github.dmu4j.eval.GalleryState.REEMBEDDED;
import static io.github.dmu4j.retrieval.Metric.hitRateAt;
import static io.github.dmu4j.retrieval.Metric.mAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.retrieval.CompatibilityMatrix;
import io.github.dmu4j.retrieval.SelfMatches;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One gallery item of each of two classes, and one query of each. Whoever finds the right one first has a mean average precision of
 * 1, whoever finds it second one of 1/2, so that every value can be read off the vectors.
 */
class SequenceEvaluationTest {
    private static final int[] LABELS = {0, 1};

    /** In the first space both queries meet the wrong item first; in the second and third both meet the right one. */
    private static final FloatMatrix QUERIES = plane(1, 0, 0, 1);

    private static final FloatMatrix FIRST_GALLERY = plane(0.1, 0.9, 0.9, 0.1);
    private static final FloatMatrix SECOND_GALLERY = plane(0.9, 0.1, 0.8, 0.2);
    private static final FloatMatrix THIRD_QUERIES = FloatMatrix.wrap(2, 3, new float[] {1, 0, 0, 0, 0, 1});
    private static final FloatMatrix THIRD_GALLERY = FloatMatrix.wrap(2, 3, new float[] {.9f, .1f, 0, 0, .1f, .9f});

    /** Exchanges the coordinates: puts the first gallery right, and would spoil the second. */
    private static final GalleryAdapter TO_SECOND = new Picked(2, 1, 0);

    /** From (x, y) to (y, 0, x): spoils what is right. */
    private static final GalleryAdapter TO_THIRD = new Picked(2, 1, -1, 0);

    private static FloatMatrix plane(double... coordinates) {
        float[] values = new float[coordinates.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) coordinates[i];
        }
        return FloatMatrix.wrap(values.length / 2, 2, values);
    }

    /** Takes the columns of these numbers; -1 is zero. */
    private record Picked(int inputs, List<Integer> columns) implements GalleryAdapter {
        Picked(int inputs, Integer... columns) {
            this(inputs, List.of(columns));
        }

        @Override
        public FloatMatrix adapt(FloatMatrix storedRows) {
            float[] moved = new float[storedRows.rows() * columns.size()];
            for (int i = 0; i < moved.length; i++) {
                int column = columns.get(i % columns.size());
                moved[i] = column < 0 ? 0 : storedRows.values()[i / columns.size() * storedRows.columns() + column];
            }
            return FloatMatrix.wrap(storedRows.rows(), columns.size(), moved);
        }

        @Override
        public double[] scores(FloatMatrix storedRows) {
            double[] none = new double[storedRows.rows()];
            Arrays.fill(none, Double.NaN);
            return none;
        }

        @Override
        public VectorContract input() {
            return VectorContract.unknown(inputs);
        }

        @Override
        public VectorContract output() {
            return VectorContract.unknown(columns.size());
        }

        @Override
        public String fingerprint() {
            return columns.toString();
        }
    }

    private static SequenceVectors three(List<GalleryAdapter> adapters) {
        return new SequenceVectors(
                LABELS,
                LABELS,
                SelfMatches.NONE,
                List.of(QUERIES, QUERIES, THIRD_QUERIES),
                List.of(FIRST_GALLERY, SECOND_GALLERY, THIRD_GALLERY),
                adapters);
    }

    private static SequenceScores measure(SequenceVectors vectors) {
        return new SequenceEvaluation(List.of(mAP(), hitRateAt(1)), Cancellation.NEVER).measure(vectors);
    }

    private static List<List<Double>> triangle(CompatibilityMatrix c) {
        return IntStream.range(0, c.models())
                .mapToObj(t ->
                        IntStream.rangeClosed(0, t).mapToObj(k -> c.value(t, k)).toList())
                .toList();
    }

    @Test
    void keptAndEvolvedGalleriesHaveTheValuesThatTheVectorsGiveByHand() {
        SequenceScores scores = measure(three(List.of(TO_SECOND, TO_THIRD)));

        assertThat(triangle(scores.matrix(EVOLVED, mAP()))).hasToString("[[0.5], [1.0, 1.0], [0.5, 0.5, 1.0]]");
        assertThat(triangle(scores.matrix(KEPT, mAP()))).hasToString("[[0.5], [0.5, 1.0], [NaN, NaN, 1.0]]");
        assertThat(triangle(scores.matrix(EVOLVED, hitRateAt(1)))).hasToString("[[0.0], [1.0, 1.0], [0.0, 0.0, 1.0]]");
        assertThat(scores.metrics()).containsExactly(mAP(), hitRateAt(1));
    }

    @Test
    void averagesOfThatTriangleByHand() {
        CompatibilityMatrix evolved =
                measure(three(List.of(TO_SECOND, TO_THIRD))).matrix(EVOLVED, mAP());

        assertThat(evolved.averageCompatibility()).isEqualTo(1 / 3.0); // 1 > .5; .5 = .5 and .5 < 1 are not
        assertThat(evolved.averageMetric()).isEqualTo(4.5 / 6);
        assertThat(evolved.backwardCompatibility()).isEqualTo(((.5 - .5) + (.5 - 1)) / 2);
        assertThat(evolved.forwardCompatibility()).isEqualTo(((1.0 - 1) + (.5 - 1)) / 2);
    }

    @Test
    void evolvingStepByStepIsTheComposedMap() {
        SequenceScores stepByStep = measure(three(List.of(TO_SECOND, TO_THIRD)));
        SequenceScores atOnce = measure(new SequenceVectors(
                LABELS,
                LABELS,
                SelfMatches.NONE,
                List.of(QUERIES, THIRD_QUERIES),
                List.of(FIRST_GALLERY, THIRD_GALLERY),
                List.of(TO_SECOND.then(TO_THIRD))));

        assertThat(atOnce.score(2, 1, EVOLVED, mAP()).orElseThrow().perQuery())
                .isEqualTo(stepByStep.score(3, 1, EVOLVED, mAP()).orElseThrow().perQuery());
    }

    @Test
    void withoutAdaptersNothingEvolves() {
        SequenceScores scores = measure(three(List.of()));

        assertThat(scores.isEvolving()).isFalse();
        assertThat(scores.score(2, 1, EVOLVED, mAP())).isEmpty();
        assertThat(scores.score(2, 1, KEPT, mAP()).orElseThrow().value()).isEqualTo(.5);
        assertThat(scores.score(3, 2, KEPT, mAP())).as("another dimension").isEmpty();
        assertThat(scores.score(3, 3, REEMBEDDED, mAP()).orElseThrow()).hasToString("v3-to-v3 mAP 1.0 over 2 queries");
        assertThat(scores.matrix(EVOLVED, mAP()).value(1, 0)).isNaN();
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> three(List.of(TO_SECOND))).hasMessageContaining("1 adapters for 3 generations");
        assertThatThrownBy(() ->
                        new SequenceVectors(LABELS, LABELS, SelfMatches.NONE, List.of(QUERIES), List.of(), List.of()))
                .hasMessageContaining("queries of 1 generations and galleries of 0");
        SequenceScores scores = measure(three(List.of()));
        assertThatThrownBy(() -> scores.matrix(REEMBEDDED, mAP())).hasMessageContaining("only its diagonal");
        assertThatThrownBy(() -> new SequenceEvaluation(List.of(), Cancellation.NEVER))
                .hasMessageContaining("at least one metric");
    }
}
