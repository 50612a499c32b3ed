package io.github.dmu4j.jupyter.eval;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a cell ended. */
public sealed interface CellOutcome {
    /**
     * The cell ran to its end.
     *
     * @param value the value of its last expression; null if it was null, or there is none
     * @param shown false: the cell has no value, or a semicolon at its end suppresses it
     */
    record Value(@Nullable Object value, boolean shown) implements CellOutcome {
        static final Value NONE = new Value(null, false);
    }

    /**
     * The cell does not compile, or threw.
     *
     * @param name the exception's class, or {@code CompileError} / {@code UnresolvedReference}
     * @param message the exception's message (empty if it has none), or the first compile error in one line
     * @param traceback ready to show, one element a line: place, source line, caret, causes, the user's own frames; coloured by
     *     ANSI codes that are readable on light and on dark ground
     * @param cause what was thrown; empty for code that does not compile
     */
    record Failed(String name, String message, List<String> traceback, Optional<Throwable> cause)
            implements CellOutcome {
        /** Copies the lines. */
        public Failed {
            traceback = List.copyOf(traceback);
        }
    }

    /**
     * The cell was stopped by {@link CellEvaluator#interrupt()}.
     *
     * @param traceback where it was stopped, as in {@link Failed}
     */
    record Interrupted(List<String> traceback) implements CellOutcome {
        /** Copies the lines. */
        public Interrupted {
            traceback = List.copyOf(traceback);
        }
    }
}
