package io.github.dmu4j.bridge.live;

import io.github.dmu4j.event.TerminalProgress;
import io.github.dmu4j.event.UpgradeEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of the runs of a cell. Not thread-safe; {@link #view} is a copy. */
final class RunState {
    /** Lines of what is done that are kept; older ones are counted. */
    static final int DONE_LINES = 12;

    private static final String STEP = "step";
    private static final String STOPPED_AT = "stopped at";

    /** How far it is. */
    enum Phase {
        RUNNING,
        DONE,
        INTERRUPTED,
        FAILED
    }

    /**
     * What is shown.
     *
     * @param heading which run, of how many, with what
     * @param plan which stage of how many, and how long all will take; empty without a plan of several stages, and at the end
     * @param bar the running stage; empty between stages and at the end
     * @param figures the last losses and validations
     * @param done what has ended, a line each
     * @param omitted lines before those
     * @param message at the end: how long it took, or why it stopped and how to go on
     */
    record View(
            Phase phase,
            String heading,
            String plan,
            Optional<Bar> bar,
            List<String> figures,
            List<String> done,
            int omitted,
            String message,
            List<Curve.Points> losses,
            List<Curve.Points> validation) {
        boolean active() {
            return phase == Phase.RUNNING;
        }
    }

    /** A stage under way. */
    record Bar(long step, long total, String text) {}

    /** A stage under way, as events tell of it. */
    private static final class Stage {
        private final String name;
        private final String unit;
        private final long start;
        private long first = -1;
        private long step;
        private long total;
        private double itemsPerSecond;

        Stage(String name, String unit, long total, long start) {
            this.name = name;
            this.unit = unit;
            this.total = total;
            this.start = start;
        }
    }

    /** What a stage that trains has measured. */
    private static final class Measured {
        private Map<String, Double> losses = Map.of();
        private final Map<String, Double> validated = new LinkedHashMap<>();
        private final Map<String, Curve> lossCurves = new LinkedHashMap<>();
        private final Map<String, Curve> validationCurves = new LinkedHashMap<>();

        void losses(Map<String, Double> terms, long step) {
            losses = terms;
            terms.forEach((term, value) ->
                    lossCurves.computeIfAbsent(term, t -> new Curve()).add(step, value));
        }

        void validated(String name, double value, long step) {
            validated.put(name, value);
            validationCurves.computeIfAbsent(name, n -> new Curve()).add(step, value);
        }

        double loss() {
            return losses.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    private final long start;
    /** What one of several runs is called. */
    private String each = "run";

    /** Of the runs that are a sequence: seeds of its later upgrades are derived from it and say nothing. */
    private @Nullable Long sequenceSeed;

    private int runs;
    private int run;
    private String heading = "";
    private boolean inRun;
    private UpgradeEvent.@Nullable PlannedStageStarted planned;
    private UpgradeEvent.@Nullable TimeLeft whole;
    private @Nullable Stage stage;
    private Phase phase = Phase.DONE;
    private String message = "";
    private boolean trained;
    private String lastStage = "";
    private String lastLine = "";
    private int times;
    private double seconds;
    private int omitted;
    /** Lines about whole runs, which stay; what follows are stages. */
    private int ended;

    private final List<String> done = new ArrayList<>();
    /** By stage, of the present run; the first is the training, which the summary is about. */
    private final Map<String, Measured> measured = new LinkedHashMap<>();

    RunState(long start) {
        this.start = start;
    }

    long start() {
        return start;
    }

    boolean isActive() {
        return phase == Phase.RUNNING;
    }

    /** Whether it is shown even though it was quick: a training, or something that went wrong. */
    boolean isWorthShowing() {
        return trained || phase == Phase.INTERRUPTED || phase == Phase.FAILED;
    }

    void on(UpgradeEvent event, long now) {
        if (event instanceof UpgradeEvent.ComparisonStarted comparison) {
            several("run", comparison.runs());
            sequenceSeed = null;
        } else if (event instanceof UpgradeEvent.SequenceStarted sequence) {
            several("upgrade", sequence.upgrades());
            sequenceSeed = sequence.seed();
        } else if (event instanceof UpgradeEvent.RunStarted started) {
            if (run >= runs) { // of neither a comparison nor a sequence
                runs = 0;
                run = 0;
                sequenceSeed = null;
            }
            run++;
            heading = started.method() + ", seed " + (sequenceSeed == null ? started.seed() : sequenceSeed) + ", on "
                    + started.device();
            inRun = true;
            phase = Phase.RUNNING;
            measured.clear();
            forgetStagesOfSeveralRuns();
        } else if (event instanceof UpgradeEvent.PlannedStageStarted next) {
            planned = next.stages() > 1 ? next : null;
            whole = next.left();
        } else if (event instanceof UpgradeEvent.TimeLeft left) {
            whole = left;
        } else if (event instanceof UpgradeEvent.StageStarted started) {
            stage = new Stage(started.stage(), started.unit(), started.totalSteps(), now);
            phase = Phase.RUNNING;
        } else if (event instanceof UpgradeEvent.StepCompleted step) {
            step(step, now);
        } else if (event instanceof UpgradeEvent.Validated figure) {
            long at = stage == null ? figure.epoch() : stage.step;
            measured(figure.stage()).validated(figure.pairing() + " " + figure.metric(), figure.value(), at);
        } else if (event instanceof UpgradeEvent.StageCompleted completed) {
            completed(completed);
            stage = null;
            rest(now);
        } else if (event instanceof UpgradeEvent.Warning warning) {
            done("! " + warning.message());
        } else if (event instanceof UpgradeEvent.RunCompleted completed) {
            if (runs > 1) {
                forgetStagesOfSeveralRuns();
                done("✓ " + heading + ", " + TerminalProgress.duration(completed.seconds()) + lastFigures());
                ended = done.size();
            }
            stage = null;
            planned = null;
            inRun = false;
            rest(now);
        } else if (event instanceof UpgradeEvent.RunInterrupted interrupted) {
            stop(true, interrupted.resumeHint(), now);
        } else if (event instanceof UpgradeEvent.RunFailed failed) {
            stop(false, failed.message(), now);
        }
    }

    private void several(String what, int count) {
        each = what;
        runs = count;
        run = 0;
        ended = done.size();
        phase = Phase.RUNNING;
    }

    /** Of several runs, a line each is enough. */
    private void forgetStagesOfSeveralRuns() {
        if (runs > 1) {
            done.subList(ended, done.size()).clear();
        }
    }

    private String lastFigures() {
        Measured of = measured.values().stream().findFirst().orElseGet(Measured::new);
        return (of.losses.isEmpty() ? "" : ", loss " + number(of.loss()))
                + (of.validated.isEmpty() ? "" : ", validation " + joined(of.validated, ", "));
    }

    private Measured measured(String name) {
        return measured.computeIfAbsent(name, n -> new Measured());
    }

    private void step(UpgradeEvent.StepCompleted step, long now) {
        Stage current = stage;
        if (current == null || !current.name.equals(step.stage())) {
            current = new Stage(step.stage(), STEP, step.totalSteps(), now);
            stage = current;
        }
        phase = Phase.RUNNING;
        if (current.first < 0) {
            current.first = Math.max(0, step.step() - 1); // a resumed stage does not begin at its first step
        }
        current.step = step.step();
        current.total = step.totalSteps();
        current.itemsPerSecond = step.itemsPerSecond();
        if (!step.losses().isEmpty()) {
            trained = true;
            measured(step.stage()).losses(step.losses(), step.step());
        }
    }

    /** Between stages: still running if the run or the comparison goes on. */
    private void rest(long now) {
        if (!inRun && run >= runs) {
            phase = Phase.DONE;
            if (runs > 1) {
                forgetStagesOfSeveralRuns(); // of the last evaluation
            }
            message = "finished in " + TerminalProgress.duration((now - start) / 1e9);
        }
    }

    void stop(boolean interrupted, String why, long now) {
        Stage current = stage;
        String where = current == null
                ? ""
                : " at " + current.unit + " " + current.step + " of " + current.total + " of " + current.name;
        String after = " after " + TerminalProgress.duration((now - start) / 1e9);
        message = why.startsWith(STOPPED_AT) // says itself where
                ? "stopped" + after + " at" + why.substring(STOPPED_AT.length())
                : (interrupted ? "stopped" : "failed") + after + where + (why.isEmpty() ? "" : ". " + why);
        phase = interrupted ? Phase.INTERRUPTED : Phase.FAILED;
        stage = null;
        planned = null;
        inRun = false;
        runs = 0;
    }

    /** The same stage again and again (embedding) is one line. */
    private void completed(UpgradeEvent.StageCompleted completed) {
        boolean again = completed.stage().equals(lastStage)
                && done.size() > ended
                && lastLine.equals(done.get(done.size() - 1));
        if (again) {
            done.remove(done.size() - 1);
        }
        times = again ? times + 1 : 1;
        seconds = again ? seconds + completed.seconds() : completed.seconds();
        lastStage = completed.stage();
        lastLine = "✓ " + lastStage + (times > 1 ? ", " + times + " times, " : ", ")
                + TerminalProgress.duration(seconds) + lossText(lastStage);
        done(lastLine);
    }

    private void done(String line) {
        done.add(line);
        if (done.size() > DONE_LINES) {
            done.remove(0);
            omitted++;
            ended = Math.max(0, ended - 1);
        }
    }

    private String lossText(String name) {
        Measured of = measured.get(name);
        return of == null || of.losses.isEmpty() ? "" : ", loss " + number(of.loss());
    }

    View view(long now) {
        Stage current = stage;
        Measured shown = current == null ? null : measured.get(current.name);
        if (shown == null) {
            shown = measured.values().stream().findFirst().orElseGet(Measured::new);
        }
        List<String> figures = new ArrayList<>();
        if (!shown.losses.isEmpty()) {
            figures.add("loss " + number(shown.loss())
                    + (shown.losses.size() > 1 ? " = " + joined(shown.losses, " + ") : ""));
        }
        if (!shown.validated.isEmpty()) {
            figures.add("validation " + joined(shown.validated, ", "));
        }
        String which = runs > 1 ? each + " " + Math.max(1, run) + " of " + runs + ": " : "";
        if (runs > 1 && phase == Phase.DONE) { // the figures of all runs are in their lines
            return new View(
                    phase,
                    runs + " " + each + "s",
                    "",
                    Optional.empty(),
                    List.of(),
                    List.copyOf(done),
                    omitted,
                    message,
                    List.of(),
                    List.of());
        }
        return new View(
                phase,
                which + (heading.isEmpty() && phase != Phase.RUNNING ? subject() : heading),
                phase == Phase.RUNNING ? planText() : "",
                Optional.ofNullable(current).map(s -> bar(s, now)),
                figures,
                List.copyOf(done),
                omitted,
                message,
                points(shown.lossCurves),
                points(shown.validationCurves));
    }

    private String planText() {
        UpgradeEvent.PlannedStageStarted present = planned;
        return present == null || whole == null ? "" : present.text(whole);
    }

    /** What a cell without a whole run was about: its training, or what came last. */
    private String subject() {
        return measured.keySet().stream().findFirst().orElse(lastStage);
    }

    private static String joined(Map<String, Double> figures, String by) {
        return figures.entrySet().stream()
                .map(e -> e.getKey() + " " + number(e.getValue()))
                .collect(Collectors.joining(by));
    }

    private Bar bar(Stage s, long now) {
        double share = s.total <= 0 ? 0 : Math.min(1, (double) s.step / s.total);
        double elapsed = (now - s.start) / 1e9;
        long here = s.step - Math.max(0, s.first);
        double left = !s.unit.equals(STEP) && s.itemsPerSecond > 0
                ? Math.max(0, s.total - s.step) / s.itemsPerSecond // items come by the batch: the first ones say little
                : here > 0 ? elapsed * Math.max(0, s.total - s.step) / here : Double.NaN;
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %s %d/%d %d%% %s<%s",
                s.name,
                s.unit,
                s.step,
                s.total,
                (int) (100 * share), // rounded down: 100 % is shown when all is done, not before
                TerminalProgress.duration(elapsed),
                TerminalProgress.duration(left)));
        Measured of = measured.get(s.name);
        if (of != null && !of.losses.isEmpty()) {
            text.append(" loss ").append(number(of.loss()));
        }
        if (of != null) {
            of.validated.values().stream()
                    .reduce((a, b) -> b)
                    .ifPresent(v -> text.append(" val ").append(number(v)));
        }
        return new Bar(s.step, s.total, text.toString());
    }

    private static List<Curve.Points> points(Map<String, Curve> curves) {
        return curves.entrySet().stream()
                .map(e -> e.getValue().points(e.getKey()))
                .toList();
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
