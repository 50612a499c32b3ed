package io.github.dmu4j.event;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Stands between a run of several stages and whoever hears it, and adds where in its plan the run is ({@link
 * UpgradeEvent.PlannedStageStarted}) and how long all that is left will take ({@link UpgradeEvent.TimeLeft}). Everything else is
 * passed on as it comes.
 *
 * <p>The speed of a work is what its steps took in this session, whatever else happened between them (validation, checkpoints).
 * Before a work has made two steps its speed is a guess from that of other works, if both have {@linkplain PlannedStage#operations
 * operations}; otherwise unknown, and its stages are counted instead. What an earlier session did is not left: steps begin where
 * that one ended, and stages that it finished are passed over. Work that makes no steps (searching, saving) is not in the plan.
 *
 * <p>A part of the run may have a plan of its own; what that one says of itself is translated into this plan, and what it thinks is
 * left is not passed on.
 *
 * <p>Thread-safe; {@link #during} and {@link #in} are for the thread of the run.
 */
public final class PlannedProgress implements UpgradeListener {
    private static final double LEAST_NEWS_SECONDS = 1;
    private static final double MOST_NEWS_SECONDS = 60;

    /** A stage whose first step is beyond this share was begun by an earlier session. */
    private static final double JUMP = 0.01;

    /** A step that was heard, of the stage under way. */
    private record Mark(long step, long nanos) {}

    private final List<PlannedStage> plan;
    private final UpgradeListener listener;
    private final LongSupplier nanoTime;
    private final WorkSpeeds speeds = new WorkSpeeds();

    /** What the events that come belong to: empty while they say it themselves. */
    private String announced = "";

    private String part = "";

    /** Place in the plan; -1 before the first stage. */
    private int current = -1;

    /** Of the present stage, 0..1. */
    private double done;

    private Mark last = new Mark(-1, 0);
    private UpgradeEvent.TimeLeft told = new UpgradeEvent.TimeLeft(Double.NaN, false, 0);
    private long toldAt;

    /**
     * @param plan in its order, each name once
     * @param nanoTime the clock, {@code System::nanoTime}
     */
    public PlannedProgress(List<PlannedStage> plan, UpgradeListener listener, LongSupplier nanoTime) {
        this.plan = List.copyOf(plan);
        if (plan.stream().map(PlannedStage::name).distinct().count() < plan.size()) {
            throw new IllegalArgumentException("two stages of a plan have one name: " + plan);
        }
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /**
     * Works while the events that come are those of a stage of the plan. The stage begins with the first of them, so that one which
     * an earlier session has finished, and which sends none, never begins. One that is not in the plan is passed on as it comes.
     *
     * @param stage its name
     */
    public <T> T during(String stage, Supplier<T> work) {
        String before = announce(stage);
        try {
            return work.get();
        } finally {
            announce(before);
        }
    }

    private synchronized String announce(String stage) {
        String before = announced;
        announced = stage;
        return before;
    }

    /**
     * Works while the stages that begin are those of a part of the plan.
     *
     * @param name what was given to {@link PlannedStage#in}
     */
    public <T> T in(String name, Supplier<T> work) {
        String before = enter(name);
        try {
            return work.get();
        } finally {
            enter(before);
        }
    }

    private synchronized String enter(String name) {
        String before = part;
        part = name;
        return before;
    }

    @Override
    public synchronized void on(UpgradeEvent event) {
        if (event instanceof UpgradeEvent.PlannedStageStarted inner) {
            begin(inner.name());
            return;
        }
        if (event instanceof UpgradeEvent.TimeLeft) {
            return;
        }
        if (event instanceof UpgradeEvent.StageStarted started) {
            begin(announced.isEmpty() ? started.stage() : announced);
            last = new Mark(-1, 0);
        } else if (event instanceof UpgradeEvent.StepCompleted step && isOfPlan()) {
            step(step);
        } else if (event instanceof UpgradeEvent.StageCompleted && isOfPlan()) {
            done = 1;
        }
        listener.on(event);
    }

    /** Whether what happens belongs to the present stage. */
    private boolean isOfPlan() {
        return current >= 0 && (announced.isEmpty() || place(announced) == current);
    }

    private void begin(String name) {
        int place = place(name);
        if (place > current) {
            current = place;
            done = 0;
            told = left();
            toldAt = nanoTime.getAsLong();
            listener.on(new UpgradeEvent.PlannedStageStarted(
                    place + 1, plan.size(), plan.get(place).name(), told));
        }
    }

    private int place(String name) {
        String wanted = PlannedStage.nameIn(part, name);
        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).name().equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    private void step(UpgradeEvent.StepCompleted step) {
        PlannedStage stage = plan.get(current);
        long total = Math.max(1, step.totalSteps());
        long now = nanoTime.getAsLong();
        boolean first = last.step < 0;
        if (!first && step.step() > last.step) {
            speeds.add(stage, stage.units() * (step.step() - last.step) / total, (now - last.nanos) / 1e9);
        }
        last = new Mark(step.step(), now);
        done = Math.min(1, (double) step.step() / total);
        UpgradeEvent.TimeLeft left = left();
        boolean resumed = first && done > JUMP;
        if (!Double.isNaN(left.seconds()) && (resumed || isNews(left, now))) {
            told = left;
            toldAt = now;
            listener.on(left);
        }
    }

    /** The first figure is, then one each time that a hundredth of it has passed, within limits. */
    private boolean isNews(UpgradeEvent.TimeLeft left, long now) {
        double interval = Math.max(LEAST_NEWS_SECONDS, Math.min(MOST_NEWS_SECONDS, left.seconds() / 100));
        return Double.isNaN(told.seconds()) || now - toldAt >= interval * 1e9;
    }

    private UpgradeEvent.TimeLeft left() {
        double seconds = 0;
        boolean known = false;
        boolean guessed = false;
        int unknown = 0;
        for (int i = current; i < plan.size(); i++) {
            PlannedStage stage = plan.get(i);
            double units = stage.units() * (i == current ? 1 - done : 1);
            double each = speeds.secondsPerUnit(stage);
            if (units > 0 && Double.isNaN(each)) {
                unknown++;
            } else if (units > 0) {
                known = true;
                guessed |= !speeds.isMeasured(stage);
                seconds += units * each;
            }
        }
        return new UpgradeEvent.TimeLeft(known || unknown == 0 ? seconds : Double.NaN, guessed, unknown);
    }
}
