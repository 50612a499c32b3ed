package io.github.dmu4j.jupyter.display;

/**
 * How a cell ended.
 *
 * @param name class of the exception; empty if there was none
 * @param message what the exception says; empty if the cell ran to its end
 */
public record CellEnd(Kind kind, String name, String message) {
    /** The ways to end. */
    public enum Kind {
        /** It ran to its end. */
        DONE,
        /** It did not compile, or threw. */
        FAILED,
        /** It was stopped. */
        INTERRUPTED
    }
}
