package io.github.dmu4j.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values of METRICS 3.6 and 3.7, otherwise by hand. */
class BackfillTest {
    private static final double[] QUARTERS = {0, .25, .5, .75, 1};
    private static final double NONE = Double.NaN;

    @Test
    void areaUnderTheCurveAndItsNormalisedForm() {
        var curve = BackfillCurve.of(QUARTERS, new double[] {.40, .50, .56, .59, .60});

        assertThat(curve.area()).isCloseTo(0.5375, within(1e-12));
        assertThat(curve.normalisedArea()).isCloseTo(0.6875, within(1e-12));
        assertThat(curve.falls()).isZero();
        assertThat(curve.deepestFall()).isZero();
    }

    @Test
    void ninetyPercentOfTheGainIsReachedBetweenTwoPoints() {
        var curve = BackfillCurve.of(QUARTERS, new double[] {.40, .50, .56, .59, .60});

        // target .58, two thirds of the way from .56 to .59
        assertThat(curve.shareReaching(0.9)).isCloseTo(0.5 + 0.25 * 2 / 3, within(1e-9));
        assertThat(curve.shareReaching(0)).isZero();
        assertThat(curve.shareReaching(1)).isCloseTo(1, within(1e-9));
    }

    @Test
    void fallsAreCountedAndMeasuredFromTheHighestEarlierValue() {
        var curve = BackfillCurve.of(QUARTERS, new double[] {.50, .45, .40, .60, .55});

        assertThat(curve.falls()).isEqualTo(3);
        assertThat(curve.deepestFall()).isCloseTo(0.10, within(1e-12));
    }

    @Test
    void withoutAGainNormalisedFiguresAreNotNumbers() {
        var flat = BackfillCurve.of(new double[] {0, 1}, new double[] {.5, .5});

        assertThat(flat.area()).isEqualTo(0.5);
        assertThat(flat.normalisedArea()).isNaN();
        assertThat(flat.shareReaching(0.9)).isNaN();
    }

    @Test
    void sharesMustAscendFromZeroToOne() {
        assertThatThrownBy(() -> BackfillCurve.of(new double[] {0, .5}, new double[2]))
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> BackfillCurve.of(new double[] {0, .5, .5, 1}, new double[4]))
                .hasMessageContaining("ascend strictly");
        assertThatThrownBy(() -> BackfillCurve.of(new double[] {0, 1}, new double[3]))
                .hasMessageContaining("3 values");
    }

    @Test
    void flipsAreSharesOfTheQueriesWithBothValues() {
        double[] before = {1, 1, 0, 0, 1, NONE};
        double[] after = {1, 0, 1, 0, 0, 1};

        var flips = NegativeFlips.between(before, after, NegativeFlips.HIT);

        assertThat(flips).isEqualTo(new NegativeFlips(5, 2, 1, 3));
        assertThat(flips.rate()).isEqualTo(0.4);
        assertThat(flips.relativeRate()).isEqualTo(2 / 3.0);
        assertThat(flips.positiveRate()).isEqualTo(0.2);
        assertThat(flips.positiveRate() - flips.rate())
                .as("change of accuracy")
                .isCloseTo(2 / 5.0 - 3 / 5.0, within(1e-15));
    }

    @Test
    void theSoftRateCountsOnlyLosses() {
        assertThat(NegativeFlips.softRate(new double[] {.5, .5, .9, NONE}, new double[] {.25, 1, .9, .1}))
                .isCloseTo(0.25 / 3, within(1e-15));
    }

    @Test
    void transientFlipsAreRightAtBothEndsAndWrongBetween() {
        double[][] along = {{1, 1, 0, 1}, {0, 1, 1, 1}, {1, 1, 1, 0}};

        assertThat(NegativeFlips.transientFlips(along, NegativeFlips.HIT)).isEqualTo(1);
    }
}
