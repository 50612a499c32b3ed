package io.github.dmu4j.data.landmark;

import io.github.dmu4j.data.PixelImage;

/**
 * The part of a query image that shows the landmark, in pixels, from the upper left corner of the image.
 *
 * @param x1 left
 * @param y1 upper
 * @param x2 right, above x1
 * @param y2 lower, above y1
 */
public record BoundingBox(double x1, double y1, double x2, double y2) {
    /** @throws IllegalArgumentException unless all are finite, x1 below x2 and y1 below y2 */
    public BoundingBox {
        if (!(Double.isFinite(x1) && Double.isFinite(y1) && Double.isFinite(x2) && Double.isFinite(y2))
                || x1 >= x2
                || y1 >= y2) {
            throw new IllegalArgumentException("the box " + x1 + ", " + y1 + ", " + x2 + ", " + y2
                    + " has no area; finite x1 < x2 and y1 < y2 are needed");
        }
    }

    /**
     * The part of an image inside of this box, its edges rounded to whole pixels as Pillow rounds them (halves to even). Where the
     * box reaches beyond the image it is cut off there; at least one pixel is left.
     */
    public PixelImage crop(PixelImage image) {
        int left = clamp(x1, image.width() - 1);
        int top = clamp(y1, image.height() - 1);
        int right = Math.max(left + 1, clamp(x2, image.width()));
        int bottom = Math.max(top + 1, clamp(y2, image.height()));
        int row = (right - left) * image.channels();
        byte[] pixels = new byte[row * (bottom - top)];
        for (int y = top; y < bottom; y++) {
            System.arraycopy(
                    image.pixels(), (y * image.width() + left) * image.channels(), pixels, (y - top) * row, row);
        }
        return new PixelImage(right - left, bottom - top, image.channels(), pixels);
    }

    private static int clamp(double edge, int largest) {
        return (int) Math.max(0, Math.min(largest, Math.rint(edge)));
    }
}
