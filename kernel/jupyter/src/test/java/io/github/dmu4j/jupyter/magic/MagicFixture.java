package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import eu.maveniverse.maven.mima.context.ContextOverrides;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.JavaEvaluator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A session with magics, and what its cells print. */
final class MagicFixture implements AutoCloseable {
    final MagicEvaluator evaluator;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private int cells;

    MagicFixture() {
        this(settings -> settings);
    }

    MagicFixture(UnaryOperator<ContextOverrides.Builder> mavenSettings) {
        evaluator = new MagicEvaluator(
                JavaEvaluator.builder()
                        .startup(List.of("import java.util.*;\nimport java.util.stream.*;"))
                        .build(),
                mavenSettings);
    }

    CellOutcome run(String code) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        printed.reset();
        PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
        try {
            return evaluator.evaluate(code, ++cells);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** What a cell that must not fail prints. */
    String output(String code) {
        CellOutcome outcome = run(code);
        assertThat(outcome).as(text(outcome)).isInstanceOf(CellOutcome.Value.class);
        return printed();
    }

    /** What the last cell has printed. */
    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** The value of a cell that must have one. */
    @Nullable
    Object value(String code) {
        CellOutcome outcome = run(code);
        assertThat(outcome).as(text(outcome)).isInstanceOf(CellOutcome.Value.class);
        assertThat(((CellOutcome.Value) outcome).shown()).isTrue();
        return ((CellOutcome.Value) outcome).value();
    }

    CellOutcome.Failed failure(String code) {
        CellOutcome outcome = run(code);
        assertThat(outcome).isInstanceOf(CellOutcome.Failed.class);
        return (CellOutcome.Failed) outcome;
    }

    /** Runs a cell that ends only by an interrupt, which is repeated in case that it came before the cell began. */
    CellOutcome interrupted(String code) throws InterruptedException {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> interrupts =
                clock.scheduleWithFixedDelay(evaluator::interrupt, 700, 700, TimeUnit.MILLISECONDS);
        try {
            return run(code);
        } finally {
            interrupts.cancel(false);
            clock.shutdown();
            assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The last cell's number. */
    int cells() {
        return cells;
    }

    /** The traceback without colours. */
    static String text(CellOutcome outcome) {
        List<String> lines = List.of("a value");
        if (outcome instanceof CellOutcome.Failed failed) {
            lines = failed.traceback();
        } else if (outcome instanceof CellOutcome.Interrupted interrupted) {
            lines = interrupted.traceback();
        }
        return lines.stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        evaluator.close();
    }
}
