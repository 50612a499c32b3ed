package io.github.dmu4j.jupyter.eval;

/**
 * Whether a text can run as it is.
 *
 * @param indent spaces to begin the next line with; empty unless {@link Status#INCOMPLETE}
 */
public record Completeness(Status status, String indent) {
    /** The four answers a client understands. */
    public enum Status {
        /** Can run. */
        COMPLETE,
        /** More must follow: an open bracket, text block, comment, or the rest of a statement. */
        INCOMPLETE,
        /** Wrong, whatever follows. */
        INVALID,
        /** Cannot be told. */
        UNKNOWN
    }
}
