package io.github.dmu4j.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run's progress as text: on a terminal one line that is rewritten at most ten times a second, elsewhere (a log, CI) a line
 * every 10 % or 30 seconds. Writes where it is told to; the launcher gives it standard error.
 */
public final class TerminalProgress implements UpgradeListener {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 30_000_000_000L;
    private static final int BAR_CELLS = 20;

    private final Appendable out;
    private final boolean interactive;
    private final LongSupplier nanoTime;

    private @Nullable String stage;
    private String unit = "step";
    private long stageStart;
    private long lastShown;
    private int lastTenth;
    private int shownLength;
    private Map<String, Double> validation = Map.of();

    /**
     * @param interactive whether {@code out} is a terminal that understands a carriage return
     * @param nanoTime the clock, {@code System::nanoTime}
     */
    public TerminalProgress(Appendable out, boolean interactive, LongSupplier nanoTime) {
        this.out = out;
        this.interactive = interactive;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void on(UpgradeEvent event) {
        if (event instanceof UpgradeEvent.RunStarted started) {
            line(started.method() + ", seed " + started.seed() + ", on " + started.device());
        } else if (event instanceof UpgradeEvent.StageStarted started) {
            stage = started.stage();
            unit = started.unit();
            stageStart = nanoTime.getAsLong();
            lastShown = stageStart - REDRAW_NANOS;
            lastTenth = 0;
            validation = Map.of();
        } else if (event instanceof UpgradeEvent.StepCompleted step) {
            progress(step);
        } else if (event instanceof UpgradeEvent.Validated figure) {
            validation = Map.of(figure.pairing() + " " + figure.metric(), figure.value());
        } else if (event instanceof UpgradeEvent.StageCompleted done) {
            line(done.stage() + " done in " + duration(done.seconds()));
            stage = null;
        } else if (event instanceof UpgradeEvent.Warning warning) {
            line("warning: " + warning.message());
        } else if (event instanceof UpgradeEvent.RunInterrupted interrupted) {
            line("stopped. " + interrupted.resumeHint());
        } else if (event instanceof UpgradeEvent.RunFailed failed) {
            line("failed: " + failed.message());
        }
    }

    private void progress(UpgradeEvent.StepCompleted step) {
        long now = nanoTime.getAsLong();
        int tenth = (int) (10 * step.step() / Math.max(1, step.totalSteps()));
        boolean due = interactive
                ? now - lastShown >= REDRAW_NANOS
                : tenth > lastTenth || now - lastShown >= LINE_NANOS;
        if (!due) {
            return;
        }
        lastShown = now;
        lastTenth = tenth;
        double elapsed = (now - stageStart) / 1e9;
        String text = describe(step, elapsed);
        if (interactive) {
            rewrite(text);
        } else {
            line(text);
        }
    }

    private String describe(UpgradeEvent.StepCompleted step, double elapsed) {
        double share = step.totalSteps() == 0 ? 1 : (double) step.step() / step.totalSteps();
        double left = share > 0 ? elapsed * (1 - share) / share : Double.NaN;
        StringBuilder text = new StringBuilder();
        text.append(stage == null ? step.stage() : stage).append(' ');
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
                Math.round(100 * share),
                duration(elapsed),
                duration(left)));
        if (!step.losses().isEmpty()) {
            text.append("  loss ")
                    .append(String.format(Locale.ROOT, "%.3f", step.losses().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum()));
        }
        if (!validation.isEmpty()) {
            text.append("  ").append(validation.entrySet().stream()
                    .map(e -> String.format(Locale.ROOT, "%s %.3f", e.getKey(), e.getValue()))
                    .collect(Collectors.joining(" ")));
        }
        if (step.itemsPerSecond() > 0) {
            text.append(String.format(Locale.ROOT, "  %.0f/s", step.itemsPerSecond()));
        }
        return text.toString();
    }

    private void rewrite(String text) {
        append("\r" + text + " ".repeat(Math.max(0, shownLength - text.length())));
        shownLength = text.length();
    }

    private void line(String text) {
        if (interactive && shownLength > 0) {
            append("\r" + " ".repeat(shownLength) + "\r");
            shownLength = 0;
        }
        append(text + System.lineSeparator());
    }

    private void append(String text) {
        try {
            out.append(text);
            if (out instanceof java.io.Flushable flushable) {
                flushable.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For example 0:07, 12:34, 1:02:03; {@code ?} when unknown. */
    static String duration(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            return "?";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
