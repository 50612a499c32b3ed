package io.github.dmu4j.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.event.UpgradeEvent.PlannedStageStarted;
import io.github.dmu4j.event.UpgradeEvent.StageCompleted;
import io.github.dmu4j.event.UpgradeEvent.StageStarted;
import io.github.dmu4j.event.UpgradeEvent.StepCompleted;
import io.github.dmu4j.event.UpgradeEvent.TimeLeft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlannedProgressTest {
    /** The new net has twice the operations of the old one; a step of training has three times those of an embedding. */
    private static final List<PlannedStage> PLAN = List.of(
            new PlannedStage("old training", "A trains", 1000, 3),
            new PlannedStage("old vectors", "A embeds", 200, 1),
            new PlannedStage("scores", "scoring", 200, 0),
            new PlannedStage("new training", "B trains", 1000, 6),
            new PlannedStage("new vectors", "B embeds", 200, 2));

    private final List<UpgradeEvent> heard = new ArrayList<>();
    private long now;
    private final PlannedProgress progress = new PlannedProgress(PLAN, heard::add, () -> now);

    private static StepCompleted event(long step, long of) {
        return new StepCompleted("work", 0, step, of, Map.of(), 0, 0);
    }

    /** Steps of the present stage, each at its second. */
    private void steps(long of, long[]... stepAndSecond) {
        for (long[] each : stepAndSecond) {
            now = TimeUnit.SECONDS.toNanos(each[1]);
            progress.on(event(each[0], of));
        }
    }

    private void stage(String name, long of, long[]... stepAndSecond) {
        progress.during(name, () -> {
            progress.on(new StageStarted("work", of, "step"));
            steps(of, stepAndSecond);
            progress.on(new StageCompleted("work", 1));
            return name;
        });
    }

    private static long[] at(long step, long second) {
        return new long[] {step, second};
    }

    private List<PlannedStageStarted> begun() {
        return heard.stream()
                .filter(PlannedStageStarted.class::isInstance)
                .map(PlannedStageStarted.class::cast)
                .toList();
    }

    private List<TimeLeft> told() {
        return heard.stream()
                .filter(TimeLeft.class::isInstance)
                .map(TimeLeft.class::cast)
                .toList();
    }

    private static void assertLeft(TimeLeft left, double seconds, boolean guessed, int unknown) {
        assertThat(left.seconds()).isCloseTo(seconds, within(1e-9));
        assertThat(left.guessed()).isEqualTo(guessed);
        assertThat(left.unknownStages()).isEqualTo(unknown);
    }

    @Test
    void beforeTheFirstSpeedThereIsNoNumber() {
        stage("old training", 100, at(1, 10));

        assertThat(begun()).hasSize(1);
        assertThat(begun().get(0).text()).isEqualTo("stage 1 of 5: old training; time left not known yet");
        assertLeft(begun().get(0).left(), Double.NaN, false, 5);
        assertThat(told()).isEmpty();
        assertThat(heard.get(0)).isInstanceOf(PlannedStageStarted.class);
        assertThat(heard.get(1)).isEqualTo(new StageStarted("work", 100, "step"));
    }

    @Test
    void whatWasNotSeenYetIsGuessedByOperationsOrLeftOut() {
        stage("old training", 100, at(1, 10), at(2, 12));

        // a step is 10 units: 0.2 s each, 1/15 s an operation; 980 x 0.2 + (200 x 1 + 1000 x 6 + 200 x 2) / 15
        assertThat(told()).hasSize(1);
        assertLeft(told().get(0), 196 + 440, true, 1);
        assertThat(told().get(0).text())
                .isEqualTo(
                        "about 10:36 left in all, in part guessed from the nets' sizes, without 1 stage of unknown speed");
        assertThat(told().get(0).shortText()).isEqualTo("~10:36+");
    }

    @Test
    void measuredSpeedsReplaceGuesses() {
        stage("old training", 100, at(1, 10), at(100, 208)); // 2 s a step: 0.2 s a unit
        stage("old vectors", 200, at(1, 300), at(101, 310)); // 0.1 s a unit
        stage("scores", 200, at(1, 400), at(199, 499)); // 0.5 s a unit
        stage("new training", 100, at(1, 1000), at(51, 1500)); // 10 s a step: 1 s a unit
        stage("new vectors", 200, at(1, 3000), at(101, 3100)); // 1 s a unit

        List<PlannedStageStarted> begun = begun();
        assertThat(begun).extracting(PlannedStageStarted::stage).containsExactly(1, 2, 3, 4, 5);
        // 198 s for 990 x 3 operations, 1/15 s each: 200 x 1/15, 6000/15, 400/15 guessed
        assertLeft(begun.get(1).left(), 440, true, 1);
        // and 10 s for 100 more: 208 s for 3070; of the new net 6400
        assertLeft(begun.get(2).left(), 6400 * 208 / 3070.0, true, 1);
        assertLeft(begun.get(3).left(), 6400 * 208 / 3070.0, true, 0);
        // and 500 s for 500 x 6 more; of the new net's embedding 400
        assertLeft(begun.get(4).left(), 400 * 708 / 6070.0, true, 0);
        List<TimeLeft> told = told();
        // at 1500: 490 units of 1 s, and 400 operations; at 3000: 398 operations; at 3100: 99 units
        assertLeft(told.get(told.size() - 3), 490 + 400 * 708 / 6070.0, true, 0);
        assertLeft(told.get(told.size() - 2), 398 * 708 / 6070.0, true, 0);
        assertLeft(told.get(told.size() - 1), 99, false, 0);
        assertThat(told.get(told.size() - 1).text()).isEqualTo("about 1:39 left in all");
    }

    @Test
    void aResumedStageCountsWhatIsLeftAtTheSpeedOfThisSession() {
        stage("new training", 100, at(51, 5), at(52, 6)); // of 100 steps 48 are left, a second each

        assertThat(begun().get(0).text()).startsWith("stage 4 of 5: new training; ");
        // 480 x 0.1 s, and 200 x 2 operations of 1/60 s
        assertLeft(told().get(0), 48 + 400 / 60.0, true, 0);
    }

    @Test
    void aResumedStageOfKnownSpeedIsCorrectedAtItsFirstStep() {
        stage("old training", 100, at(1, 10), at(2, 12)); // 1/15 s an operation
        heard.clear();
        stage("new training", 100, at(91, 12));

        assertLeft(begun().get(0).left(), 6400 / 15.0, true, 0);
        assertThat(told()).hasSize(1);
        assertLeft(told().get(0), (540 + 400) / 15.0, true, 0); // 90 units of 6 operations
    }

    @Test
    void finishedStagesNeverBegin() {
        String result = progress.during("old training", () -> "loaded");
        stage("old vectors", 200, at(1, 1));

        assertThat(result).isEqualTo("loaded");
        assertThat(begun()).extracting(PlannedStageStarted::name).containsExactly("old vectors");
    }

    @Test
    void aFigureIsNewsAfterAHundredthOfItAtLeastASecondAndAtMostAMinute() {
        PlannedProgress long1 = new PlannedProgress(
                List.of(new PlannedStage("training", "trains", 1_000_000, 0)), heard::add, () -> now);
        long1.on(new StageStarted("training", 1_000_000, "step"));
        for (int second = 0; second <= 300; second++) {
            now = TimeUnit.SECONDS.toNanos(second);
            long1.on(event(second + 1, 1_000_000));
        }
        assertThat(told()).hasSize(5); // the first at 1 s, then at 61, 121, 181, 241

        heard.clear();
        PlannedProgress short1 =
                new PlannedProgress(List.of(new PlannedStage("training", "trains", 60, 0)), heard::add, () -> now);
        short1.on(new StageStarted("training", 60, "step"));
        for (int tenth = 0; tenth < 50; tenth++) {
            now = TimeUnit.MILLISECONDS.toNanos(100L * tenth);
            short1.on(event(tenth + 1, 60));
        }
        assertThat(told()).hasSize(5); // at 0.1 s, then at 1.1, 2.1, 3.1, 4.1
    }

    @Test
    void stagesSayThemselvesWhichTheyAreWhereNothingWasAnnounced() {
        progress.on(new StageStarted("old vectors", 10, "image"));
        progress.on(new StageStarted("something else", 10, "image"));

        assertThat(begun()).extracting(PlannedStageStarted::name).containsExactly("old vectors");
    }

    @Test
    void whatIsAnnouncedButNotPlannedIsPassedOnAndCountsForNothing() {
        progress.on(new StageStarted("old training", 100, "step"));
        steps(100, at(1, 1), at(2, 3));
        heard.clear();

        stage("searching", 2, at(1, 1000), at(2, 2000));
        assertThat(heard).hasSize(4).noneMatch(TimeLeft.class::isInstance);

        heard.clear();
        stage("old vectors", 200, at(1, 2001));
        assertLeft(begun().get(0).left(), 440, true, 1); // of the speed before
    }

    @Test
    void stagesWithinAStageComeBackToIt() {
        progress.during("new training", () -> {
            stage("scores", 200, at(1, 1), at(2, 2));
            progress.on(new StageStarted("train", 100, "step"));
            return true;
        });

        assertThat(begun()).extracting(PlannedStageStarted::name).containsExactly("scores", "new training");
        // 1 s a score, and nothing is known of nets
        assertLeft(told().get(0), 198, false, 2);
    }

    @Test
    void aPartIsTranslatedIntoThePlanOfTheWhole() {
        List<PlannedStage> whole = new ArrayList<>();
        for (int run = 1; run <= 2; run++) {
            String part = PlannedStage.part("run", run, 2);
            PLAN.forEach(stage -> whole.add(stage.in(part)));
        }
        PlannedProgress outer = new PlannedProgress(whole, heard::add, () -> now);
        for (int run = 1; run <= 2; run++) {
            PlannedProgress inner = new PlannedProgress(PLAN, outer, () -> now);
            outer.in(PlannedStage.part("run", run, 2), () -> {
                inner.during("new vectors", () -> {
                    inner.on(new StageStarted("embed", 200, "image"));
                    inner.on(event(1, 200));
                    now += TimeUnit.SECONDS.toNanos(4);
                    inner.on(event(5, 200));
                    return true;
                });
                return true;
            });
        }

        assertThat(begun().get(0).text()).startsWith("stage 5 of 10: run 1 of 2: new vectors; ");
        assertThat(begun().get(1).text()).startsWith("stage 10 of 10: run 2 of 2: new vectors; ");
        // 195 images are left here and 200 there, a second each; the trainings of the second run have 9200 operations
        // of 1/2 s
        assertLeft(told().get(0), 195 + 200 + (3000 + 200 + 6000) / 2.0, true, 1);
        assertLeft(begun().get(1).left(), 200, false, 0);
        assertThat(told()).as("of the inner plan none").hasSize(2);
    }

    @Test
    void daysAreSaidInDays() {
        TimeLeft left = new TimeLeft(2 * 86_400 + 4 * 3600, false, 0);

        assertThat(new PlannedStageStarted(3, 7, "training of the new model by DMU", left).text())
                .isEqualTo("stage 3 of 7: training of the new model by DMU; about 2 d 4 h left in all");
        assertThat(left.shortText()).isEqualTo("~2 d 4 h");
        assertThat(new TimeLeft(1, false, 2).text())
                .isEqualTo("about 0:01 left in all, without 2 stages of unknown speed");
        assertThat(new TimeLeft(Double.NaN, false, 2).shortText()).isEqualTo("?");
    }

    @Test
    void aStageHasOneNameAndNoNegativeWork() {
        assertThatThrownBy(() -> new PlannedProgress(List.of(PLAN.get(0), PLAN.get(0)), heard::add, () -> now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one name");
        assertThatThrownBy(() -> new PlannedStage("a", "b", -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PlannedStage("a", "b", 1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(PlannedStage.part("run", 1, 1)).isEmpty();
        assertThat(PLAN.get(0).in("")).isEqualTo(PLAN.get(0));
    }
}
