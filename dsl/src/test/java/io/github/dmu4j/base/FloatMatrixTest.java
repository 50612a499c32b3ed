package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloatMatrixTest {
    private final FloatMatrix threeByTwo = FloatMatrix.ofRows(new float[][] {{3, 4}, {0, 0}, {-1, 2}});

    @Test
    void valuesLieRowByRow() {
        assertThat(threeByTwo.rows()).isEqualTo(3);
        assertThat(threeByTwo.columns()).isEqualTo(2);
        assertThat(threeByTwo.values()).containsExactly(3, 4, 0, 0, -1, 2);
        assertThat(threeByTwo.get(2, 1)).isEqualTo(2);
        assertThat(threeByTwo.row(2)).containsExactly(-1, 2);
        assertThat(threeByTwo).isEqualTo(FloatMatrix.wrap(3, 2, new float[] {3, 4, 0, 0, -1, 2}));
        assertThat(threeByTwo).hasToString("FloatMatrix 3 x 2");
    }

    @Test
    void selectTakesRowsInTheGivenOrderWithRepeats() {
        assertThat(threeByTwo.select(new int[] {2, 0, 2}).values()).containsExactly(-1, 2, 3, 4, -1, 2);
        assertThat(threeByTwo.select(new int[0])).isEqualTo(FloatMatrix.wrap(0, 2, new float[0]));
    }

    @Test
    void dotAddsUpInDoubleAndRefusesOtherWidths() {
        FloatMatrix other = FloatMatrix.wrap(1, 2, new float[] {2, 0.5f});
        assertThat(threeByTwo.dot(0, other, 0)).isEqualTo(8);
        assertThat(threeByTwo.dot(2, threeByTwo, 0)).isEqualTo(5);
        FloatMatrix far = FloatMatrix.wrap(1, 2, new float[] {1e8f, 1});
        assertThat(far.dot(0, FloatMatrix.wrap(1, 2, new float[] {1, 0.25f}), 0))
                .isEqualTo(100_000_000.25);
        assertThatThrownBy(() -> threeByTwo.dot(0, FloatMatrix.wrap(1, 1, new float[] {1}), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 and 1");
    }

    @Test
    void stackedKeepsTheOrderAndRefusesOtherWidths() {
        FloatMatrix top = FloatMatrix.wrap(1, 2, new float[] {1, 2});
        FloatMatrix below = FloatMatrix.wrap(2, 2, new float[] {3, 4, 5, 6});
        assertThat(FloatMatrix.stacked(List.of(top, below)))
                .isEqualTo(FloatMatrix.wrap(3, 2, new float[] {1, 2, 3, 4, 5, 6}));
        assertThatThrownBy(() -> FloatMatrix.stacked(List.of(top, FloatMatrix.wrap(1, 1, new float[] {1}))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 and 1");
    }

    @Test
    void sliceIsHalfOpen() {
        assertThat(threeByTwo.slice(1, 3)).isEqualTo(threeByTwo.select(new int[] {1, 2}));
        assertThat(threeByTwo.slice(3, 3).rows()).isZero();
    }

    @Test
    void copiesDoNotShareTheArray() {
        float[] row = threeByTwo.row(0);
        row[0] = 99;
        threeByTwo.slice(0, 1).values()[0] = 99;
        threeByTwo.select(new int[] {0}).values()[0] = 99;
        threeByTwo.normalised().values()[0] = 99;
        assertThat(threeByTwo.get(0, 0)).isEqualTo(3);
    }

    @Test
    void rowsAndColumnsThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> threeByTwo.get(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> threeByTwo.get(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> threeByTwo.row(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> threeByTwo.row(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> threeByTwo.slice(2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> threeByTwo.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> threeByTwo.select(new int[] {0, 3})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void sizesThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> FloatMatrix.wrap(2, 3, new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a 2 x 3 matrix needs 6 values, found 5");
        assertThatThrownBy(() -> FloatMatrix.wrap(-1, 0, new float[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FloatMatrix.ofRows(new float[][] {{1, 2}, {3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1 has 1 values, row 0 has 2");
        assertThat(FloatMatrix.ofRows(new float[0][])).isEqualTo(FloatMatrix.wrap(0, 0, new float[0]));
    }

    @Test
    void normalisedRowsHaveUnitLengthAndAZeroRowStaysZero() {
        FloatMatrix unit = threeByTwo.normalised();
        assertThat(unit.row(0)).containsExactly(0.6f, 0.8f);
        assertThat(unit.row(1)).containsExactly(0, 0);
        assertThat(unit.rowNorm(2)).isCloseTo(1, within(1e-7)); // half a unit in the last place of float32
    }

    /** Squares of 3 and 4 times 2 to the 100 are beyond float32: only a sum in double has a norm, and an exact one. */
    @Test
    void normsAreAccumulatedInDouble() {
        FloatMatrix large = FloatMatrix.ofRows(new float[][] {{0x1.8p101f, 0x1p102f}});
        assertThat(large.rowNorm(0)).isEqualTo(0x1.4p102);
        assertThat(large.normalised().row(0)).containsExactly(0.6f, 0.8f);
    }

    @Test
    void firstUnusableRowFindsNaNInfinityAndZero() {
        float[] good = {1, 0};
        assertThat(FloatMatrix.ofRows(new float[][] {good, good}).firstUnusableRow())
                .isEqualTo(-1);
        for (float[] bad : new float[][] {
            {0, 0}, {-0.0f, 0}, {1, Float.NaN}, {Float.POSITIVE_INFINITY, 0}, {Float.NEGATIVE_INFINITY, 1}
        }) {
            assertThat(FloatMatrix.ofRows(new float[][] {good, bad, bad}).firstUnusableRow())
                    .isEqualTo(1);
        }
    }

    @Test
    void equalityIsByShapeAndContent() {
        FloatMatrix twoByThree = FloatMatrix.wrap(2, 3, new float[] {3, 4, 0, 0, -1, 2});
        assertThat(threeByTwo).isNotEqualTo(twoByThree);
        FloatMatrix same = FloatMatrix.wrap(3, 2, new float[] {3, 4, 0, 0, -1, 2});
        assertThat(threeByTwo).isEqualTo(same).hasSameHashCodeAs(same);
        FloatMatrix negativeZero = FloatMatrix.wrap(3, 2, new float[] {3, 4, -0.0f, 0, -1, 2});
        assertThat(threeByTwo).isNotEqualTo(negativeZero);
        FloatMatrix nan = FloatMatrix.wrap(1, 1, new float[] {Float.NaN});
        assertThat(nan).isEqualTo(FloatMatrix.wrap(1, 1, new float[] {Float.NaN}));
    }
}
