package io.github.dmu4j.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.event.UpgradeEvent.PlannedStageStarted;
import io.github.dmu4j.event.UpgradeEvent.RunCompleted;
import io.github.dmu4j.event.UpgradeEvent.RunFailed;
import io.github.dmu4j.event.UpgradeEvent.RunInterrupted;
import io.github.dmu4j.event.UpgradeEvent.RunStarted;
import io.github.dmu4j.event.UpgradeEvent.StageCompleted;
import io.github.dmu4j.event.UpgradeEvent.StageStarted;
import io.github.dmu4j.event.UpgradeEvent.StepCompleted;
import io.github.dmu4j.event.UpgradeEvent.TimeLeft;
import io.github.dmu4j.event.UpgradeEvent.Validated;
import io.github.dmu4j.event.UpgradeEvent.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private final StringBuilder out = new StringBuilder();
    private long now;

    @Test
    void aLogGetsALineEveryTenthAndEveryThirtySecondsButNotTwoAtOnce() {
        TerminalProgress progress = new TerminalProgress(out, false, () -> now);
        progress.on(new RunStarted("r1", "DMU", 7, "cpu()"));
        progress.on(new StageStarted("train DMU", 1000, "step"));
        step(progress, 1, 1);
        step(progress, 99, 10);
        step(progress, 100, 11);
        step(progress, 101, 12);
        progress.on(new Validated("train DMU", 1, "new-to-old", "mAP", 0.131));
        step(progress, 150, 41);
        step(progress, 199, 60);
        step(progress, 740, 61);
        step(progress, 840, 62);
        progress.on(new StageCompleted("train DMU", 75));
        progress.on(new RunCompleted("r1", 3723));
        assertThat(lines()).isEqualTo("""
                        DMU, seed 7, on cpu()
                        train DMU step 100/1000 10% 0:11<1:39  loss 0.375  64/s
                        train DMU step 150/1000 15% 0:41<3:52  loss 0.375  new-to-old mAP 0.131  64/s
                        train DMU step 740/1000 74% 1:01<0:21  loss 0.375  new-to-old mAP 0.131  64/s
                        train DMU done in 1:15
                        run done in 1:02:03
                        """);
    }

    @Test
    void aSequenceSaysWhichUpgradeOfHowManyUntilItEnds() {
        TerminalProgress progress = new TerminalProgress(out, false, () -> now);
        progress.on(new UpgradeEvent.SequenceStarted(2, 7));
        long seed = 7;
        for (String run : new String[] {"v2", "v3", "another"}) {
            progress.on(new RunStarted(run, "DMU", seed, "cpu()"));
            progress.on(new RunCompleted(run, 3));
            seed = -913_499;
        }
        progress.on(new UpgradeEvent.SequenceStarted(2, 8));
        progress.on(new RunStarted("v2", "BCT", 8, "cpu()"));
        progress.on(new RunInterrupted("v2", "train the same sequence"));
        progress.on(new RunStarted("another", "BCT", 9, "cpu()"));
        assertThat(lines()).isEqualTo("""
                        upgrade 1 of 2: DMU, seed 7, on cpu()
                        run done in 0:03
                        upgrade 2 of 2: DMU, seed 7, on cpu()
                        run done in 0:03
                        DMU, seed -913499, on cpu()
                        run done in 0:03
                        upgrade 1 of 2: BCT, seed 8, on cpu()
                        stopped. train the same sequence
                        BCT, seed 9, on cpu()
                        """);
    }

    @Test
    void aPlanOfSeveralStagesSaysWhichOneBeginsAndHowLongAllWillTake() {
        TerminalProgress progress = new TerminalProgress(out, false, () -> now);
        progress.on(new PlannedStageStarted(1, 7, "training of the old model", new TimeLeft(Double.NaN, false, 7)));
        progress.on(new StageStarted("train DMU", 1000, "step"));
        step(progress, 1, 0);
        step(progress, 100, 10);
        progress.on(new TimeLeft(2 * 86_400 + 4 * 3600, true, 1));
        step(progress, 200, 20);
        progress.on(new PlannedStageStarted(2, 7, "scores", new TimeLeft(86_400, false, 0)));
        progress.on(new StageStarted("score", 1000, "vector"));
        step(progress, 1, 20);
        step(progress, 100, 30);
        progress.on(new RunCompleted("r1", 31));
        progress.on(new StageStarted("embed", 1000, "image"));
        progress.on(new TimeLeft(1, false, 0)); // of no plan
        step(progress, 100, 40);
        assertThat(lines()).isEqualTo("""
                        stage 1 of 7: training of the old model; time left not known yet
                        train DMU step 100/1000 10% 0:10<1:30  loss 0.375  64/s
                        train DMU step 200/1000 20% 0:20<1:20, in all ~2 d 4 h+  loss 0.375  64/s
                        stage 2 of 7: scores; about 1 d 0 h left in all
                        train DMU vector 100/1000 10% 0:10<0:14, in all ~1 d 0 h  loss 0.375  64/s
                        run done in 0:31
                        train DMU image 100/1000 10% 0:10<0:14  loss 0.375  64/s
                        """);
    }

    @Test
    void aPlanOfOneStageSaysNothingMoreThanTheStage() {
        TerminalProgress progress = new TerminalProgress(out, false, () -> now);
        progress.on(new PlannedStageStarted(1, 1, "training", new TimeLeft(60, false, 0)));
        progress.on(new StageStarted("train DMU", 1000, "step"));
        step(progress, 1, 0);
        progress.on(new TimeLeft(50, false, 0));
        step(progress, 100, 10);
        assertThat(lines()).isEqualTo("train DMU step 100/1000 10% 0:10<1:30  loss 0.375  64/s\n");
    }

    @Test
    void aTerminalGetsOneLineThatIsRewrittenAndThenReplaced() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.on(new StageStarted("train DMU", 1000, "step"));
        step(progress, 1, 1);
        step(progress, 250, 10);
        progress.on(new StepCompleted("train DMU", 0, 251, 1000, Map.of(), 0.1, 0)); // too soon
        now += 1_000_000_000L;
        progress.on(new StepCompleted("train DMU", 0, 550, 1000, Map.of(), 0.1, 0));
        progress.on(new StageCompleted("train DMU", 11));
        String first = "train DMU ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ step 1/1000 0% 0:01<16:39  loss 0.375  64/s";
        String second = "train DMU ━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ step 250/1000 25% 0:10<0:30  loss 0.375  64/s";
        String third = "train DMU ━━━━━━━━━━━╌╌╌╌╌╌╌╌╌ step 550/1000 55% 0:11<0:09";
        assertThat(lines())
                .isEqualTo("\r" + first + "\r" + second + "\r" + third + " ".repeat(second.length() - third.length())
                        + "\r" + " ".repeat(third.length()) + "\rtrain DMU done in 0:11\n");
    }

    @Test
    void aTerminalIsRewrittenAtMostTenTimesASecond() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.on(new StageStarted("train", 5000, "step"));
        for (int i = 1; i <= 1000; i++) {
            now += 1_000_000L; // a step each millisecond
            progress.on(new StepCompleted("train", 0, i, 5000, Map.of(), 0.1, 0));
        }
        assertThat(out.chars().filter(c -> c == '\r')).hasSize(10);
    }

    @Test
    void theRewrittenLineNeverReachesTheLastColumn() {
        for (int columns : new int[] {20, 40, 80, 200}) {
            out.setLength(0);
            TerminalProgress progress = new TerminalProgress(out, true, columns, () -> now);
            progress.on(new StageStarted("train selective compatibility", 1000, "step"));
            progress.on(new Validated("train", 1, "new-to-adapted", "mAP", 0.5));
            progress.on(new Validated("train", 1, "new-to-old", "hitRateAt(1)", 0.4));
            step(progress, 10, 1);
            step(progress, 20, 2);
            for (String shown : out.substring(1).split("\r", -1)) {
                assertThat(shown).hasSizeLessThan(columns);
                assertThat(shown.endsWith("…")).isEqualTo(columns < 200);
            }
        }
    }

    @Test
    void everyValidationFigureIsShownInOneOrder() {
        TerminalProgress progress = new TerminalProgress(out, false, () -> now);
        progress.on(new StageStarted("train", 10, "step"));
        progress.on(new Validated("train", 1, "new-to-old", "mAP", 0.4));
        progress.on(new Validated("train", 1, "new-to-new", "mAP", 0.6));
        progress.on(new Validated("train", 2, "new-to-old", "mAP", 0.5));
        now += 2_000_000_000L;
        progress.on(new StepCompleted("train", 2, 1, 10, Map.of(), 0.1, 0));
        assertThat(lines()).isEqualTo("train step 1/10 10% 0:02<0:18  new-to-new mAP 0.600 new-to-old mAP 0.500\n");
    }

    @Test
    void afterAFailureTheLastFiguresStayAndTheCursorIsOnAFreshLine() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.on(new StageStarted("train", 20, "step"));
        progress.on(new StepCompleted("train", 0, 10, 20, Map.of(), 0.1, 0));
        progress.on(new RunFailed("r1", "loss is NaN"));
        assertThat(lines()).isEqualTo("\rtrain ━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌ step 10/20 50% 0:00<0:00\nfailed: loss is NaN\n");
    }

    @Test
    void anInterruptSaysHowToGoOnOnAFreshLine() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.on(new StageStarted("train", 20, "step"));
        progress.on(new StepCompleted("train", 0, 10, 20, Map.of(), 0.1, 0));
        progress.on(new RunInterrupted("r1", "UpgradePlan.resume(Path.of(\"runs/7\"))"));
        assertThat(lines()).endsWith("step 10/20 50% 0:00<0:00\nstopped. UpgradePlan.resume(Path.of(\"runs/7\"))\n");
    }

    @Test
    void closingEndsAnOpenLineOnceAndOnlyThen() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.close();
        assertThat(out).isEmpty();
        progress.on(new StepCompleted("train", 0, 10, 20, Map.of(), 0.1, 0));
        progress.close();
        progress.close();
        assertThat(lines()).endsWith("0:00<0:00\n").doesNotContain("\n\n");
    }

    @Test
    void aWarningStandsOnALineOfItsOwnAndProgressGoesOn() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.on(new StageStarted("a", 2, "image"));
        progress.on(new StepCompleted("a", 0, 1, 2, Map.of(), 0, 0));
        progress.on(new Warning("the old model is as good as the new one"));
        now += 200_000_000L;
        progress.on(new StepCompleted("a", 0, 2, 2, Map.of(), 0, 0));
        String first = "a ━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌ image 1/2 50% 0:00<0:00";
        assertThat(lines())
                .isEqualTo("\r" + first + "\r" + " ".repeat(first.length())
                        + "\rwarning: the old model is as good as the new one\n"
                        + "\ra ━━━━━━━━━━━━━━━━━━━━ image 2/2 100% 0:00<0:00");
    }

    /** Resumed at step 901 of 1,000: 10 steps took 10 s, so the 90 that are left take 90 s. */
    @Test
    void timeLeftOfAResumedStageCountsOnlyStepsOfThisSession() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.on(new StageStarted("train", 1000, "step"));
        progress.on(new StepCompleted("train", 9, 901, 1000, Map.of(), 0.1, 0));
        now += 10_000_000_000L;
        progress.on(new StepCompleted("train", 9, 910, 1000, Map.of(), 0.1, 0));
        assertThat(lines()).endsWith("step 910/1000 91% 0:10<1:30");
    }

    /** 1,024 vectors at once in 2 s: 512/s, so that 4,096 take 8 s. */
    @Test
    void timeLeftOfVectorsThatComeByTheBatchIsOfTheirRate() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.on(new StageStarted("score", 5120, "vector"));
        now += 2_000_000_000L;
        progress.on(new StepCompleted("score", 0, 1024, 5120, Map.of(), 0, 512));
        assertThat(lines()).endsWith("vector 1024/5120 20% 0:02<0:08  512/s");
    }

    @Test
    void moreStepsThanPromisedOrNoneAtAllAreShownAsDone() {
        TerminalProgress progress = new TerminalProgress(out, true, () -> now);
        progress.on(new StageStarted("a", 10, "step"));
        progress.on(new StepCompleted("a", 0, 12, 10, Map.of(), 0, 0));
        assertThat(lines()).isEqualTo("\ra ━━━━━━━━━━━━━━━━━━━━ step 12/10 100% 0:00<0:00");
        out.setLength(0);
        TerminalProgress empty = new TerminalProgress(out, false, () -> now);
        empty.on(new StageStarted("a", 0, "step"));
        now += 31_000_000_000L;
        empty.on(new StepCompleted("a", 0, 0, 0, Map.of(), 0, 0));
        assertThat(lines()).isEqualTo("a step 0/0 100% 0:31<?\n");
    }

    @Test
    void almostDoneIsNotShownAsDone() {
        TerminalProgress progress = new TerminalProgress(out, false, () -> now);
        progress.on(new StageStarted("a", 1000, "step"));
        now += 2_000_000_000L;
        progress.on(new StepCompleted("a", 0, 999, 1000, Map.of(), 0, 0));
        assertThat(lines()).contains("999/1000 99%");
    }

    @Test
    void textHasNoColoursOrOtherEscapes() {
        for (boolean interactive : new boolean[] {true, false}) {
            TerminalProgress progress = new TerminalProgress(out, interactive, () -> now);
            progress.on(new StageStarted("a", 10, "step"));
            step(progress, 1, 40);
            progress.on(new Warning("w"));
            progress.on(new RunFailed("r", "f"));
        }
        assertThat(out.toString()).isNotEmpty().doesNotContain("\u001b");
    }

    @Test
    void durationsAreMinutesHoursOrDays() {
        assertThat(TerminalProgress.duration(0.4)).isEqualTo("0:00");
        assertThat(TerminalProgress.duration(59.6)).isEqualTo("1:00");
        assertThat(TerminalProgress.duration(754)).isEqualTo("12:34");
        assertThat(TerminalProgress.duration(3599.4)).isEqualTo("59:59");
        assertThat(TerminalProgress.duration(3723)).isEqualTo("1:02:03");
        assertThat(TerminalProgress.duration(86399)).isEqualTo("23:59:59");
        assertThat(TerminalProgress.duration(86400)).isEqualTo("1 d 0 h");
        assertThat(TerminalProgress.duration(3 * 86400 + 4 * 3600 + 1799)).isEqualTo("3 d 4 h");
        assertThat(TerminalProgress.duration(Double.NaN)).isEqualTo("?");
        assertThat(TerminalProgress.duration(Double.POSITIVE_INFINITY)).isEqualTo("?");
    }

    @Test
    void aBrokenStreamIsAnErrorThatTheFanoutCanDrop() {
        Appendable broken = new Appendable() {
            @Override
            public Appendable append(CharSequence text) throws IOException {
                throw new IOException("closed");
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) throws IOException {
                throw new IOException("closed");
            }

            @Override
            public Appendable append(char c) throws IOException {
                throw new IOException("closed");
            }
        };
        TerminalProgress progress = new TerminalProgress(broken, true, () -> now);
        assertThatThrownBy(() -> progress.on(new Warning("w"))).isInstanceOf(UncheckedIOException.class);
    }

    private void step(TerminalProgress progress, long step, long atSecond) {
        now = atSecond * 1_000_000_000L;
        Map<String, Double> losses = Map.of("class", 0.25, "compatibility", 0.125);
        progress.on(new StepCompleted("train DMU", 0, step, 1000, losses, 0.1, 64));
    }

    private String lines() {
        return out.toString().replace(System.lineSeparator(), "\n");
    }
}
