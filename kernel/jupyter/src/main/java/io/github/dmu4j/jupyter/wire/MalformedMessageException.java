package io.github.dmu4j.jupyter.wire;

import java.io.Serial;

/** Frames that are no message of this session: to be logged and dropped. */
final class MalformedMessageException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    MalformedMessageException(String message) {
        super(message);
    }

    MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
