package io.github.dmu4j.gallery;

/** What became of one gallery item. Stored as its ordinal, so the order is part of the file format. */
public enum ItemVersion {
    /** As the old model made it. */
    OLD,
    /** Moved towards the new space, wholly or in part. */
    EVOLVED,
    /** Embedded again by the new model. */
    NEW
}
