package io.github.dmu4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.NeighbourhoodAverage;
import io.github.dmu4j.retrieval.SelfMatches;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Four gallery items of classes 0, 0, 1, 1 and two queries of classes 0 and 1, ranked by hand. */
class CrossModelEvaluationTest {
    private static final int[] GALLERY_LABELS = {0, 0, 1, 1};
    private static final int[] QUERY_LABELS = {0, 1};

    /** Angles in degrees to vectors of the plane: cosine ranks by the difference of angles. */
    private static FloatMatrix angles(double... degrees) {
        float[] values = new float[2 * degrees.length];
        for (int i = 0; i < degrees.length; i++) {
            values[2 * i] = (float) Math.cos(Math.toRadians(degrees[i]));
            values[2 * i + 1] = (float) Math.sin(Math.toRadians(degrees[i]));
        }
        return FloatMatrix.wrap(degrees.length, 2, values);
    }

    private static CrossModelVectors vectors(
            FloatMatrix newQueries, FloatMatrix newGallery, @Nullable FloatMatrix adapted) {
        return new CrossModelVectors(
                QUERY_LABELS,
                GALLERY_LABELS,
                SelfMatches.NONE,
                angles(0, 90),
                angles(0, 60, 30, 90),
                newQueries,
                newGallery,
                Optional.ofNullable(adapted));
    }

    private static double mAP(CrossModelVectors vectors, Pairing pairing) {
        return new CrossModelEvaluation(List.of(Metric.mAP()), Cancellation.NEVER)
                .measure(vectors).stream()
                        .filter(score -> score.pairing() == pairing)
                        .findFirst()
                        .orElseThrow()
                        .value();
    }

    @Test
    void everyPairingHasTheValueThatItsRankingsGiveByHand() {
        CrossModelVectors vectors = vectors(angles(80, 10), angles(80, 81, 10, 11), angles(80, 11, 10, 81));
        // query at 0, gallery 0 60 30 90: right, wrong, right, wrong -> (1 + 2/3) / 2; query at 90 mirrors it: 90, 60,
        // 30, 0
        assertThat(mAP(vectors, Pairing.OLD_TO_OLD)).isCloseTo(5.0 / 6, within(1e-12));
        // query at 80 of class 0: 90 (1), 60 (0), 30 (1), 0 (0) -> (1/2 + 2/4) / 2 = 1/2
        // query at 10 of class 1: 0 (0), 30 (1), 60 (0), 90 (1) -> (1/2 + 2/4) / 2 = 1/2
        assertThat(mAP(vectors, Pairing.NEW_TO_OLD)).isCloseTo(0.5, within(1e-12));
        // query at 80 of class 0: 80 (0), 81 (1), 11 (0), 10 (1) -> (1 + 2/3) / 2
        // query at 10 of class 1: 10 (1), 11 (0), 80 (0), 81 (1) -> (1 + 2/4) / 2
        assertThat(mAP(vectors, Pairing.NEW_TO_ADAPTED)).isCloseTo((5.0 / 6 + 3.0 / 4) / 2, within(1e-12));
        assertThat(mAP(vectors, Pairing.NEW_TO_NEW)).isEqualTo(1);
    }

    @Test
    void newToOldIsLeftOutWhenTheDimensionsDifferAndNewToAdaptedWithoutAModule() {
        FloatMatrix queries = FloatMatrix.wrap(2, 3, new float[] {1, 0, 0, 0, 1, 0});
        FloatMatrix gallery = FloatMatrix.wrap(4, 3, new float[] {1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0});
        assertThat(vectors(queries, gallery, null).sides().keySet())
                .containsExactly(Pairing.OLD_TO_OLD, Pairing.NEW_TO_NEW);
        assertThat(vectors(queries, gallery, gallery).sides().keySet())
                .containsExactly(Pairing.OLD_TO_OLD, Pairing.NEW_TO_ADAPTED, Pairing.NEW_TO_NEW);
    }

    @Test
    void aQueryOfTheCollectionItselfIsNotFound() {
        FloatMatrix all = angles(0, 60, 30, 90);
        CrossModelVectors vectors = new CrossModelVectors(
                GALLERY_LABELS, GALLERY_LABELS, SelfMatches.sameOrder(4), all, all, all, all, Optional.empty());
        // each has one other of its class. 0: 30 60 90 -> 60 is second; 60: 30 and 90 tie, 30 is earlier; then 0 ->
        // third;
        // 30: 0 and 60 tie, then 90 -> third; 90: 60, 30, 0 -> second
        assertThat(mAP(vectors, Pairing.OLD_TO_OLD)).isCloseTo((0.5 + 1 / 3.0 + 1 / 3.0 + 0.5) / 4, within(1e-6));
    }

    @Test
    void aQueryWithoutARelevantItemIsSkippedAndCounted() {
        CrossModelVectors vectors = new CrossModelVectors(
                new int[] {0, 7},
                GALLERY_LABELS,
                SelfMatches.NONE,
                angles(0, 90),
                angles(0, 60, 30, 90),
                angles(0, 90),
                angles(0, 60, 30, 90),
                Optional.empty());
        PairingScore score = new CrossModelEvaluation(List.of(Metric.mAP()), Cancellation.NEVER)
                .measure(vectors)
                .get(0);
        assertThat(score.value()).isCloseTo(5.0 / 6, within(1e-12));
        assertThat(score.queries()).isEqualTo(1);
        assertThat(score.skipped()).isEqualTo(1);
        assertThat(score.perQuery()[1]).isNaN();
    }

    @Test
    void neighbourhoodsReplaceEveryGalleryAndNoQuery() {
        CrossModelVectors plain = vectors(angles(80, 10), angles(80, 81, 10, 11), angles(80, 11, 10, 81));
        NeighbourhoodAverage average = NeighbourhoodAverage.standard();
        CrossModelVectors averaged = plain.averaged(average, Cancellation.NEVER);
        assertThat(averaged.oldQueries()).isSameAs(plain.oldQueries());
        assertThat(averaged.newQueries()).isSameAs(plain.newQueries());
        // 0 of the old gallery: itself, 30 and 60 by their cosines, 90 by cosine 0
        double x = 1 + Math.cos(Math.PI / 6) * Math.cos(Math.PI / 6) + Math.cos(Math.PI / 3) * Math.cos(Math.PI / 3);
        double y = Math.cos(Math.PI / 6) * Math.sin(Math.PI / 6) + Math.cos(Math.PI / 3) * Math.sin(Math.PI / 3);
        assertThat((double) averaged.oldGallery().get(0, 0)).isCloseTo(x / Math.hypot(x, y), within(1e-6));
        assertThat(averaged.newGallery()).isEqualTo(average.apply(plain.newGallery(), Cancellation.NEVER));
        assertThat(averaged.adaptedGallery())
                .contains(average.apply(plain.adaptedGallery().orElseThrow(), Cancellation.NEVER));
    }

    @Test
    void gainsOfClassesAreMeansOverTheQueriesThatHaveBothValues() {
        List<ClassGains.Gain> gains = ClassGains.of(
                new int[] {4, 2, 4, 2, 9},
                new double[] {0.2, 0.5, 0.4, Double.NaN, Double.NaN},
                new double[] {0.6, 0.25, 0.8, 1, 0.5});
        assertThat(gains).extracting(ClassGains.Gain::label).containsExactly(2, 4);
        assertThat(gains).extracting(ClassGains.Gain::queries).containsExactly(1, 2);
        assertThat(gains.get(0).difference()).isCloseTo(-0.25, within(1e-12));
        assertThat(gains.get(1).before()).isCloseTo(0.3, within(1e-12));
        assertThat(gains.get(1).after()).isCloseTo(0.7, within(1e-12));
    }

    @Test
    void anEvaluationWithoutMetricsIsRefused() {
        assertThatThrownBy(() -> new CrossModelEvaluation(List.of(), Cancellation.NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one metric");
    }

    @Test
    void pairingsAreFoundByTheirNames() {
        for (Pairing pairing : Pairing.values()) {
            assertThat(Pairing.ofId(pairing.id())).isSameAs(pairing);
        }
        assertThatThrownBy(() -> Pairing.ofId("old-to-new"))
                .hasMessageContaining("old-to-new")
                .hasMessageContaining("new-to-adapted");
    }
}
