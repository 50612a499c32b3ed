package io.github.dmu4j.data.jpeg;

/**
 * The coding units (MCUs) that a rectangle of pixels needs, with the one sample around it that smooth upsampling reads.
 *
 * @param fromX first column of units
 * @param toX after the last
 * @param fromY first row of units
 * @param toY after the last
 */
record BlockRange(int fromX, int toX, int fromY, int toY) {
    static BlockRange around(JpegHeader header, int left, int top, int width, int height) {
        int unitWidth = 8 * header.maxHorizontal();
        int unitHeight = 8 * header.maxVertical();
        int marginX = header.maxHorizontal();
        int marginY = header.maxVertical();
        return new BlockRange(
                Math.max(0, left - marginX) / unitWidth,
                Math.min(header.unitColumns(), (left + width - 1 + marginX) / unitWidth + 1),
                Math.max(0, top - marginY) / unitHeight,
                Math.min(header.unitRows(), (top + height - 1 + marginY) / unitHeight + 1));
    }
}
