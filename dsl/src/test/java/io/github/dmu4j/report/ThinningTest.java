package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ThinningTest {
    @Test
    void peaksSurviveAndTheLimitHolds() {
        double[] x = new double[100_000];
        double[] y = new double[100_000];
        Arrays.setAll(x, i -> i);
        y[54_321] = 7;
        y[77_777] = -3;

        Thinning.Points points = Thinning.atMost(5_000, x, y);

        assertThat(points.x()).hasSizeLessThanOrEqualTo(5_000).isSorted().contains(54_321, 77_777);
        assertThat(Arrays.stream(points.y()).max()).hasValue(7);
        assertThat(Arrays.stream(points.y()).min()).hasValue(-3);
    }

    @Test
    void shortInputIsUntouched() {
        double[] x = {1, 2};
        assertThat(Thinning.atMost(2, x, x).x()).isSameAs(x);
    }

    @Test
    void ticksAreRoundNumbersInsideTheRange() {
        assertThat(Ticks.between(0, 1, 5)).containsExactly(new double[] {0, 0.2, 0.4, 0.6, 0.8, 1}, within());
        assertThat(Ticks.between(-30, 70, 5)).containsExactly(-20, 0, 20, 40, 60);
        assertThat(Ticks.label(0.2, 0, 1, 5)).isEqualTo("0.2");
        assertThat(Ticks.label(40, -30, 70, 5)).isEqualTo("40");
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-12);
    }
}
