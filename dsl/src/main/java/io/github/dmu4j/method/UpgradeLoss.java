package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.loss.Scalars;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loss of an upgrade module:
 *
 * <pre>
 * L2 = (1/B) sum_i v_i [ mu_c ArcFace(psi(z_o,i), y_i; W_n frozen; s, m) + mu_p (1 - &lt;psi(z_o,i), t_i&gt;) ]
 *    + mu_k (1/B) sum_i s~_i (1 - &lt;psi(z_o,i), normalise(R z_o,i)&gt;)
 * </pre>
 *
 * <p>with t the (blended) new vector. Source: ours (docs/method.md, 6); ArcFace: "ArcFace: Additive Angular Margin Loss for Deep
 * Face Recognition" (Deng et al., CVPR 2019), without fallback beyond pi - m, as the sister code of DMU. Deviations: R z is
 * normalised in the last term, which matters only when R is no isometry; 1 - v' is written s~.
 *
 * @param transposedClassifier hat W_n, shape (d_n, classes), in the network's type; null without class term
 */
record UpgradeLoss(ForwardAdaptation options, @Nullable NDArray transposedClassifier) {
    private static final double CLAMP = 1e-7;

    /** An {@link UpgradeBatch} on the device, owned by the step's manager. {@code own} is one-hot, a row of zeros without class, or null. */
    record Arrays(
            NDArray in,
            NDArray start,
            NDArray target,
            NDArray emphasis,
            NDArray heritability,
            @Nullable NDArray own) {}

    Arrays arrays(UpgradeNetwork network, NDManager step, UpgradeBatch batch) {
        int rows = batch.rows().length;
        NDArray own = null;
        if (transposedClassifier != null) {
            int classes = (int) transposedClassifier.getShape().get(1);
            float[] oneHot = new float[rows * classes];
            for (int i = 0; i < rows; i++) {
                if (batch.label(i) != UpgradePairs.NO_CLASS) {
                    oneHot[i * classes + batch.label(i)] = 1;
                }
            }
            own = network.array(step, oneHot, new Shape(rows, classes));
        }
        return new Arrays(
                network.rows(0, step, batch.in(), batch.rows()),
                network.rows(1, step, batch.start(), batch.rows()),
                network.rows(2, step, batch.target(), batch.rows()),
                network.array(step, batch.emphasis(), new Shape(rows)),
                network.array(step, batch.heritability(), new Shape(rows)),
                own);
    }

    /** The weighted terms, scalars. */
    Map<String, NDArray> terms(NDArray psi, Arrays batch) {
        Map<String, NDArray> terms = new LinkedHashMap<>();
        if (options.pointWeight() > 0) {
            NDArray distance = psi.mul(batch.target()).sum(new int[] {1}).neg().add(1);
            terms.put("point", Scalars.times(distance.mul(batch.emphasis()).mean(), options.pointWeight()));
        }
        if (transposedClassifier != null && batch.own() != null) {
            NDArray loss = arcFace(psi, transposedClassifier, batch.own());
            terms.put("class", Scalars.times(loss.mul(batch.emphasis()).mean(), options.classWeight()));
        }
        if (options.keepWeight() > 0) {
            NDArray norm =
                    batch.start().square().sum(new int[] {1}, true).sqrt().maximum(1e-12);
            NDArray distance =
                    psi.mul(batch.start().div(norm)).sum(new int[] {1}).neg().add(1);
            terms.put("keep", Scalars.times(distance.mul(batch.heritability()).mean(), options.keepWeight()));
        }
        return terms;
    }

    private NDArray arcFace(NDArray psi, NDArray classifier, NDArray own) {
        NDArray cosines = psi.matMul(classifier);
        NDArray clamped = cosines.clip(-1 + CLAMP, 1 - CLAMP);
        NDArray sines = clamped.square().neg().add(1).sqrt();
        NDArray withMargin = Scalars.times(clamped, Math.cos(options.margin()))
                .sub(Scalars.times(sines, Math.sin(options.margin())));
        NDArray logits = Scalars.times(cosines.add(withMargin.sub(cosines).mul(own)), options.scale());
        return logits.logSoftmax(1).mul(own).sum(new int[] {1}).neg();
    }
}
