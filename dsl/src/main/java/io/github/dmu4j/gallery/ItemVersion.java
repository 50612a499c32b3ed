package io.github.dmu4j.gallery;

/** What became of one gallery item. */
public enum ItemVersion {
    /** As the old model made it. */
    OLD(0),
    /** Moved towards the new space, wholly or in part. */
    EVOLVED(1),
    /** Embedded again by the new model. */
    NEW(2);

    private final int code;

    ItemVersion(int code) {
        this.code = code;
    }

    /** The number that stands for it in files. */
    public int code() {
        return code;
    }

    /** The version of a number in a file. */
    static ItemVersion of(int code) {
        for (ItemVersion version : values()) {
            if (version.code == code) {
                return version;
            }
        }
        throw new IllegalArgumentException("no item version has the code " + code);
    }
}
