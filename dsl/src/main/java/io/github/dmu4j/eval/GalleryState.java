package io.github.dmu4j.eval;

/** What became of a gallery since its generation of the model embedded it. */
public enum GalleryState {
    /** Embedded by the model that searches: what embedding everything again would give. */
    REEMBEDDED("re-embedded"),
    /** As it was embedded, by an older model; nothing touched. */
    KEPT("kept"),
    /** Embedded by an older model, then moved by every upgrade module since, one after the other; no image read. */
    EVOLVED("evolved");

    private final String id;

    GalleryState(String id) {
        this.id = id;
    }

    /** The name in tables and files, for example {@code evolved}. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }
}
