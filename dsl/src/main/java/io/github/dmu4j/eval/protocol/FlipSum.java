package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;

/**
 * The flip test of the face protocols: an image stands for itself by the sum of its vector and that of its mirror image. Source:
 * InsightFace, {@code arcface_torch/eval/verification.py} and {@code ijb_evals.py}. Deviations: none.
 */
public final class FlipSum {
    private FlipSum() {}

    /**
     * The sum of both, not normalised.
     *
     * @param plain shape (n, d), the vectors of the images as the model gives them, neither normalised for this
     * @param mirrored shape (n, d), those of the same images mirrored left to right
     * @return shape (n, d)
     * @throws DmuException if the shapes differ
     */
    public static FloatMatrix of(FloatMatrix plain, FloatMatrix mirrored) {
        if (plain.rows() != mirrored.rows() || plain.columns() != mirrored.columns()) {
            throw new DmuException("vectors of images are " + plain.rows() + " x " + plain.columns()
                    + ", those of their mirror images " + mirrored.rows() + " x " + mirrored.columns()
                    + "; both must be equal: embed the same images with the same model");
        }
        float[] sum = new float[plain.values().length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = plain.values()[i] + mirrored.values()[i];
        }
        return FloatMatrix.wrap(plain.rows(), plain.columns(), sum);
    }
}
