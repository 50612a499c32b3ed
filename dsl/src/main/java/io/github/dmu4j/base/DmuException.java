package io.github.dmu4j.base;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

    /** The one for a file that the system does not let us read, or that is not there. */
    public static DmuException unreadable(Path file, IOException cause) {
        String why =
                cause instanceof NoSuchFileException ? "there is no such file" : String.valueOf(cause.getMessage());
        return new DmuException(
                "cannot read " + file + ": " + why + ". Check the path, the rights to it and the disk", cause);
    }
}
