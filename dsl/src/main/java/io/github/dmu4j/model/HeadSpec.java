package io.github.dmu4j.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a classifier head turns embeddings and class vectors into a loss; the loss itself is in the package of losses. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HeadSpec.Softmax.class, name = "softmax"),
    @JsonSubTypes.Type(value = HeadSpec.ArcFace.class, name = "arcface"),
    @JsonSubTypes.Type(value = HeadSpec.CosFace.class, name = "cosface"),
    @JsonSubTypes.Type(value = HeadSpec.Sampled.class, name = "sampled")
})
public sealed interface HeadSpec {
    /** Plain softmax over raw inner products, without normalisation. */
    record Softmax() implements HeadSpec {}

    /** Additive angular margin: {@code scale > 0}, {@code marginRadians} in [0, pi). */
    record ArcFace(double scale, double marginRadians) implements HeadSpec {
        public ArcFace {
            check(scale, marginRadians);
        }
    }

    /** Additive cosine margin: {@code scale > 0}, {@code margin} in [0, pi). */
    record CosFace(double scale, double margin) implements HeadSpec {
        public CosFace {
            check(scale, margin);
        }
    }

    /**
     * Another head over some of the classes in each step: those of the batch's images, and others by lot until {@code rate} of
     * all are there. For very many classes, whose logits and normalised vectors would not fit in memory or take all the time.
     * What is trained is no longer the same loss: it has fewer classes to tell apart.
     *
     * <p>Source: Killing Two Birds with One Stone: Efficient and Robust Training of Face Recognition CNNs by Partial FC, An et
     * al., CVPR 2022, section 3.2 (0.1 loses little there, on millions of classes). Deviations: vectors that were not drawn keep
     * their momentum and weight decay in that step; theirs stand still.
     *
     * @param head any but a sampled one
     * @param rate above 0 up to 1; 1 is the whole head
     */
    record Sampled(HeadSpec head, double rate) implements HeadSpec {
        public Sampled {
            if (head instanceof Sampled) {
                throw new IllegalArgumentException("the head is sampled already: " + head);
            }
            if (!(rate > 0 && rate <= 1)) {
                throw new IllegalArgumentException(
                        "the share of sampled classes is " + rate + "; above 0 up to 1 is allowed");
            }
        }
    }

    /** This head over {@code rate} of the classes in each step, see {@link Sampled}. */
    default HeadSpec sampled(double rate) {
        return new Sampled(this, rate);
    }

    /** Plain softmax. */
    static HeadSpec softmax() {
        return new Softmax();
    }

    /** ArcFace; the paper has scale 30, margin 0.3 for landmarks and 64, 0.5 for faces. */
    static HeadSpec arcFace(double scale, double marginRadians) {
        return new ArcFace(scale, marginRadians);
    }

    /** CosFace. */
    static HeadSpec cosFace(double scale, double margin) {
        return new CosFace(scale, margin);
    }

    /** The default: ArcFace with scale 30 and margin 0.3, the paper's setting for landmarks. */
    static HeadSpec landmarks() {
        return arcFace(30, 0.3);
    }

    /** ArcFace with scale 64 and margin 0.5, the paper's setting for faces. */
    static HeadSpec faces() {
        return arcFace(64, 0.5);
    }

    private static void check(double scale, double margin) {
        if (!(scale > 0) || Double.isInfinite(scale) || !(margin >= 0) || margin >= Math.PI) {
            throw new IllegalArgumentException("a head needs a positive scale and a margin in [0, pi), found scale "
                    + scale + " and margin " + margin);
        }
    }
}
