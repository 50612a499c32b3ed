package io.github.dmu4j.jupyter.eval;

/**
 * A script stopped early. {@link #getMessage()} is ready to print: where, why, the source line with a caret, and for an
 * exception its causes and the frames that are the user's. The exception itself, if there is one, is the cause.
 */
public final class ScriptFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a script stopped. */
    public enum Reason {
        /** A snippet does not compile, or the script ends in the middle of one. */
        DOES_NOT_COMPILE,
        /** A snippet threw; {@link #getCause()} is what it threw. */
        THREW,
        /** Something refers to a name that the script has not defined. */
        UNRESOLVED,
        /** The thread was interrupted between two snippets. */
        INTERRUPTED
    }

    private final String report;
    private final Reason reason;
    private final int line;

    ScriptFailure(Reason reason, int line, String report, Throwable cause) {
        super(report, cause);
        this.report = report;
        this.reason = reason;
        this.line = line;
    }

    ScriptFailure(Reason reason, int line, String report) {
        super(report);
        this.report = report;
        this.reason = reason;
        this.line = line;
    }

    @Override
    public String getMessage() {
        return report;
    }

    /** Why the script stopped. */
    public Reason reason() {
        return reason;
    }

    /** The 1-based line of the script where it stopped. */
    public int line() {
        return line;
    }
}
