package io.github.dmu4j.data.jpeg;

/** The coded picture breaks the format's rules. */
final class DamagedScan extends Exception {
    private static final long serialVersionUID = 1;

    DamagedScan(String what) {
        super(what);
    }
}
