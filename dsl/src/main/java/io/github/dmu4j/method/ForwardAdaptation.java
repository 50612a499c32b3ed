package io.github.dmu4j.method;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Forward adaptation: how the {@link UpgradeModule} that evolves a stored gallery is built and trained. Immutable; a setter
 * such as {@code hidden(256)} returns a changed copy. Defaults: {@link #ForwardAdaptation()}, from docs/method.md 6b (our own
 * choice, partly from the paper's training card: SGD with momentum 0.9, weight decay 1e-4, learning rate 0.1, cosine with one
 * warm-up epoch, batch 512). Written to and read from run files as JSON.
 *
 * @param start R before training; R itself is not trained
 * @param hidden width h of the hidden layer; 0: four times the old dimension, at most 2,048
 * @param branches parallel branches F_b of different seeds, averaged; 0: R alone, nothing is trained. Four gain about one mAP
 *     point over one, at four times the time
 * @param epochs at least 1; the epoch with the best hold-out loss is kept
 * @param batchSize at least 2; smaller sets are one batch. An incomplete last batch is left for the next epoch
 * @param learningRate peak; rises from a thousandth during the warm-up, then falls as a cosine to a hundredth
 * @param warmUpEpochs 0 or more
 * @param momentum as torch.optim.SGD
 * @param weightDecay as torch.optim.SGD, on all trained values
 * @param pointWeight mu_p: of 1 - cos(psi(z_o), target)
 * @param classWeight mu_c: of ArcFace against the frozen new classifier; teaches psi the training classes, so 0 unless the
 *     classes are a closed set
 * @param keepWeight mu_k: of s~ (1 - cos(psi(z_o), R z_o)), which holds well-inherited vectors in place; needs heritability
 * @param emphasis beta: poor vectors weigh up to 1 + beta times as much before division by the mean; needs heritability, ignored
 *     without
 * @param scale s of ArcFace
 * @param margin m of ArcFace, radians
 * @param holdOut share of the classes (of the rows when unlabelled) kept out of training to choose the epoch, 0 to 0.5; 0: the
 *     last epoch is kept
 * @param classBlend b: the target is normalise((1 - b) z_n + b mean z_n of the class), 0 to 1; needs labels above 0
 * @param inventedViews images of invented classes ({@link io.github.dmu4j.data.InventedImages}) for every training image, whose
 *     vectors by both models are further pairs; 0 or more. Each costs one pass of both models over the training set. On
 *     unseen classes of Omniglot they are the largest single gain of the module (docs/benchmarks.md). Not for vectors
 *     alone, where there is no image to change: there it is left aside
 * @param normalisation what stands between the first layer and the ReLU
 */
public record ForwardAdaptation(
        Start start,
        int hidden,
        int branches,
        int epochs,
        int batchSize,
        double learningRate,
        double warmUpEpochs,
        double momentum,
        double weightDecay,
        double pointWeight,
        double classWeight,
        double keepWeight,
        double emphasis,
        double scale,
        double margin,
        double holdOut,
        double classBlend,
        int inventedViews,
        Norm normalisation) {

    /** What R is. */
    public enum Start {
        /**
         * {@link #PROCRUSTES} or {@link #LEAST_SQUARES}, whichever brings the vectors of the held-out classes nearer to the new
         * model's (mean 1 - cos); the former if both do alike, or nothing is held out.
         */
        AUTO("the better of two linear maps"),
        /** The identity; equal dimensions only. */
        IDENTITY("the identity"),
        /** The best rotation, see {@link LinearMaps#procrustes}. */
        PROCRUSTES("the best rotation"),
        /** Ridge least squares, see {@link LinearMaps#leastSquares}. */
        LEAST_SQUARES("least squares");

        private final String words;

        Start(String words) {
            this.words = words;
        }
    }

    /** How the hidden layer is normalised. */
    public enum Norm {
        /** Batch normalisation for batches of at least 64, layer normalisation below. */
        AUTO,
        /** Always batch normalisation. */
        BATCH,
        /** Always layer normalisation. */
        LAYER
    }

    /** Checks every value. */
    public ForwardAdaptation {
        Objects.requireNonNull(start);
        Objects.requireNonNull(normalisation);
        require(hidden >= 0, "hidden is 0 (automatic) or more", hidden);
        require(branches >= 0, "branches is 0 or more", branches);
        require(epochs >= 1, "epochs is 1 or more", epochs);
        require(batchSize >= 2, "batchSize is 2 or more", batchSize);
        require(learningRate > 0 && Double.isFinite(learningRate), "learningRate is above 0", learningRate);
        require(warmUpEpochs >= 0, "warmUpEpochs is 0 or more", warmUpEpochs);
        require(momentum >= 0 && momentum < 1, "momentum is 0 to below 1", momentum);
        require(weightDecay >= 0, "weightDecay is 0 or more", weightDecay);
        require(pointWeight >= 0, "pointWeight is 0 or more", pointWeight);
        require(classWeight >= 0, "classWeight is 0 or more", classWeight);
        require(keepWeight >= 0, "keepWeight is 0 or more", keepWeight);
        require(pointWeight + classWeight + keepWeight > 0, "one of the three weights is above 0", pointWeight);
        require(emphasis >= 0, "emphasis is 0 or more", emphasis);
        require(scale > 0, "scale is above 0", scale);
        require(margin >= 0 && margin < Math.PI / 2, "margin is 0 to below pi/2", margin);
        require(holdOut >= 0 && holdOut <= 0.5, "holdOut is 0 to 0.5", holdOut);
        require(classBlend >= 0 && classBlend <= 1, "classBlend is 0 to 1", classBlend);
        require(inventedViews >= 0, "inventedViews is 0 or more", inventedViews);
    }

    /**
     * The start that serves held-out classes better, one branch, hidden 4 d_o, 15 epochs, batch 512, learning rate 0.1, one
     * warm-up epoch, momentum 0.9, weight decay 1e-4, mu_p 10, mu_c 0, mu_k 0, beta 1, s 30, m 0.3, hold-out 5 %, no blending,
     * one invented view, automatic normalisation.
     */
    public ForwardAdaptation() {
        this(Start.AUTO, 0, 1, 15, 512, 0.1, 1, 0.9, 1e-4, 10, 0, 0, 1, 30, 0.3, 0.05, 0, 1, Norm.AUTO);
    }

    /** The linear map alone: nothing is trained. */
    public ForwardAdaptation linearOnly() {
        return branches(0);
    }

    /** A copy with another start R. */
    public ForwardAdaptation start(Start value) {
        return edited(draft -> draft.start = value);
    }

    /** A copy with another hidden width; 0 is automatic. */
    public ForwardAdaptation hidden(int value) {
        return edited(draft -> draft.hidden = value);
    }

    /** A copy with another number of parallel branches. */
    public ForwardAdaptation branches(int value) {
        return edited(draft -> draft.branches = value);
    }

    /** A copy with other epochs. */
    public ForwardAdaptation epochs(int value) {
        return edited(draft -> draft.epochs = value);
    }

    /** A copy with another batch size. */
    public ForwardAdaptation batchSize(int value) {
        return edited(draft -> draft.batchSize = value);
    }

    /** A copy with another peak learning rate. */
    public ForwardAdaptation learningRate(double value) {
        return edited(draft -> draft.learningRate = value);
    }

    /** A copy with another warm-up. */
    public ForwardAdaptation warmUpEpochs(double value) {
        return edited(draft -> draft.warmUpEpochs = value);
    }

    /** A copy with another momentum. */
    public ForwardAdaptation momentum(double value) {
        return edited(draft -> draft.momentum = value);
    }

    /** A copy with another weight decay. */
    public ForwardAdaptation weightDecay(double value) {
        return edited(draft -> draft.weightDecay = value);
    }

    /** A copy with another mu_p. */
    public ForwardAdaptation pointWeight(double value) {
        return edited(draft -> draft.pointWeight = value);
    }

    /** A copy with another mu_c. */
    public ForwardAdaptation classWeight(double value) {
        return edited(draft -> draft.classWeight = value);
    }

    /** A copy with another mu_k. */
    public ForwardAdaptation keepWeight(double value) {
        return edited(draft -> draft.keepWeight = value);
    }

    /** A copy with another beta. */
    public ForwardAdaptation emphasis(double value) {
        return edited(draft -> draft.emphasis = value);
    }

    /** A copy with another ArcFace scale. */
    public ForwardAdaptation scale(double value) {
        return edited(draft -> draft.scale = value);
    }

    /** A copy with another ArcFace margin. */
    public ForwardAdaptation margin(double value) {
        return edited(draft -> draft.margin = value);
    }

    /** A copy with another share held out. */
    public ForwardAdaptation holdOut(double value) {
        return edited(draft -> draft.holdOut = value);
    }

    /** A copy with targets blended with the class mean. */
    public ForwardAdaptation classBlend(double value) {
        return edited(draft -> draft.classBlend = value);
    }

    /** A copy with another number of invented images for every training image. */
    public ForwardAdaptation inventedViews(int value) {
        return edited(draft -> draft.inventedViews = value);
    }

    /** A copy with another normalisation of the hidden layer. */
    public ForwardAdaptation normalisation(Norm value) {
        return edited(draft -> draft.normalisation = value);
    }

    /** What decides most, for a line of a plan; the run's record has every setting. */
    @Override
    public String toString() {
        if (branches == 0) {
            return start.words + " alone";
        }
        return "from " + start.words + ", " + branches + (branches == 1 ? " branch" : " branches") + ", "
                + (hidden == 0 ? "automatic width" : "hidden " + hidden) + ", " + epochs + " epochs";
    }

    private ForwardAdaptation edited(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The one place that copies all components. */
    private static final class Draft {
        private Start start;
        private int hidden;
        private int branches;
        private int epochs;
        private int batchSize;
        private double learningRate;
        private double warmUpEpochs;
        private double momentum;
        private double weightDecay;
        private double pointWeight;
        private double classWeight;
        private double keepWeight;
        private double emphasis;
        private double scale;
        private double margin;
        private double holdOut;
        private double classBlend;
        private int inventedViews;
        private Norm normalisation;

        Draft(ForwardAdaptation from) {
            start = from.start;
            hidden = from.hidden;
            branches = from.branches;
            epochs = from.epochs;
            batchSize = from.batchSize;
            learningRate = from.learningRate;
            warmUpEpochs = from.warmUpEpochs;
            momentum = from.momentum;
            weightDecay = from.weightDecay;
            pointWeight = from.pointWeight;
            classWeight = from.classWeight;
            keepWeight = from.keepWeight;
            emphasis = from.emphasis;
            scale = from.scale;
            margin = from.margin;
            holdOut = from.holdOut;
            classBlend = from.classBlend;
            inventedViews = from.inventedViews;
            normalisation = from.normalisation;
        }

        ForwardAdaptation settings() {
            return new ForwardAdaptation(
                    start,
                    hidden,
                    branches,
                    epochs,
                    batchSize,
                    learningRate,
                    warmUpEpochs,
                    momentum,
                    weightDecay,
                    pointWeight,
                    classWeight,
                    keepWeight,
                    emphasis,
                    scale,
                    margin,
                    holdOut,
                    classBlend,
                    inventedViews,
                    normalisation);
        }
    }

    private static void require(boolean fits, String rule, double found) {
        if (!fits) {
            throw new IllegalArgumentException(rule + ", found " + found);
        }
    }
}
