package io.github.dmu4j.data;

/** Which model a vector speaks the language of. */
public enum Generation {
    /** Made by the old model. */
    OLD,
    /** Made by the old model, then evolved towards the new space by an upgrade module. */
    ADAPTED,
    /** Made by the new model. */
    NEW,
    /** Not said: vectors that came from a file without a contract. */
    UNKNOWN
}
