package io.github.dmu4j.base;

/**
 * Something the caller can mend: the message says what was asked, what was found, what is allowed and what to do next.
 * Programming errors stay {@link IllegalArgumentException} and {@link IllegalStateException}.
 */
public class DmuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with a message in the order asked, found, allowed, next step. */
    public DmuException(String message) {
        super(message);
    }

    /** As {@link #DmuException(String)}, keeping the cause. */
    public DmuException(String message, Throwable cause) {
        super(message, cause);
    }
}
