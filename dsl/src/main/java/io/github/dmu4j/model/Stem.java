package io.github.dmu4j.model;

/** The first layers of a ResNet. */
public enum Stem {
    /** {@link #SMALL} for inputs of up to 64 pixels, {@link #LARGE} above. */
    AUTO,
    /** 3x3 convolution, stride 1, no pooling: for small images, which have no detail to lose. */
    SMALL,
    /** 7x7 convolution, stride 2, then 3x3 max pooling, stride 2: ImageNet's, for about 224 pixels. */
    LARGE;

    /** The stem to use for square inputs of {@code size} pixels; never AUTO. */
    Stem forSize(int size) {
        return this != AUTO ? this : size <= 64 ? SMALL : LARGE;
    }
}
