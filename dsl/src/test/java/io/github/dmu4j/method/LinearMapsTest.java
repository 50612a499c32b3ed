package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import org.junit.jupiter.api.Test;

class LinearMapsTest {
    /** float32 inputs and results of size about 3. */
    private static final double TOLERANCE = 2e-6;

    @Test
    void mapsEqualNumpyForEqualSmallerAndLargerDimensions() {
        for (JsonNode each : Expected.read().get("maps")) {
            FloatMatrix from = Expected.matrix(each.get("from"));
            FloatMatrix to = Expected.matrix(each.get("to"));
            String as = from + " to " + to;
            assertThat(Expected.difference(LinearMaps.procrustes(from, to), Expected.matrix(each.get("procrustes"))))
                    .as(as)
                    .isLessThan(TOLERANCE);
            assertThat(Expected.difference(LinearMaps.leastSquares(from, to, 2), Expected.matrix(each.get("ridge2"))))
                    .as(as)
                    .isLessThan(TOLERANCE);
            assertThat(Expected.difference(LinearMaps.reducedRank(from, to, 2, 2), Expected.matrix(each.get("rank2"))))
                    .as(as)
                    .isLessThan(TOLERANCE);
        }
    }

    @Test
    void procrustesRecoversAnExactRotation() {
        double cos = Math.cos(.7);
        double sin = Math.sin(.7);
        FloatMatrix rotation = FloatMatrix.ofRows(
                new float[][] {{(float) cos, (float) -sin, 0}, {(float) sin, (float) cos, 0}, {0, 0, -1}});
        FloatMatrix from = random(20, 3);
        FloatMatrix found =
                LinearMaps.procrustes(from, RightFactor.applying(rotation).of(from));
        assertThat(Expected.difference(found, rotation)).isLessThan(TOLERANCE);
    }

    @Test
    void fullRankIsLeastSquares() {
        FloatMatrix from = random(40, 5);
        FloatMatrix to = RightFactor.applying(random(3, 6)).of(random(40, 6));
        assertThat(Expected.difference(LinearMaps.reducedRank(from, to, 3, .5), LinearMaps.leastSquares(from, to, .5)))
                .isLessThan(TOLERANCE);
    }

    /** As embeddings of few classes are: nearly all in few directions. (X^T X + ridge I) R^T = X^T Y, by loops. */
    @Test
    void vectorsNearlyOfFewDirectionsAreMappedWithARidge() {
        int dimension = 64;
        float ridge = 1;
        FloatMatrix wide = random(300, dimension);
        float[] values = wide.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= i % dimension < 8 ? 1 : 1e-3f;
        }
        FloatMatrix from = FloatMatrix.wrap(300, dimension, values);
        FloatMatrix to = random(300, 3);

        FloatMatrix map = LinearMaps.leastSquares(from, to, ridge);

        for (int i = 0; i < dimension; i++) {
            for (int k = 0; k < 3; k++) {
                double left = ridge * map.get(k, i);
                double right = 0;
                for (int n = 0; n < 300; n++) {
                    double fitted = 0;
                    for (int j = 0; j < dimension; j++) {
                        fitted += from.get(n, j) * (double) map.get(k, j);
                    }
                    left += from.get(n, i) * fitted;
                    right += from.get(n, i) * (double) to.get(n, k);
                }
                assertThat(left).isCloseTo(right, within(1e-4));
            }
        }
    }

    @Test
    void tooFewPairsWithoutRidgeAreRefused() {
        assertThatThrownBy(() -> LinearMaps.leastSquares(random(3, 5), random(3, 2), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use a ridge");
        assertThatThrownBy(() -> LinearMaps.procrustes(random(3, 5), random(4, 5)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LinearMaps.reducedRank(random(9, 5), random(9, 2), 3, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FloatMatrix random(int rows, int columns) {
        double[][] values =
                SyntheticGenerations.gaussian(rows, columns, Seeds.random(rows * 31L + columns, "linear-maps"));
        float[][] floats = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                floats[i][j] = (float) values[i][j];
            }
        }
        return FloatMatrix.ofRows(floats);
    }
}
