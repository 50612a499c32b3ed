package io.github.dmu4j.jupyter.eval;

import java.util.List;
import java.util.Optional;

/**
 * A session of Java in which a notebook's cells run, one after the other, and what an editor asks about their code.
 *
 * <p>{@link #interrupt()} may be called from any thread at any time. Everything else is called by one thread at a time;
 * questions about code ({@link #complete}, {@link #inspect}, {@link #completeness}) that come while a cell runs wait for
 * nothing but each other. Knows no message of any client: texts come in as the user wrote them, values go out as objects.
 */
public interface CellEvaluator extends AutoCloseable {
    /**
     * Runs one cell on the calling thread, until it is done, failed or interrupted. Statements before the one that fails
     * have run. Never throws for what the cell does, an {@link Error} of the cell's included.
     *
     * @param code the whole cell; empty and comment-only cells are done at once
     * @param cellNumber the execution count, which names the cell in error reports ({@code cell 3:2} is its second line)
     */
    CellOutcome evaluate(String code, int cellNumber);

    /**
     * Candidates at {@code cursor}, best first.
     *
     * @param cursor index of a UTF-16 unit, 0 to {@code code.length()}; beyond is taken for the nearest of the two
     */
    Completion complete(String code, int cursor);

    /**
     * What stands at {@code cursor}: a class, method, variable or package.
     *
     * @param cursor index of a UTF-16 unit, within or just behind the name
     * @param detail 0: signature and the first sentence of its Javadoc; 1: all of the Javadoc, and the source if it is on disk
     * @return empty if nothing is known about it
     */
    Optional<Inspection> inspect(String code, int cursor, int detail);

    /** Whether {@code code} can run as it is, goes on, or is wrong whatever follows. */
    Completeness completeness(String code);

    /** Stops the running cell, from any thread; nothing when none runs. Returns at once, the cell ends soon after. */
    void interrupt();

    /** Variables of the session with their present values, in order of declaration. */
    List<Variable> variables();

    /** Evaluates an expression for a client's user_expressions, leaving no trace in the session. */
    CellOutcome expression(String expression);

    /** Ends the session and drops its values. */
    @Override
    void close();
}
