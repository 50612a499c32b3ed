package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    @Test
    void aboveIsCompatible() {
        Verdict verdict = Verdicts.of("new-to-adapted", "mAP", 0.612, 0.571, 0.03, 0.052);

        assertThat(verdict.compatible()).isTrue();
        assertThat(verdict)
                .hasToString(
                        "compatible: new-to-adapted mAP 0.612 > old-to-old 0.571 (+0.041, 95 % CI [+0.030, +0.052])");
    }

    @Test
    void belowAndEqualAreNot() {
        assertThat(Verdicts.of("new-to-old", "mAP", 0.5, 0.571, Double.NaN, Double.NaN))
                .isEqualTo(new Verdict(false, "not compatible: new-to-old mAP 0.500 < old-to-old 0.571 (-0.071)"));
        assertThat(Verdicts.of("new-to-old", "mAP", 0.5, 0.5, Double.NaN, Double.NaN))
                .isEqualTo(new Verdict(false, "not compatible: new-to-old mAP 0.500 = old-to-old 0.500 (+0.000)"));
    }

    @Test
    void aTinyDifferenceIsWrittenWithEnoughDigitsToBeSeen() {
        assertThat(Verdicts.of("new-to-old", "mAP", 0.50002, 0.50001, -0.01, 0.01)
                        .sentence())
                .isEqualTo("compatible: new-to-old mAP 0.500020 > old-to-old 0.500010 (+0.000010, 95 % CI [-0.010, "
                        + "+0.010], which includes no change)");
    }

    @Test
    void aSequenceIsCompatibleIfEveryUpgradeGains() {
        assertThat(Verdicts.ofSequence("mAP", "evolved", new double[] {0.4, 0.5, 0.6}, 0.15, 0.25))
                .isEqualTo(new Verdict(
                        true,
                        "compatible: 2 of 2 upgrades improve the search of the gallery that v1 embedded, evolved: mAP 0.400 to"
                                + " 0.600 (+0.200, 95 % CI [+0.150, +0.250])"));
        assertThat(Verdicts.ofSequence("mAP", "kept", new double[] {0.4, 0.6, 0.5}, Double.NaN, Double.NaN))
                .isEqualTo(new Verdict(
                        false,
                        "not compatible: 1 of 2 upgrades improve the search of the gallery that v1 embedded, kept: mAP 0.400 to"
                                + " 0.500 (+0.100)"));
        assertThat(Verdicts.ofSequence("mAP", "kept", new double[] {0.4, Double.NaN}, Double.NaN, Double.NaN)
                        .sentence())
                .startsWith("not compatible: 0 of 1 upgrades")
                .contains("mAP 0.400 to – (a value is missing");
        assertThatThrownBy(() -> Verdicts.ofSequence("mAP", "kept", new double[] {1}, 0, 0))
                .hasMessageContaining("1 models");
    }

    @Test
    void nanIsNeverCompatible() {
        Verdict verdict = Verdicts.of("new-to-old", "mAP", Double.NaN, 0.5, Double.NaN, Double.NaN);
        assertThat(verdict.compatible()).isFalse();
        assertThat(verdict.sentence()).startsWith("not compatible: undecided");
    }

    @Test
    void overSeedsDecidesByTheMeanAndCountsTheSeeds() {
        Verdict verdict =
                Verdicts.overSeeds("new-to-adapted", "mAP", new double[] {0.6, 0.7, 0.4}, new double[] {0.5, 0.5, 0.5});

        assertThat(verdict.compatible()).isTrue();
        assertThat(verdict.sentence())
                .isEqualTo(
                        "compatible: new-to-adapted mAP 0.567 > old-to-old 0.500 (+0.067, mean over 3 seeds; above in "
                                + "2 of 3)");
    }

    @Test
    void ofResultsTakesOldToOldOfTheSameSeed() {
        List<PairingResult> results = List.of(
                PairingResult.of("BCT", 1, "s", "old-to-old", "mAP", 0.5),
                PairingResult.of("BCT", 2, "s", "old-to-old", "mAP", 0.7),
                PairingResult.of("DMU", 1, "s", "new-to-adapted", "mAP", 0.6),
                PairingResult.of("DMU", 2, "s", "new-to-adapted", "mAP", 0.5));

        assertThat(Verdicts.of(results, "DMU", "new-to-adapted", "mAP").sentence())
                .isEqualTo(
                        "not compatible: new-to-adapted mAP 0.550 < old-to-old 0.600 (-0.050, mean over 2 seeds; above "
                                + "in 1 of 2)");
        assertThatThrownBy(() -> Verdicts.of(results, "UniBCT", "new-to-old", "mAP"))
                .hasMessage("no result for new-to-old mAP of UniBCT");
    }
}
