package io.github.dmu4j.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The plan of an optimiser. Learning rates are the schedule's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OptimizerSpec.SgdSpec.class, name = "sgd"),
    @JsonSubTypes.Type(value = OptimizerSpec.AdamSpec.class, name = "adam")
})
public sealed interface OptimizerSpec {
    /** A new optimiser without history; the caller closes it. */
    Optimizer start();

    /**
     * {@link Sgd}'s options.
     *
     * @param momentum in [0, 1); the paper's is 0.9
     * @param weightDecay at least 0; the paper's is 1e-4
     * @param nesterov whether the momentum looks ahead; needs momentum above 0
     * @param maxGradientNorm the gradient of all parameters together is scaled down to this norm; 0 for never, the default
     */
    record SgdSpec(double momentum, double weightDecay, boolean nesterov, double maxGradientNorm)
            implements OptimizerSpec {
        public SgdSpec {
            maxGradientNorm = clip(maxGradientNorm);
            if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0) || (nesterov && momentum == 0)) {
                throw new IllegalArgumentException(
                        "SGD needs a momentum in [0, 1) (above 0 for Nesterov) and a weight decay"
                                + " of at least 0, found " + momentum + " and " + weightDecay);
            }
        }

        /** The same with another weight decay. */
        public SgdSpec weightDecay(double other) {
            return new SgdSpec(momentum, other, nesterov, maxGradientNorm);
        }

        /** The same with the gradient scaled down to {@code norm} where it is longer. */
        public SgdSpec clipGradientNorm(double norm) {
            return new SgdSpec(momentum, weightDecay, nesterov, norm);
        }

        @Override
        public Optimizer start() {
            return new Sgd(this);
        }
    }

    /**
     * {@link Adam}'s options.
     *
     * @param beta1 keep fraction of the mean; default 0.9
     * @param beta2 keep fraction of the mean square; default 0.999
     * @param epsilon default 1e-8
     * @param weightDecay at least 0
     * @param decoupled whether decay is applied to the weights themselves (AdamW) or added to the gradient (Adam)
     * @param maxGradientNorm as {@link SgdSpec#maxGradientNorm}
     */
    record AdamSpec(
            double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled, double maxGradientNorm)
            implements OptimizerSpec {
        public AdamSpec {
            maxGradientNorm = clip(maxGradientNorm);
            if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon > 0) || !(weightDecay >= 0)) {
                throw new IllegalArgumentException(
                        "Adam needs betas in [0, 1), a positive epsilon and a weight decay of at" + " least 0, found "
                                + beta1 + ", " + beta2 + ", " + epsilon + " and " + weightDecay);
            }
        }

        /** The same with another weight decay. */
        public AdamSpec weightDecay(double other) {
            return new AdamSpec(beta1, beta2, epsilon, other, decoupled, maxGradientNorm);
        }

        /** The same with the gradient scaled down to {@code norm} where it is longer. */
        public AdamSpec clipGradientNorm(double norm) {
            return new AdamSpec(beta1, beta2, epsilon, weightDecay, decoupled, norm);
        }

        @Override
        public Optimizer start() {
            return new Adam(this);
        }
    }

    /** The paper's: momentum 0.9, weight decay 1e-4. */
    static SgdSpec sgd() {
        return new SgdSpec(0.9, 1e-4, false, 0);
    }

    /** torch.optim.Adam's defaults. */
    static AdamSpec adam() {
        return new AdamSpec(0.9, 0.999, 1e-8, 0, false, 0);
    }

    /** torch.optim.AdamW's defaults: decoupled weight decay of 0.01. */
    static AdamSpec adamW() {
        return new AdamSpec(0.9, 0.999, 1e-8, 0.01, true, 0);
    }

    private static double clip(double norm) {
        if (!(norm >= 0)) {
            throw new IllegalArgumentException(
                    "the largest gradient norm must be positive, or 0 for none, found " + norm);
        }
        return Double.isInfinite(norm) ? 0 : norm;
    }
}
