package io.github.dmu4j.data.face;

/**
 * Templates with the person each is of: a gallery to be searched, or the probes that search. Immutable.
 *
 * <p>The list may name a template several times, once for each of its images; here it stands once, and templates are in
 * ascending order of their numbers.
 */
public final class SubjectTemplates {
    private final String name;
    private final int[] rows;
    private final int[] subjects;

    /** Takes the arrays over. */
    SubjectTemplates(String name, int[] rows, int[] subjects) {
        this.name = name;
        this.rows = rows;
        this.subjects = subjects;
    }

    /** What the protocol calls it, for example {@code G1} or {@code probe_mixed}. */
    public String name() {
        return name;
    }

    /** Number of templates. */
    public int size() {
        return rows.length;
    }

    /** The row of a template in {@link FaceTemplates}. */
    public int template(int index) {
        return rows[index];
    }

    /** The protocol's number of the person. */
    public int subject(int index) {
        return subjects[index];
    }

    @Override
    public String toString() {
        return name + ": " + size() + " templates";
    }
}
