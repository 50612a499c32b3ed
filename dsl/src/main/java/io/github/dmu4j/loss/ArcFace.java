package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/**
 * Additive angular margin loss: the own class's logit is s cos(theta + m), the others' s cos(theta_j).
 *
 * <p>Source: ArcFace: Additive Angular Margin Loss for Deep Face Recognition, Deng, Guo, Xue, Zafeiriou, 2019, equation 3.
 * cos(theta + m) is computed as c cos m - sqrt(1 - c^2) sin m with c clamped to [-1 + 1e-7, 1 - 1e-7], which is the same number
 * and the same gradient (s sin(theta + m) / sin theta) as through arccos. With {@code easyFallback}, as InsightFace's code:
 * where c &lt;= cos(pi - m), beyond which the logit would rise again, c - m sin(pi - m) stands in for it. Deviations: none.
 *
 * @param scale s, above 0
 * @param marginRadians m, in [0, pi)
 * @param easyFallback InsightFace's fallback; without it, as the public code of the paper's group
 */
public record ArcFace(double scale, double marginRadians, boolean easyFallback) implements ClassificationLoss {
    static final double CLAMP = 1 - 1e-7;

    public ArcFace {
        requireScaleAndMargin(scale, marginRadians);
    }

    /** With InsightFace's fallback. */
    public ArcFace(double scale, double marginRadians) {
        this(scale, marginRadians, true);
    }

    @Override
    public boolean onCosines() {
        return true;
    }

    @Override
    public NDArray perSample(NDArray cosines, NDArray labels) {
        NDArray cosine = CrossEntropy.own(cosines, labels);
        return CrossEntropy.perSample(Scalars.times(cosines, scale), Scalars.times(withMargin(cosine), scale), labels);
    }

    private NDArray withMargin(NDArray cosine) {
        if (marginRadians == 0) {
            return cosine;
        }
        NDArray c = cosine.clip(-CLAMP, CLAMP);
        NDArray sine = Scalars.plus(c.neg(), 1).mul(Scalars.plus(c, 1)).sqrt();
        NDArray moved = Scalars.times(c, Math.cos(marginRadians)).sub(Scalars.times(sine, Math.sin(marginRadians)));
        if (!easyFallback) {
            return moved;
        }
        NDArray fallback = Scalars.plus(cosine, -marginRadians * Math.sin(Math.PI - marginRadians));
        return NDArrays.where(cosine.lte(Math.cos(Math.PI - marginRadians)), fallback, moved);
    }

    static void requireScaleAndMargin(double scale, double margin) {
        if (!(scale > 0) || Double.isInfinite(scale) || !(margin >= 0) || margin >= Math.PI) {
            throw new IllegalArgumentException(
                    "a margin loss needs a positive scale and a margin in [0, pi), found scale " + scale
                            + " and margin " + margin);
        }
    }
}
