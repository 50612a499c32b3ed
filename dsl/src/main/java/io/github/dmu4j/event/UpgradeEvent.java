package io.github.dmu4j.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that happened in a run. Records of plain values: consumers (terminal, notebook, JSON lines) need nothing
 * else, and can alter nothing. A run sends {@link RunStarted}, then stages (each {@link StageStarted}, any number of
 * {@link StepCompleted} / {@link EpochCompleted} / {@link Validated} / {@link CheckpointSaved}, {@link StageCompleted}),
 * then exactly one of {@link RunCompleted}, {@link RunInterrupted}, {@link RunFailed}. A comparison sends {@link
 * ComparisonStarted} before its runs, a sequence {@link SequenceStarted}. What is no whole run (embedding, a model on its own)
 * sends its stages alone. Whatever has a plan of several stages sends {@link PlannedStageStarted} before each of them, and
 * {@link TimeLeft} on the way.
 */
public sealed interface UpgradeEvent {

    /** Several runs follow, one after the other; each has its own {@link RunStarted}. */
    record ComparisonStarted(int runs) implements UpgradeEvent {}

    /**
     * Upgrades follow, each from where the one before ended; each has its own {@link RunStarted}, complete ones as well.
     *
     * @param seed of the sequence; those of its upgrades are derived from it and say little to people
     */
    record SequenceStarted(int upgrades, long seed) implements UpgradeEvent {}

    /** The run begins. {@code device} as in the report, for example {@code cpu()}. */
    record RunStarted(String run, String method, long seed, String device) implements UpgradeEvent {}

    /**
     * A stage begins, for example {@code train DMU} or {@code embed gallery}.
     *
     * @param totalSteps steps until the stage ends, this session's and earlier ones'
     * @param unit what a step is, for example {@code step} or {@code image}
     */
    record StageStarted(String stage, long totalSteps, String unit) implements UpgradeEvent {}

    /**
     * Steps so far; sent for every step by training, rate-limited by consumers.
     *
     * @param losses mean over the batch by term; empty for stages without a loss
     * @param itemsPerSecond images (or vectors) per second, a moving average
     */
    record StepCompleted(
            String stage,
            int epoch,
            long step,
            long totalSteps,
            Map<String, Double> losses,
            double learningRate,
            double itemsPerSecond)
            implements UpgradeEvent {
        public StepCompleted {
            losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses)); // keeps the order of the terms
        }

        /** Seconds left at the present rate, given how many items a step has; NaN before a rate is known. */
        public double secondsLeft(int itemsPerStep) {
            return itemsPerSecond > 0 ? (totalSteps - step) * itemsPerStep / itemsPerSecond : Double.NaN;
        }
    }

    /**
     * A stage of a plan begins; its {@link StageStarted} follows.
     *
     * @param stage which one, from 1; stages that an earlier session finished are passed over
     * @param stages how many the plan has
     * @param name for people, for example {@code training of the new model by DMU}
     * @param left of this stage and all after it
     */
    record PlannedStageStarted(int stage, int stages, String name, TimeLeft left) implements UpgradeEvent {
        /** For example {@code stage 3 of 7: training of the new model by DMU; about 2 d 4 h left in all}. */
        public String text() {
            return text(left);
        }

        /** The same with a later figure. */
        public String text(TimeLeft now) {
            return "stage " + stage + " of " + stages + ": " + name + "; " + now.text();
        }
    }

    /**
     * How long all that is left of a plan will take, at the speeds of this session.
     *
     * @param seconds of the stages whose speed is measured or guessed; NaN if there is none
     * @param guessed whether some speeds are guessed, from those of other networks and the operations of both
     * @param unknownStages how many stages {@code seconds} leaves out, because nothing is known of their speed yet
     */
    record TimeLeft(double seconds, boolean guessed, int unknownStages) implements UpgradeEvent {
        /** For people, with all that is uncertain, for example {@code about 2 d 4 h left in all}. */
        public String text() {
            if (Double.isNaN(seconds)) {
                return "time left not known yet";
            }
            return "about " + TerminalProgress.duration(seconds) + " left in all"
                    + (guessed ? ", in part guessed from the nets' sizes" : "")
                    + (unknownStages == 0
                            ? ""
                            : ", without " + unknownStages + (unknownStages == 1 ? " stage" : " stages")
                                    + " of unknown speed");
        }

        /** For a line that has little room: {@code ~2 d 4 h}, with a plus if stages are left out; {@code ?} when unknown. */
        public String shortText() {
            return Double.isNaN(seconds)
                    ? "?"
                    : "~" + TerminalProgress.duration(seconds) + (unknownStages == 0 ? "" : "+");
        }
    }

    /** An epoch ended; {@code losses} are means over the epoch by term. */
    record EpochCompleted(String stage, int epoch, int epochs, Map<String, Double> losses, double seconds)
            implements UpgradeEvent {
        public EpochCompleted {
            losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses)); // keeps the order of the terms
        }
    }

    /** A validation figure, for example pairing {@code new-to-old}, metric {@code mAP}. */
    record Validated(String stage, int epoch, String pairing, String metric, double value) implements UpgradeEvent {}

    /** A checkpoint is on disk. */
    record CheckpointSaved(String path, long step) implements UpgradeEvent {}

    /** Something the user should know, which does not stop the run. */
    record Warning(String message) implements UpgradeEvent {}

    /** A stage ended. */
    record StageCompleted(String stage, double seconds) implements UpgradeEvent {}

    /** The run ended well. */
    record RunCompleted(String run, double seconds) implements UpgradeEvent {}

    /** The run was stopped on request, after a checkpoint; {@code resumeHint} says how to go on. */
    record RunInterrupted(String run, String resumeHint) implements UpgradeEvent {}

    /** The run failed. */
    record RunFailed(String run, String message) implements UpgradeEvent {}
}
