package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import org.junit.jupiter.api.Test;

class NeighbourhoodAverageTest {
    private static final FloatMatrix STORED = FloatMatrix.ofRows(new float[][] {{2, 0}, {0.6f, 0.8f}, {-1, 0}});

    private final NeighbourhoodAverage two = new NeighbourhoodAverage(new ExactSearch(1), 2);

    @Test
    void neighboursCountBySimilarityAndNotWhenNegative() {
        FloatMatrix averaged = two.apply(STORED, Cancellation.NEVER);

        // item 0: (1, 0) + 0.6 (0.6, 0.8) + 0 (-1, 0) = (1.36, 0.48), norm 1.442221
        assertThat(averaged.get(0, 0)).isCloseTo(0.942990f, within(1e-6f));
        assertThat(averaged.get(0, 1)).isCloseTo(0.332820f, within(1e-6f));
        // item 1: (0.6, 0.8) + 0.6 (1, 0) + 0 = (1.2, 0.8), norm 1.442221
        assertThat(averaged.get(1, 0)).isCloseTo(0.832050f, within(1e-6f));
        // item 2 has no neighbour of positive similarity
        assertThat(averaged.row(2)).containsExactly(-1, 0);
    }

    @Test
    void weightZeroLeavesTheDirectionAndAWeightBetweenBlends() {
        FloatMatrix blended = two.apply(STORED, new float[] {0, 0.5f, 1}, Cancellation.NEVER);

        assertThat(blended.row(0)).containsExactly(1, 0);
        // half (0.6, 0.8) and half (0.832050, 0.554700) = (0.716025, 0.677350), norm 0.985645
        assertThat(blended.get(1, 0)).isCloseTo(0.726454f, within(1e-6f));
        assertThat(blended.rowNorm(1)).isCloseTo(1, within(1e-6));
    }

    @Test
    void aGalleryOfOneIsOnlyNormalised() {
        FloatMatrix one = FloatMatrix.ofRows(new float[][] {{0, 3}});

        assertThat(two.apply(one, Cancellation.NEVER)).isEqualTo(FloatMatrix.ofRows(new float[][] {{0, 1}}));
        assertThat(two.apply(FloatMatrix.ofRows(new float[0][]), Cancellation.NEVER)
                        .rows())
                .isZero();
    }

    @Test
    void weightsOutsideZeroToOneAreRefused() {
        assertThatThrownBy(() -> two.apply(STORED, new float[] {0, 1.5f, 0}, Cancellation.NEVER))
                .hasMessageContaining("item 1 has weight 1.5");
        assertThatThrownBy(() -> two.apply(STORED, new float[2], Cancellation.NEVER))
                .hasMessageContaining("2 weights for 3");
    }

    @Test
    void nearestClassTemplateAveragesClassesBeforeItCompares() {
        // class 7: (1,0), (0,1) -> template at 45 degrees; class 9: at 100 degrees
        FloatMatrix gallery = FloatMatrix.ofRows(new float[][] {{1, 0}, {-0.17f, 0.98f}, {0, 2}});
        FloatMatrix queries = FloatMatrix.ofRows(new float[][] {{0.4f, 0.9f}, {0, 1}, {1, 1}});

        // query angles 66, 90, 45 degrees: nearest templates 7, 9, 7
        assertThat(NearestClassTemplate.perQuery(
                        new ExactSearch(1),
                        queries,
                        new int[] {7, 7, 5},
                        gallery,
                        new int[] {7, 9, 7},
                        Cancellation.NEVER))
                .containsExactly(1, 0, Double.NaN);
    }
}
