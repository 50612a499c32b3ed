package io.github.dmu4j.jupyter.magic;

/** A magic cannot do what it was asked: what was asked, what is there, what can be done. Needs no stack trace. */
final class MagicFailure extends Exception {
    private static final long serialVersionUID = 1;

    MagicFailure(String message) {
        super(message);
    }

    MagicFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message; this class always has one. */
    String text() {
        return String.valueOf(getMessage());
    }
}
