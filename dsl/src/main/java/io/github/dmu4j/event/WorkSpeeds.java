package io.github.dmu4j.event;

import java.util.HashMap;
import java.util.Map;

/** How fast each work went so far, and by the operations of its units a guess of how fast another one will go. */
final class WorkSpeeds {
    private static final class Tally {
        private double seconds;
        private double units;
    }

    private final Map<String, Tally> byWork = new HashMap<>();
    private final Tally operations = new Tally();

    /** So much of a stage was done in so many seconds. */
    void add(PlannedStage stage, double units, double seconds) {
        Tally work = byWork.computeIfAbsent(stage.work(), w -> new Tally());
        work.seconds += seconds;
        work.units += units;
        if (stage.operations() > 0) {
            operations.seconds += seconds;
            operations.units += units * stage.operations();
        }
    }

    boolean isMeasured(PlannedStage stage) {
        Tally work = byWork.get(stage.work());
        return work != null && work.units > 0;
    }

    /** Seconds of one unit: measured, otherwise guessed, otherwise NaN. */
    double secondsPerUnit(PlannedStage stage) {
        Tally work = byWork.get(stage.work());
        if (work != null && work.units > 0) {
            return work.seconds / work.units;
        }
        return stage.operations() > 0 && operations.units > 0
                ? operations.seconds / operations.units * stage.operations()
                : Double.NaN;
    }
}
