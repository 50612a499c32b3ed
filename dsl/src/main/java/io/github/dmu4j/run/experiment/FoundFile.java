package io.github.dmu4j.run.experiment;

/**
 * A file of an experiment that was looked for.
 *
 * @param what for a reader, for example {@code GLDv2 training}
 * @param isThere whether it was found
 * @param where the file, or where it was looked for
 */
public record FoundFile(String what, boolean isThere, String where) {
    @Override
    public String toString() {
        return (isThere ? "found    " : "missing  ") + what + ": " + where;
    }
}
