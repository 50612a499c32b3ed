package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.Independent;
import org.junit.jupiter.api.Test;

class PlanMemoryTest {
    private static final Dmu PLAIN = new Dmu().withForwardAdaptation(a -> a.inventedViews(0));

    @Test
    void vectorsThatFitAreNoProblem() {
        assertThat(PlanProblems.memory(PLAIN, 10_000, 64)).isEmpty();
        assertThat(PlanProblems.memory(new Independent(), 5_179_510, 512)).isEmpty(); // which keeps none
    }

    @Test
    void moreThanAnArrayCanHoldIsRefused() {
        // 5,179,510 x 512 = 2,651,909,120, above 2^31
        assertThat(PlanProblems.memory(new Bct(), 5_179_510, 512).orElseThrow())
                .contains("5,179,510 images x 512", "2^31", "smaller dimension");
        // with one invented view each, twice as many
        assertThat(PlanProblems.memory(new Dmu(), 2_200_000, 512).orElseThrow()).contains("each in 2 views", "2^31");
    }

    @Test
    void moreThanTheHeapIsRefusedWithWhatToAskFor() {
        // 1,000,000 x 512 floats are 1.9 GB: two models' vectors, and again as pairs, 7.6 GB
        assertThat(PlanProblems.memory(PLAIN, 1_000_000, 512, 8L << 30)).isEmpty();
        assertThat(PlanProblems.memory(PLAIN, 1_000_000, 512, 7L << 30).orElseThrow())
                .contains("1,000,000 images x 512", "about 7.6 GB", "may take 7.0", "-Xmx10g", "DMU_JVM_OPTS");
        // without an upgrade module only the old model's
        assertThat(PlanProblems.memory(new Bct(), 1_000_000, 512, 2L << 30)).isEmpty();
        assertThat(PlanProblems.memory(new Bct(), 1_000_000, 512, 1L << 30)).isPresent();
    }
}
