package io.github.dmu4j.data.jpeg;

/**
 * The decoded samples of one component, column by column, of the units of a {@link BlockRange}.
 *
 * @param left component column of the first sample
 * @param top component row of the first sample
 * @param stride samples from one column to the next
 * @param samples values 0..255
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SamplePlane(int left, int top, int stride, int[] samples) {
    static SamplePlane of(JpegHeader.Component component, BlockRange range) {
        int width = (range.toX() - range.fromX()) * component.horizontal() * 8;
        int height = (range.toY() - range.fromY()) * component.vertical() * 8;
        return new SamplePlane(
                range.fromX() * component.horizontal() * 8,
                range.fromY() * component.vertical() * 8,
                height,
                new int[Math.multiplyExact(width, height)]);
    }

    /** Where the sample at this place of the component is. */
    int index(int x, int y) {
        return (x - left) * stride + y - top;
    }
}
