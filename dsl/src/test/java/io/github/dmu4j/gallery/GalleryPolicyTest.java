package io.github.dmu4j.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import org.junit.jupiter.api.Test;

class GalleryPolicyTest {
    private static final FloatMatrix STORED = FloatMatrix.ofRows(new float[][] {{1, 0}, {0, 1}, {3, 4}});
    private static final FloatMatrix MOVED = FloatMatrix.ofRows(new float[][] {{0, 1}, {1, 0}, {1, 0}});
    private static final double[] SCORES = {.2, .5, .9};

    @Test
    void allTakesTheMovedVectorsAndNoneTheStoredOnes() {
        assertThat(GalleryPolicy.all().apply(STORED, MOVED, SCORES).vectors()).isEqualTo(MOVED);
        assertThat(GalleryPolicy.all().apply(STORED, MOVED, SCORES).version(2)).isEqualTo(ItemVersion.EVOLVED);
        assertThat(GalleryPolicy.none().apply(STORED, MOVED, SCORES).vectors()).isEqualTo(STORED);
        assertThat(GalleryPolicy.none().apply(STORED, MOVED, SCORES).version(2)).isEqualTo(ItemVersion.OLD);
    }

    @Test
    void poorMovesOnlyScoresBelowTheThreshold() {
        GalleryPolicy.Moved moved = GalleryPolicy.poor(.5).apply(STORED, MOVED, SCORES);
        assertThat(moved.vectors()).isEqualTo(FloatMatrix.ofRows(new float[][] {{0, 1}, {0, 1}, {3, 4}}));
        assertThat(moved.version(0)).isEqualTo(ItemVersion.EVOLVED);
        assertThat(moved.version(1)).isEqualTo(ItemVersion.OLD);
    }

    /**
     * By hand, theta .5, t .1. Row 0: s .2, a = 1/(1+e^-3) = .952574; (.047426, .952574) / .953754 = (.049726, .998763). Row 1:
     * s = theta, a = .5, both halves equal: (.707107, .707107). Row 2: a = 1/(1+e^4) = .017986; .982014 (.6, .8) + .017986 (1, 0)
     * = (.607194, .785611) / .992910 = (.611530, .791221).
     */
    @Test
    void gatedBlendsByTheScore() {
        FloatMatrix blended =
                GalleryPolicy.gated(.5, .1).apply(STORED, MOVED, SCORES).vectors();
        float[] expected = {.049726f, .998763f, .707107f, .707107f, .611530f, .791221f};
        for (int i = 0; i < expected.length; i++) {
            assertThat(blended.values()[i]).isCloseTo(expected[i], within(2e-6f));
        }
    }

    @Test
    void aBlendThatCancelsOutTakesTheMovedVector() {
        FloatMatrix opposite = FloatMatrix.ofRows(new float[][] {{-1, 0}});
        assertThat(GalleryPolicy.gated(.5, .1)
                        .apply(STORED.slice(0, 1), opposite, new double[] {.5})
                        .vectors())
                .isEqualTo(opposite);
    }

    @Test
    void policiesThatNeedScoresRefuseNaN() {
        double[] scores = {.1, Double.NaN, .1};
        assertThatThrownBy(() -> GalleryPolicy.poor(.5).apply(STORED, MOVED, scores))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("row 1");
        assertThat(GalleryPolicy.all().apply(STORED, MOVED, scores).vectors()).isEqualTo(MOVED);
    }

    @Test
    void policiesThatMixSpacesNeedEqualDimensions() {
        FloatMatrix wider = FloatMatrix.ofRows(new float[][] {{0, 1, 0}, {1, 0, 0}, {1, 0, 0}});
        assertThat(GalleryPolicy.all().apply(STORED, wider, SCORES).vectors()).isEqualTo(wider);
        assertThatThrownBy(() -> GalleryPolicy.gated(.5, .1).apply(STORED, wider, SCORES))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("stored have 2, moved 3");
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> GalleryPolicy.poor(1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GalleryPolicy.poor(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GalleryPolicy.gated(.5, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
