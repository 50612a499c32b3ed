package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.base.FloatMatrix;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {
    private static final double ROOT = Math.sqrt(5);

    /** Four points: two along (1, 2) from (1, 1), two across it, (2, -1), half as far. */
    private static final FloatMatrix CROSS = FloatMatrix.ofRows(new float[][] {{3, 5}, {-1, -3}, {3, 0}, {-1, 2}});

    @Test
    void coordinatesAreThoseAlongTheLongerAndTheShorterArm() {
        double[][] found = PrincipalComponents.of(CROSS, 2).project(CROSS);

        assertThat(found[0]).containsExactly(new double[] {2 * ROOT, -2 * ROOT, 0, 0}, within(1e-6));
        assertThat(found[1]).containsExactly(new double[] {0, 0, ROOT, -ROOT}, within(1e-6));
    }

    @Test
    void firstDirectionHoldsFourFifthsOfTheVariance() {
        assertThat(PrincipalComponents.of(CROSS, 1).explained()).isCloseTo(0.8, within(1e-9));
        assertThat(PrincipalComponents.of(CROSS, 2).explained()).isCloseTo(1, within(1e-9));
    }

    @Test
    void otherRowsAreSeenFromTheMeanOfTheFirst() {
        double[][] found = PrincipalComponents.of(CROSS, 2).project(FloatMatrix.ofRows(new float[][] {{1, 1}, {2, 3}}));

        assertThat(found[0]).containsExactly(new double[] {0, ROOT}, within(1e-6));
        assertThat(found[1]).containsExactly(new double[] {0, 0}, within(1e-6));
    }

    @Test
    void rowsThatAreAllAlikeHaveNoCoordinates() {
        FloatMatrix alike = FloatMatrix.ofRows(new float[][] {{1, 2}, {1, 2}, {1, 2}});

        assertThat(PrincipalComponents.of(alike, 1).project(alike)[0]).containsOnly(0);
        assertThat(PrincipalComponents.of(alike, 1).explained()).isEqualTo(1);
    }

    @Test
    void impossibleRequestsAreRefused() {
        assertThatThrownBy(() -> PrincipalComponents.of(CROSS, 3)).hasMessageContaining("1 to 2 directions");
        assertThatThrownBy(() -> PrincipalComponents.of(CROSS.slice(0, 1), 1)).hasMessageContaining("at least 2 rows");
        assertThatThrownBy(() ->
                        PrincipalComponents.of(CROSS, 1).project(FloatMatrix.ofRows(new float[][] {{1, 2, 3}})))
                .hasMessageContaining("dimension 3");
    }
}
