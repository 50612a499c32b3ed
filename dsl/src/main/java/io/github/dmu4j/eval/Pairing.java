package io.github.dmu4j.eval;

/** Which model embeds the queries, and which the gallery. {@code M(query, gallery)} in METRICS notation. */
public enum Pairing {
    /** M(o, o): the system as it is today; the bar to beat. */
    OLD_TO_OLD("old-to-old"),
    /** M(n, o): new queries over the stored gallery, nothing touched. */
    NEW_TO_OLD("new-to-old"),
    /** M(n, psi(o)): new queries over the stored gallery, moved by the upgrade module; no image read. */
    NEW_TO_ADAPTED("new-to-adapted"),
    /** M(n, n): the gallery embedded again; what backfilling would give. */
    NEW_TO_NEW("new-to-new"),
    /** M(*, *): a model trained without any regard to the old one, gallery embedded again; the reference. */
    INDEPENDENT("independent");

    private final String id;

    Pairing(String id) {
        this.id = id;
    }

    /** The name in tables and files, for example {@code new-to-old}. */
    public String id() {
        return id;
    }

    /** The pairing of that name. */
    public static Pairing ofId(String id) {
        for (Pairing pairing : values()) {
            if (pairing.id.equals(id)) {
                return pairing;
            }
        }
        throw new IllegalArgumentException("unknown pairing " + id
                + "; known are old-to-old, new-to-old, new-to-adapted, " + "new-to-new, independent");
    }

    @Override
    public String toString() {
        return id;
    }
}
