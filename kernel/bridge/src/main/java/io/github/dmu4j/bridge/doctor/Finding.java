package io.github.dmu4j.bridge.doctor;

/**
 * One thing that was looked at.
 *
 * @param check what was looked at, two or three words
 * @param found what is there
 * @param remedy what to do about it; empty when nothing needs doing
 */
public record Finding(String check, Status status, String found, String remedy) {
    /** How it is. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Works, but slower or with less than it could. */
        WARN,
        /** The work cannot be done. */
        FAIL,
        /** Not looked at, because that was asked. */
        SKIPPED
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Status.OK, found, "");
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Status.WARN, found, remedy);
    }

    static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Status.FAIL, found, remedy);
    }

    static Finding skipped(String check, String found) {
        return new Finding(check, Status.SKIPPED, found, "");
    }
}
