package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineScheduleTest {
    private static final CosineSchedule SCHEDULE = CosineSchedule.of(0.1, 10, 4);

    @Test
    void warmsUpForOneEpochFromAThousandth() {
        assertThat(SCHEDULE.at(0)).isCloseTo(1e-4, within(1e-15));
        assertThat(SCHEDULE.at(5)).isCloseTo(0.1 * (0.001 + 0.999 / 2), within(1e-15));
        assertThat(SCHEDULE.at(10)).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void fallsToAHundredthAtTheLastStepAndStaysThere() {
        assertThat(SCHEDULE.at(39)).isCloseTo(1e-3, within(1e-15));
        assertThat(SCHEDULE.at(1000)).isEqualTo(SCHEDULE.at(39));
        for (int step = 11; step < 40; step++) {
            assertThat(SCHEDULE.at(step)).isLessThan(SCHEDULE.at(step - 1));
        }
    }

    @Test
    void aSingleEpochHasNoWarmUp() {
        assertThat(CosineSchedule.of(0.1, 10, 1).at(0)).isEqualTo(0.1);
    }
}
