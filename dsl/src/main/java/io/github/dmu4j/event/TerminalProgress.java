package io.github.dmu4j.event;

import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run's progress as plain text without colours: on a terminal one line that is rewritten at most ten times a second and never
 * wraps, elsewhere (a log, CI) a line every 10 % or 30 seconds, and at most one in two seconds. Writes where it is told to; the
 * launcher gives it standard error.
 *
 * <p>Whatever ends the run, the cursor is left at the start of a fresh line: after a failure or an interrupt the last figures
 * stay readable above the message. {@link #close} does the same for a run that ended without saying so; it does not close
 * {@code out}. A problem while writing is an {@link UncheckedIOException}, upon which {@link UpgradeListener#all} drops the
 * listener.
 */
public final class TerminalProgress implements UpgradeListener, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 30_000_000_000L;
    private static final long LEAST_LINE_NANOS = 2_000_000_000L;
    private static final long DAY = 24 * 3600;
    private static final int BAR_CELLS = 20;
    private static final String STEP = "step";
    private static final int COLUMNS = 80;
    private static final int MIN_COLUMNS = 20;

    private final Appendable out;
    private final boolean interactive;
    private final int columns;
    private final LongSupplier nanoTime;

    private @Nullable String stage;
    private String unit = STEP;
    private long stageStart;
    private long stepsBefore = -1;
    private long lastShown;
    private int lastTenth;
    private int shownLength;
    private final Map<String, Double> validation = new TreeMap<>();

    private int upgrades;
    private int upgrade;
    private long sequenceSeed;

    /** Of a plan of several stages. */
    private UpgradeEvent.@Nullable TimeLeft whole;

    /**
     * For a terminal of 80 columns.
     *
     * @param interactive whether {@code out} is a terminal that understands a carriage return
     * @param nanoTime the clock, {@code System::nanoTime}
     */
    public TerminalProgress(Appendable out, boolean interactive, LongSupplier nanoTime) {
        this(out, interactive, COLUMNS, nanoTime);
    }

    /**
     * As {@link #TerminalProgress(Appendable, boolean, LongSupplier)} for another width.
     *
     * @param columns width of the terminal; the rewritten line is cut to one less, since a terminal may wrap on its last
     *     column; at least 20 are taken. Lines that are not rewritten are never cut
     */
    public TerminalProgress(Appendable out, boolean interactive, int columns, LongSupplier nanoTime) {
        this.out = out;
        this.interactive = interactive;
        this.columns = Math.max(MIN_COLUMNS, columns);
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void on(UpgradeEvent event) {
        if (event instanceof UpgradeEvent.SequenceStarted sequence) {
            upgrades = sequence.upgrades();
            upgrade = 0;
            sequenceSeed = sequence.seed();
        } else if (event instanceof UpgradeEvent.RunStarted started) {
            line(subject(started));
        } else if (event instanceof UpgradeEvent.PlannedStageStarted planned) {
            if (planned.stages() > 1) {
                line(planned.text());
                whole = planned.left();
            }
        } else if (event instanceof UpgradeEvent.TimeLeft left) {
            whole = whole == null ? null : left;
        } else if (event instanceof UpgradeEvent.StageStarted started) {
            begin(started.stage(), started.unit());
        } else if (event instanceof UpgradeEvent.StepCompleted step) {
            progress(step);
        } else if (event instanceof UpgradeEvent.Validated figure) {
            validation.put(figure.pairing() + " " + figure.metric(), figure.value());
        } else if (event instanceof UpgradeEvent.StageCompleted done) {
            line(done.stage() + " done in " + duration(done.seconds()));
            stage = null;
        } else if (event instanceof UpgradeEvent.Warning warning) {
            line("warning: " + warning.message());
        } else if (event instanceof UpgradeEvent.RunCompleted completed) {
            line("run done in " + duration(completed.seconds()));
            whole = null;
        } else if (event instanceof UpgradeEvent.RunInterrupted interrupted) {
            upgrades = 0;
            close();
            line("stopped. " + interrupted.resumeHint());
        } else if (event instanceof UpgradeEvent.RunFailed failed) {
            upgrades = 0;
            close();
            line("failed: " + failed.message());
        }
    }

    /** Ends a half-shown progress line; the listener can go on. Safe to call more than once. */
    @Override
    public synchronized void close() {
        stage = null;
        whole = null;
        if (shownLength > 0) {
            shownLength = 0;
            append(System.lineSeparator());
        }
    }

    /** What runs, and which upgrade of a sequence it is. */
    private String subject(UpgradeEvent.RunStarted started) {
        if (upgrade >= upgrades) { // of no sequence
            return subject(started, started.seed());
        }
        upgrade++;
        return "upgrade " + upgrade + " of " + upgrades + ": " + subject(started, sequenceSeed);
    }

    private static String subject(UpgradeEvent.RunStarted started, long seed) {
        return started.method() + ", seed " + seed + ", on " + started.device();
    }

    private void begin(String name, String unitOfSteps) {
        stage = name;
        unit = unitOfSteps;
        stageStart = nanoTime.getAsLong();
        stepsBefore = -1;
        lastShown = interactive ? stageStart - REDRAW_NANOS : stageStart;
        lastTenth = 0;
        validation.clear();
    }

    private void progress(UpgradeEvent.StepCompleted step) {
        if (stage == null) {
            begin(step.stage(), unit);
        }
        if (stepsBefore < 0) {
            stepsBefore = Math.max(0, step.step() - 1); // a resumed stage does not begin at its first step
        }
        long now = nanoTime.getAsLong();
        int tenth = (int) (10 * step.step() / Math.max(1, step.totalSteps()));
        boolean due = interactive
                ? now - lastShown >= REDRAW_NANOS
                : now - lastShown >= (tenth > lastTenth ? LEAST_LINE_NANOS : LINE_NANOS);
        if (!due) {
            return;
        }
        lastShown = now;
        lastTenth = tenth;
        String text = describe(step, (now - stageStart) / 1e9);
        if (interactive) {
            rewrite(text);
        } else {
            line(text);
        }
    }

    private String describe(UpgradeEvent.StepCompleted step, double elapsed) {
        double share = step.totalSteps() <= 0 ? 1 : Math.min(1, (double) step.step() / step.totalSteps());
        long here = step.step() - stepsBefore;
        double left = !unit.equals(STEP) && step.itemsPerSecond() > 0
                ? step.secondsLeft(1) // images and vectors come by the batch, so that the first ones say little
                : here > 0 ? elapsed * Math.max(0, step.totalSteps() - step.step()) / here : Double.NaN;
        StringBuilder text = new StringBuilder();
        text.append(step.stage()).append(' ');
        if (interactive) {
            int full = (int) Math.round(share * BAR_CELLS);
            text.append("━".repeat(full)).append("╌".repeat(BAR_CELLS - full)).append(' ');
        }
        text.append(String.format(
                Locale.ROOT,
                "%s %d/%d %d%% %s<%s",
                unit,
                step.step(),
                step.totalSteps(),
                (int) (100 * share), // rounded down: 100 % is shown when all is done, not before
                duration(elapsed),
                duration(left)));
        if (whole != null && !Double.isNaN(whole.seconds())) {
            text.append(", in all ").append(whole.shortText());
        }
        if (!step.losses().isEmpty()) {
            double total = step.losses().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            text.append(String.format(Locale.ROOT, "  loss %.3f", total));
        }
        if (!validation.isEmpty()) {
            text.append("  ")
                    .append(validation.entrySet().stream()
                            .map(e -> String.format(Locale.ROOT, "%s %.3f", e.getKey(), e.getValue()))
                            .collect(Collectors.joining(" ")));
        }
        if (step.itemsPerSecond() > 0) {
            text.append(String.format(Locale.ROOT, "  %.0f/s", step.itemsPerSecond()));
        }
        return text.toString();
    }

    private void rewrite(String text) {
        String shown = text.length() < columns ? text : text.substring(0, columns - 2) + "…";
        append("\r" + shown + " ".repeat(Math.max(0, shownLength - shown.length())));
        shownLength = shown.length();
    }

    private void line(String text) {
        String clear = shownLength > 0 ? "\r" + " ".repeat(shownLength) + "\r" : "";
        shownLength = 0;
        append(clear + text + System.lineSeparator());
    }

    private void append(String text) {
        try {
            out.append(text);
            if (out instanceof Flushable flushable) {
                flushable.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For example 0:07, 12:34, 1:02:03, from a day on 3 d 4 h; {@code ?} when unknown. */
    public static String duration(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            return "?";
        }
        long whole = Math.round(seconds);
        if (whole >= DAY) {
            return whole / DAY + " d " + whole % DAY / 3600 + " h";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
