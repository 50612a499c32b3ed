package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A session with what the tests ask of it. */
final class EvaluatorFixture implements AutoCloseable {
    final List<String> notes = new ArrayList<>();
    final JavaEvaluator evaluator = JavaEvaluator.builder()
            .startup(List.of("import java.util.*;\nimport java.util.function.*;\nimport java.util.stream.*;"))
            .notes(notes::add)
            .build();
    private volatile int cells;

    CellOutcome run(String code) {
        int number = cells + 1;
        cells = number;
        return evaluator.evaluate(code, number);
    }

    /** The last cell's number. */
    int cells() {
        return cells;
    }

    /** The cell's value, which must be shown. */
    @Nullable
    Object value(String code) {
        CellOutcome outcome = run(code);
        assertThat(outcome).as(text(outcome)).isInstanceOf(CellOutcome.Value.class);
        CellOutcome.Value value = (CellOutcome.Value) outcome;
        assertThat(value.shown()).isTrue();
        return value.value();
    }

    /** Runs a cell that must not fail. */
    void ok(String code) {
        CellOutcome outcome = run(code);
        assertThat(outcome).as(text(outcome)).isInstanceOf(CellOutcome.Value.class);
    }

    CellOutcome.Failed failure(String code) {
        CellOutcome outcome = run(code);
        assertThat(outcome).isInstanceOf(CellOutcome.Failed.class);
        return (CellOutcome.Failed) outcome;
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
