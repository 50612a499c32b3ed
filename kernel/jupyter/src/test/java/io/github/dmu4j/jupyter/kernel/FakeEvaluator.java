package io.github.dmu4j.jupyter.kernel;

import io.github.dmu4j.jupyter.eval.CellEvaluator;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.Completeness;
import io.github.dmu4j.jupyter.eval.Completion;
import io.github.dmu4j.jupyter.eval.Inspection;
import io.github.dmu4j.jupyter.eval.Variable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Cells are Java lambdas that a test gives a name, which is their code; unknown code is its own value. */
final class FakeEvaluator implements CellEvaluator {
    private final Map<String, Callable<@Nullable Object>> cells = new ConcurrentHashMap<>();
    private volatile @Nullable Thread running;

    void cell(String code, Callable<@Nullable Object> work) {
        cells.put(code, work);
    }

    @Override
    public CellOutcome evaluate(String code, int cellNumber) {
        running = Thread.currentThread();
        try {
            Callable<@Nullable Object> work = cells.get(code);
            Object value = work == null ? code : work.call();
            return new CellOutcome.Value(value, value != null);
        } catch (InterruptedException e) {
            return new CellOutcome.Interrupted(List.of("interrupted here"));
        } catch (Throwable e) {
            return new CellOutcome.Failed(
                    e.getClass().getName(),
                    String.valueOf(e.getMessage()),
                    List.of("line 1", "line 2"),
                    Optional.of(e));
        } finally {
            running = null;
        }
    }

    @Override
    public Completion complete(String code, int cursor) {
        return new Completion(
                cursor - 1, cursor, List.of(new Completion.Candidate("length()", "function", "int length()")));
    }

    @Override
    public Optional<Inspection> inspect(String code, int cursor, int detail) {
        return code.isEmpty()
                ? Optional.empty()
                : Optional.of(new Inspection(code + " at " + cursor + ", detail " + detail, "<b>h</b>", "*m*"));
    }

    @Override
    public Completeness completeness(String code) {
        return code.endsWith("{")
                ? new Completeness(Completeness.Status.INCOMPLETE, "    ")
                : new Completeness(Completeness.Status.COMPLETE, "");
    }

    @Override
    public void interrupt() {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public List<Variable> variables() {
        return List.of();
    }

    @Override
    public CellOutcome expression(String expression) {
        return expression.equals("wrong")
                ? new CellOutcome.Failed("E", "m", List.of("t"), Optional.empty())
                : new CellOutcome.Value(expression, true);
    }

    @Override
    public void close() {
        cells.clear();
    }
}
