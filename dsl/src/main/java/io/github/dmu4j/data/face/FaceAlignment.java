package io.github.dmu4j.data.face;

import io.github.dmu4j.data.PixelImage;

/**
 * Turns a picture of a face so that eyes, nose and corners of the mouth lie where face networks expect them, in 112 x 112 pixels:
 * the similarity transform that takes the five points nearest to the template, and bilinear sampling.
 *
 * <p>Source: the template of ArcFace (Deng et al., "ArcFace: additive angular margin loss for deep face recognition", CVPR 2019)
 * as InsightFace's {@code face_align.py} and IJB script have it, with OpenCV's {@code warpAffine} and a black border. Deviations:
 * OpenCV rounds the place of a sample to 1/32 pixel and its weights to 15 bits; ours are exact, so that grey levels differ by a
 * few where edges are steep.
 */
public final class FaceAlignment {
    /** Side of an aligned face, pixels. */
    public static final int SIDE = 112;

    /** Numbers of five points: x and y of each. */
    public static final int NUMBERS = 10;

    /** Left eye, right eye, nose, left and right corner of the mouth, as seen in the picture; pixels of 112 x 112. */
    private static final double[] TEMPLATE = {
        38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041
    };

    private FaceAlignment() {}

    /** A copy of the template: x and y of the five points. */
    public static double[] template() {
        return TEMPLATE.clone();
    }

    /** The transform that takes five points of a picture to the template. */
    public static SimilarityTransform toTemplate(double[] points) {
        return SimilarityTransform.between(points, TEMPLATE);
    }

    /**
     * The aligned face.
     *
     * @param points x and y of left eye, right eye, nose, left and right corner of the mouth, in pixels whose centres are whole
     *     numbers
     * @return 112 x 112, as many channels as the picture; black where the picture ends
     * @throws io.github.dmu4j.base.DmuException if the points lie all at one place
     */
    public static PixelImage align(PixelImage picture, double[] points) {
        if (points.length != NUMBERS) {
            throw new IllegalArgumentException("five points have " + NUMBERS + " numbers, found " + points.length);
        }
        return warp(picture, toTemplate(points), SIDE);
    }

    /** A picture under a transform of its pixels' places, seen through a square window at the origin. */
    static PixelImage warp(PixelImage picture, SimilarityTransform transform, int side) {
        SimilarityTransform back = transform.inverse();
        int channels = picture.channels();
        byte[] pixels = new byte[side * side * channels];
        int p = 0;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double sourceX = back.x(x, y);
                double sourceY = back.y(x, y);
                for (int c = 0; c < channels; c++) {
                    pixels[p++] = (byte) (int) (sample(picture, sourceX, sourceY, c) + 0.5);
                }
            }
        }
        return new PixelImage(side, side, channels, pixels);
    }

    private static double sample(PixelImage picture, double x, double y, int channel) {
        if (!(x > -1 && y > -1 && x < picture.width() && y < picture.height())) {
            return 0;
        }
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double below = y - top;
        return (1 - below)
                        * ((1 - right) * value(picture, left, top, channel)
                                + right * value(picture, left + 1, top, channel))
                + below
                        * ((1 - right) * value(picture, left, top + 1, channel)
                                + right * value(picture, left + 1, top + 1, channel));
    }

    private static int value(PixelImage picture, int x, int y, int channel) {
        return x < 0 || y < 0 || x >= picture.width() || y >= picture.height() ? 0 : picture.value(x, y, channel);
    }
}
