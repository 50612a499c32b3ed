package io.github.dmu4j.bridge.live;

import io.github.dmu4j.event.UpgradeEvent;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** When a cell's progress is shown: after a second, then at most four times a second; curves at most once a second. */
final class CellProgress {
    static final long PATIENCE_NANOS = 1_000_000_000L;
    static final long CURVES_NANOS = 1_000_000_000L;
    static final int TICK_MILLIS = 250;
    /** After this long without an event the thread ends; the next event starts another. */
    private static final long QUIET_NANOS = 5_000_000_000L;

    private final LiveProgress.Screen screen;
    private final LongSupplier nanoTime;
    private final boolean ticking;
    private final String id = UUID.randomUUID().toString();

    /** What is known, guarded by itself. */
    private final RunState state;

    private @Nullable Thread ticker;
    private long lastEvent;
    private boolean changed;

    /** What is shown, guarded by {@link #showing}, so that an older picture never replaces a newer one. */
    private final Object showing = new Object();

    private boolean shown;
    private long lastCurves = Long.MIN_VALUE;
    private String curves = "";

    CellProgress(LiveProgress.Screen screen, LongSupplier nanoTime, boolean ticking) {
        this.screen = screen;
        this.nanoTime = nanoTime;
        this.ticking = ticking;
        this.state = new RunState(nanoTime.getAsLong());
    }

    void on(UpgradeEvent event) {
        boolean ended;
        synchronized (state) {
            lastEvent = nanoTime.getAsLong();
            boolean before = state.isActive();
            state.on(event, lastEvent);
            changed = true;
            ended = before && !state.isActive();
            startTicker();
        }
        if (ended) {
            flush();
        }
    }

    /** Whether everything has ended, and nothing happened for a while. */
    boolean isOver() {
        synchronized (state) {
            return !state.isActive() && nanoTime.getAsLong() - lastEvent > PATIENCE_NANOS;
        }
    }

    void stop(boolean interrupted, String message) {
        synchronized (state) {
            if (state.isActive()) {
                state.stop(interrupted, message, nanoTime.getAsLong());
                changed = true;
            }
        }
        flush();
    }

    /** Shows the present state, if there is anything worth it. */
    void flush() {
        show(true);
    }

    void tick() {
        show(false);
    }

    private void show(boolean now) {
        synchronized (showing) {
            RunState.View view;
            boolean late;
            synchronized (state) {
                if (!changed) {
                    return;
                }
                long time = nanoTime.getAsLong();
                late = time - state.start() >= PATIENCE_NANOS;
                boolean worth = shown || late || (now && !state.isActive() && state.isWorthShowing());
                if (!worth) {
                    return;
                }
                changed = false;
                view = state.view(time);
                if (!view.active() || lastCurves == Long.MIN_VALUE || time - lastCurves >= CURVES_NANOS) {
                    lastCurves = time;
                    curves = "";
                }
            }
            if (curves.isEmpty()) {
                curves = ProgressHtml.curves(view);
            }
            DisplayData data = new DisplayData();
            data.putText(ProgressText.of(view));
            data.putHTML(ProgressHtml.of(view, curves));
            data.setDisplayId(id);
            if (shown) {
                screen.update(data);
            } else {
                shown = true;
                screen.show(data);
            }
        }
    }

    /** On the thread of the cell, so that the kernel knows whose output it is. */
    private void startTicker() {
        if (ticking && ticker == null && state.isActive()) {
            Thread thread = new Thread(this::tickWhileActive, "dmu4j progress");
            thread.setDaemon(true);
            ticker = thread;
            thread.start();
        }
    }

    private void tickWhileActive() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                synchronized (state) {
                    if (!state.isActive() || nanoTime.getAsLong() - lastEvent > QUIET_NANOS) {
                        ticker = null;
                        return;
                    }
                }
                tick();
            }
        } catch (InterruptedException | RuntimeException e) { // a display less, never a run less
            synchronized (state) {
                ticker = null;
            }
        }
    }
}
