package io.github.dmu4j.data;

/** Random changes to a training image. */
public record Augmentation() {
    /** No change. */
    public static Augmentation none() {
        return new Augmentation();
    }
}
