package io.github.dmu4j.bridge.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.event.UpgradeEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
    private static final String HOSTILE = "</summary><script>alert(1)</script> \"q\" 'p' \\ \n 🧀 \u202eשלום";

    /** A clock that stands, and a screen that keeps what it was told. */
    private static final class Fake implements LiveProgress.Screen {
        private final List<DisplayData> shown = new ArrayList<>();
        private final List<DisplayData> updates = new ArrayList<>();
        private Object cell = "cell 1";
        private boolean knowsCells = true;
        private long millis;

        @Override
        public boolean knowsCells() {
            return knowsCells;
        }

        @Override
        public Object cell() {
            return cell;
        }

        @Override
        public void show(DisplayData data) {
            shown.add(data);
        }

        @Override
        public void update(DisplayData data) {
            updates.add(data);
        }

        long nanos() {
            return TimeUnit.MILLISECONDS.toNanos(millis);
        }

        String last(MIMEType type) {
            DisplayData data = updates.isEmpty() ? shown.get(shown.size() - 1) : updates.get(updates.size() - 1);
            return String.valueOf(data.getData(type));
        }

        String html() {
            return last(MIMEType.TEXT_HTML);
        }

        String text() {
            return last(MIMEType.TEXT_PLAIN);
        }
    }

    private final Fake screen = new Fake();
    private final LiveProgress progress = new LiveProgress(screen, screen::nanos, false);

    private void start(String stage, long steps) {
        progress.on(new UpgradeEvent.StageStarted(stage, steps, "step"));
    }

    private void step(String stage, long step, long total, double loss) {
        Map<String, Double> terms = new LinkedHashMap<>();
        terms.put("classification", loss);
        terms.put("compatibility", 0.25);
        progress.on(new UpgradeEvent.StepCompleted(stage, 1, step, total, terms, 0.1, 100));
    }

    @Test
    void runsForASecondBeforeAnythingIsShownThenAsOneDisplay() {
        start("train DMU", 100);
        step("train DMU", 10, 100, 2);
        progress.tick();
        assertThat(screen.shown).isEmpty();

        screen.millis = 2_000;
        step("train DMU", 20, 100, 1.5);
        progress.tick();
        screen.millis = 4_000;
        step("train DMU", 40, 100, 1);
        progress.tick();

        assertThat(screen.shown).hasSize(1);
        assertThat(screen.updates).hasSize(1);
        assertThat(screen.updates.get(0).getDisplayId())
                .isEqualTo(screen.shown.get(0).getDisplayId());
        assertThat(screen.text()).startsWith("train DMU: step 40/100 40% 0:04<0:08 loss 1.250");
        assertThat(screen.html())
                .contains("<progress max=\"100\" value=\"40\"", "classification 1.000 + compatibility 0.250");
    }

    @Test
    void timeLeftOfItemsThatComeByTheBatchIsOfTheirRate() {
        progress.on(new UpgradeEvent.StageStarted("score", 5120, "vector"));
        screen.millis = 2_000;
        progress.on(new UpgradeEvent.StepCompleted("score", 0, 1024, 5120, Map.of(), 0, 512));
        progress.tick();
        assertThat(screen.text()).startsWith("score: vector 1024/5120 20% 0:02<0:08");
    }

    @Test
    void stepsAloneShowNothingAndATickWithoutNewsNeither() {
        start("train DMU", 1_000);
        screen.millis = 5_000;
        for (int i = 1; i <= 1_000; i++) {
            step("train DMU", i, 1_000, 1);
        }
        assertThat(screen.shown).isEmpty();

        progress.tick();
        progress.tick();
        assertThat(screen.shown).hasSize(1);
        assertThat(screen.updates).isEmpty();
    }

    @Test
    void curvesAreDrawnOnceASecondAndStaySmall() {
        start("train DMU", 100_000);
        screen.millis = 2_000;
        for (int i = 1; i <= 50_000; i++) {
            step("train DMU", i, 100_000, 10 + Math.sin(i));
        }
        progress.on(new UpgradeEvent.Validated("train DMU", 1, "new-to-old", "mAP", 0.131));
        progress.tick();
        String first = pictures();
        screen.millis = 2_500;
        step("train DMU", 60_000, 100_000, 5);
        progress.tick();
        assertThat(pictures()).isEqualTo(first);

        screen.millis = 3_100;
        for (int i = 60_001; i <= 70_000; i++) {
            step("train DMU", i, 100_000, 1);
        }
        progress.tick();
        assertThat(pictures()).isNotEqualTo(first).contains("data:image/svg+xml;base64,");
        assertThat(pictures().length()).isLessThan(15_100);
        assertThat(screen.text()).contains(" val 0.131");
    }

    private String pictures() {
        return screen.html().substring(screen.html().indexOf("<img"));
    }

    @Test
    void aPlanSaysWhichStageOfHowManyAndHowLongAllWillTakeUntilTheRunEnds() {
        var unknown = new UpgradeEvent.TimeLeft(Double.NaN, false, 3);
        progress.on(new UpgradeEvent.RunStarted("run", "DMU", 7, "cpu()"));
        progress.on(new UpgradeEvent.PlannedStageStarted(2, 4, "training <b>", unknown));
        start("train DMU", 100);
        screen.millis = 2_000;
        step("train DMU", 1, 100, 1);
        progress.tick();
        assertThat(screen.text().lines().toList())
                .element(1)
                .isEqualTo("  stage 2 of 4: training <b>; time left not known yet");

        screen.millis = 4_000;
        progress.on(new UpgradeEvent.TimeLeft(3 * 86_400, false, 1));
        progress.tick();
        assertThat(screen.text()).contains("about 3 d 0 h left in all, without 1 stage of unknown speed");
        assertThat(screen.html()).contains("stage 2 of 4: training &lt;b&gt;; about 3 d 0 h left in all");

        progress.on(new UpgradeEvent.StageCompleted("train DMU", 4));
        progress.on(new UpgradeEvent.RunCompleted("run", 4));
        assertThat(screen.text()).startsWith("✓").doesNotContain("stage 2 of 4");
        assertThat(screen.html()).doesNotContain("stage 2 of 4");
    }

    @Test
    void aPlanOfOneStageAddsNothingAndAStoppedOneNeither() {
        progress.on(new UpgradeEvent.PlannedStageStarted(1, 1, "training", new UpgradeEvent.TimeLeft(1, false, 0)));
        start("train DMU", 100);
        screen.millis = 2_000;
        step("train DMU", 1, 100, 1);
        progress.tick();
        assertThat(screen.text()).doesNotContain("stage 1 of 1");

        progress.on(new UpgradeEvent.PlannedStageStarted(2, 4, "scores", new UpgradeEvent.TimeLeft(1, false, 0)));
        progress.cellStopped(true, "");
        assertThat(screen.text()).startsWith("✗").doesNotContain("stage 2 of 4");
    }

    @Test
    void aTrainingEndsAsOneQuietLineWithItsLastNumbers() {
        progress.on(new UpgradeEvent.RunStarted("run", "DMU", 7, "cpu()"));
        start("train DMU", 2);
        step("train DMU", 1, 2, 1);
        progress.on(new UpgradeEvent.Validated("train DMU", 1, "new-to-new", "mAP", 0.5));
        progress.on(new UpgradeEvent.StageCompleted("train DMU", 61));
        assertThat(screen.shown).isEmpty(); // the run goes on
        screen.millis = 62_000;
        progress.on(new UpgradeEvent.RunCompleted("run", 62));

        assertThat(screen.text()).startsWith("✓ DMU, seed 7, on cpu(): finished in 1:02");
        assertThat(screen.text()).contains("validation new-to-new mAP 0.500", "✓ train DMU, 1:01, loss 1.250");
        assertThat(screen.html()).contains("<details><summary").doesNotContain("<progress");
    }

    @Test
    void aQuickTrainingShowsOnlyItsEndAndQuickEmbeddingNothing() {
        start("embed", 10);
        progress.on(new UpgradeEvent.StageCompleted("embed", 0.1));
        progress.cellDone();
        assertThat(screen.shown).isEmpty();

        start("train net", 1);
        step("train net", 1, 1, 1);
        progress.on(new UpgradeEvent.StageCompleted("train net", 0.1));
        assertThat(screen.shown).hasSize(1);
        assertThat(screen.text()).startsWith("✓ train net: finished in 0:00");
    }

    @Test
    void comparisonSaysWhichRunOfHowManyAndKeepsALineARun() {
        progress.on(new UpgradeEvent.ComparisonStarted(2));
        for (String method : List.of("DMU", "BCT")) {
            progress.on(new UpgradeEvent.RunStarted("run", method, 7, "cpu()"));
            start("train " + method, 2);
            screen.millis += 2_000;
            step("train " + method, 1, 2, 1);
            progress.tick();
            assertThat(screen.text()).startsWith("run " + (method.equals("DMU") ? 1 : 2) + " of 2: " + method);
            progress.on(new UpgradeEvent.StageCompleted("train " + method, 2));
            progress.on(new UpgradeEvent.RunCompleted("run", 3));
            start("embed", 10);
            progress.on(new UpgradeEvent.StageCompleted("embed", 0.1));
        }

        assertThat(screen.shown).hasSize(1);
        assertThat(screen.text().lines())
                .containsExactly(
                        "✓ 2 runs: finished in 0:04",
                        "  ✓ DMU, seed 7, on cpu(), 0:03, loss 1.250",
                        "  ✓ BCT, seed 7, on cpu(), 0:03, loss 1.250");
    }

    @Test
    void sequenceSaysWhichUpgradeOfHowMany() {
        progress.on(new UpgradeEvent.SequenceStarted(2, 7));
        for (int upgrade = 1; upgrade <= 2; upgrade++) {
            progress.on(new UpgradeEvent.RunStarted("v" + (upgrade + 1), "DMU", 7L * upgrade, "cpu()"));
            start("train DMU", 2);
            screen.millis += 2_000;
            step("train DMU", 1, 2, 1);
            progress.tick();
            assertThat(screen.text()).startsWith("upgrade " + upgrade + " of 2: DMU, seed 7");
            progress.on(new UpgradeEvent.StageCompleted("train DMU", 2));
            progress.on(new UpgradeEvent.RunCompleted("v" + (upgrade + 1), 3));
        }

        assertThat(screen.text()).startsWith("✓ 2 upgrades: finished in 0:04\n");
    }

    @Test
    void aStoppedRunKeepsItsLastNumbersAndSaysHowToGoOn() {
        progress.on(new UpgradeEvent.RunStarted("run", "DMU", 7, "cpu()"));
        start("train DMU", 100);
        screen.millis = 5_000;
        step("train DMU", 40, 100, 1);
        progress.on(new UpgradeEvent.RunInterrupted("run", "train the same plan again"));
        progress.cellStopped(true, "something else"); // the run has said it already

        assertThat(screen.text())
                .startsWith(
                        "✗ DMU, seed 7, on cpu(): stopped after 0:05 at step 40 of 100 of train DMU. train the same plan"
                                + " again");
        assertThat(screen.html()).contains("#d55e00", "loss 1.250").doesNotContain("<progress");
    }

    @Test
    void aReasonThatSaysWhereItStoppedIsNotSaidTwice() {
        start("train net", 100);
        step("train net", 3, 100, 1);
        screen.millis = 5_000;
        progress.cellStopped(true, "stopped at step 3 of 100: train again to go on");

        assertThat(screen.text())
                .startsWith("✗ train net: stopped after 0:05 at step 3 of 100: train again to go on\n");
    }

    @Test
    void aTrainingWithoutARunOfItsOwnFailsWithItsCell() {
        start("train net", 100);
        step("train net", 3, 100, 1);
        progress.cellStopped(false, "the loss became NaN");

        assertThat(screen.text())
                .startsWith("✗ train net: failed after 0:00 at step 3 of 100 of train net. the loss became NaN");
    }

    @Test
    void everyCellHasADisplayOfItsOwn() {
        for (int i = 1; i <= 2; i++) {
            screen.cell = "cell " + i;
            start("train net", 1);
            step("train net", 1, 1, 1);
            progress.on(new UpgradeEvent.StageCompleted("train net", 0.1));
        }

        assertThat(screen.shown)
                .extracting(DisplayData::getDisplayId)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void whereCellsCannotBeToldApartAPauseEndsADisplayButNotWhileSomethingRuns() {
        screen.knowsCells = false;
        start("train net", 2);
        step("train net", 1, 2, 1);
        screen.millis = 5_000;
        step("train net", 2, 2, 1);
        progress.on(new UpgradeEvent.StageCompleted("train net", 5));
        assertThat(screen.shown).hasSize(1);

        screen.millis = 7_000;
        start("train net", 1);
        step("train net", 1, 1, 1);
        progress.on(new UpgradeEvent.StageCompleted("train net", 0.1));
        assertThat(screen.shown).hasSize(2);
    }

    @Test
    void namesOfUsersAreTextEverywhere() {
        progress.on(new UpgradeEvent.RunStarted(HOSTILE, HOSTILE, 7, HOSTILE));
        progress.on(new UpgradeEvent.PlannedStageStarted(1, 2, HOSTILE, new UpgradeEvent.TimeLeft(1, false, 0)));
        start(HOSTILE, 100);
        screen.millis = 5_000;
        progress.on(new UpgradeEvent.StepCompleted(HOSTILE, 1, 1, 100, Map.of(HOSTILE, 1.0), 0.1, 1));
        progress.on(new UpgradeEvent.Validated(HOSTILE, 1, HOSTILE, HOSTILE, 1));
        progress.on(new UpgradeEvent.Warning(HOSTILE));
        progress.tick();
        assertThat(screen.html()).doesNotContain("<script", "</summary>", "\u202e");

        progress.on(new UpgradeEvent.RunFailed(HOSTILE, HOSTILE));
        assertThat(screen.html())
                .doesNotContain("<script", "</summary>", "\u202e")
                .contains("&lt;script&gt;");
    }
}
