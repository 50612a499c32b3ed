package io.github.dmu4j.data.jpeg;

import java.util.Optional;

/**
 * What stands before the coded picture.
 *
 * @param width pixels
 * @param height pixels
 * @param components one (grey) or three (luma, blue and red difference), in the order of the scan
 * @param restartInterval units between restart markers; 0 for none
 * @param scanStart where the coded picture begins
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JpegHeader(int width, int height, Component[] components, int restartInterval, int scanStart) {
    /** Smaller chroma is upsampled by libjpeg's other rule. */
    private static final int MIN_SIDE = 8;

    /**
     * How one component is coded.
     *
     * @param horizontal its blocks a unit from left to right, 1 or 2
     * @param vertical from top to bottom
     * @param quantisation factors in the order of the coefficients, {@link Scan#ENTRIES} of them, zero past the 64th
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Component(int horizontal, int vertical, int[] quantisation, HuffmanTable dc, HuffmanTable ac) {}

    /** Empty if this is no JPEG file, or one that {@link JpegImage} does not read. */
    static Optional<JpegHeader> read(byte[] bytes) {
        try {
            return new JpegMarkers(bytes).header().filter(JpegHeader::isCommon);
        } catch (ArrayIndexOutOfBoundsException e) {
            return Optional.empty(); // it ends within the header
        }
    }

    private boolean isCommon() {
        if (width < MIN_SIDE || height < MIN_SIDE) {
            return false;
        }
        if (components.length == 1) {
            return true;
        }
        Component luma = components[0];
        boolean known = luma.horizontal <= 2 && luma.vertical <= luma.horizontal;
        for (int i = 1; i < components.length; i++) {
            known &= components[i].horizontal == 1 && components[i].vertical == 1;
        }
        return known;
    }

    int maxHorizontal() {
        return components[0].horizontal;
    }

    int maxVertical() {
        return components[0].vertical;
    }

    /** Units in a row of units. */
    int unitColumns() {
        return (width + 8 * maxHorizontal() - 1) / (8 * maxHorizontal());
    }

    /** Rows of units. */
    int unitRows() {
        return (height + 8 * maxVertical() - 1) / (8 * maxVertical());
    }
}
