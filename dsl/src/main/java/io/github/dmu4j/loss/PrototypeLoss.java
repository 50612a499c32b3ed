package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * Point-to-centre compatibility: cross-entropy of s &lt;a(z_n), P_o&gt; against the label, with an optional angular margin.
 *
 * <p>Source: the influence loss of Towards Backward-Compatible Representation Learning, Shen et al., 2020, equation 4, with
 * synthesised, normalised old prototypes in place of the old classifier, as Unified Backward-Compatible training (Zhang et al.,
 * 2022). Deviations: the default margin is 0.
 *
 * @param scale s, above 0; the task's
 * @param marginRadians in [0, pi)
 */
public record PrototypeLoss(double scale, double marginRadians) {
    public PrototypeLoss {
        ArcFace.requireScaleAndMargin(scale, marginRadians);
    }

    /** Without a margin. */
    public PrototypeLoss(double scale) {
        this(scale, 0);
    }

    /**
     * The loss of each sample.
     *
     * @param embeddings shape (n, d_o): new embeddings in the old space; normalised here
     * @param prototypes shape (k, d_o), unit rows, any manager
     * @param labels shape (n), rows of {@code prototypes}
     * @return shape (n), in the manager of {@code embeddings}
     */
    public NDArray perSample(NDArray embeddings, NDArray prototypes, NDArray labels) {
        NDArray cosines = Embeddings.products(Embeddings.normalise(embeddings), prototypes);
        return new ArcFace(scale, marginRadians).perSample(cosines, labels);
    }
}
