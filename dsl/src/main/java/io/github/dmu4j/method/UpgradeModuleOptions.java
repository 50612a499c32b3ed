package io.github.dmu4j.method;

import java.util.Objects;

/**
 * How an {@link UpgradeModule} is built and trained. Immutable; each {@code withX} returns a changed copy. Defaults: {@link
 * #defaults}, from docs/method.md 6b (our own choice, partly from the paper's training card: SGD with momentum 0.9, weight
 * decay 1e-4, learning rate 0.1, cosine with one warm-up epoch, batch 512). Written to and read from run files as JSON.
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
 * @param normalisation what stands between the first layer and the ReLU
 */
public record UpgradeModuleOptions(
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
        Norm normalisation) {

    /** What R is. */
    public enum Start {
        /** The identity; equal dimensions only. */
        IDENTITY,
        /** The best rotation, see {@link LinearMaps#procrustes}. */
        PROCRUSTES,
        /** Ridge least squares, see {@link LinearMaps#leastSquares}. */
        LEAST_SQUARES
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
    public UpgradeModuleOptions {
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
    }

    /**
     * Procrustes, one branch, hidden 4 d_o, 15 epochs, batch 512, learning rate 0.1, one warm-up epoch, momentum 0.9, weight
     * decay 1e-4, mu_p 10, mu_c 0, mu_k 0, beta 1, s 30, m 0.3, hold-out 5 %, no blending, automatic normalisation.
     */
    public static UpgradeModuleOptions defaults() {
        return new UpgradeModuleOptions(
                Start.PROCRUSTES, 0, 1, 15, 512, 0.1, 1, 0.9, 1e-4, 10, 0, 0, 1, 30, 0.3, 0.05, 0, Norm.AUTO);
    }

    /** The same with another {@code start}. */
    public UpgradeModuleOptions withStart(Start value) {
        return new UpgradeModuleOptions(
                value,
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
                normalisation);
    }

    /** The same with another {@code hidden}. */
    public UpgradeModuleOptions withHidden(int value) {
        return new UpgradeModuleOptions(
                start,
                value,
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
                normalisation);
    }

    /** The same with another {@code branches}. */
    public UpgradeModuleOptions withBranches(int value) {
        return new UpgradeModuleOptions(
                start,
                hidden,
                value,
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
                normalisation);
    }

    /** The same with another {@code epochs}. */
    public UpgradeModuleOptions withEpochs(int value) {
        return new UpgradeModuleOptions(
                start,
                hidden,
                branches,
                value,
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
                normalisation);
    }

    /** The same with another {@code batchSize}. */
    public UpgradeModuleOptions withBatchSize(int value) {
        return new UpgradeModuleOptions(
                start,
                hidden,
                branches,
                epochs,
                value,
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
                normalisation);
    }

    /** The same with another {@code learningRate}. */
    public UpgradeModuleOptions withLearningRate(double value) {
        return new UpgradeModuleOptions(
                start,
                hidden,
                branches,
                epochs,
                batchSize,
                value,
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
                normalisation);
    }

    /** The same with another {@code warmUpEpochs}. */
    public UpgradeModuleOptions withWarmUpEpochs(double value) {
        return new UpgradeModuleOptions(
                start,
                hidden,
                branches,
                epochs,
                batchSize,
                learningRate,
                value,
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
                normalisation);
    }

    /** The same with another {@code momentum}. */
    public UpgradeModuleOptions withMomentum(double value) {
        return new UpgradeModuleOptions(
                start,
                hidden,
                branches,
                epochs,
                batchSize,
                learningRate,
                warmUpEpochs,
                value,
                weightDecay,
                pointWeight,
                classWeight,
                keepWeight,
                emphasis,
                scale,
                margin,
                holdOut,
                classBlend,
                normalisation);
    }

    /** The same with another {@code weightDecay}. */
    public UpgradeModuleOptions withWeightDecay(double value) {
        return new UpgradeModuleOptions(
                start,
                hidden,
                branches,
                epochs,
                batchSize,
                learningRate,
                warmUpEpochs,
                momentum,
                value,
                pointWeight,
                classWeight,
                keepWeight,
                emphasis,
                scale,
                margin,
                holdOut,
                classBlend,
                normalisation);
    }

    /** The same with another {@code pointWeight}. */
    public UpgradeModuleOptions withPointWeight(double value) {
        return new UpgradeModuleOptions(
                start,
                hidden,
                branches,
                epochs,
                batchSize,
                learningRate,
                warmUpEpochs,
                momentum,
                weightDecay,
                value,
                classWeight,
                keepWeight,
                emphasis,
                scale,
                margin,
                holdOut,
                classBlend,
                normalisation);
    }

    /** The same with another {@code classWeight}. */
    public UpgradeModuleOptions withClassWeight(double value) {
        return new UpgradeModuleOptions(
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
                value,
                keepWeight,
                emphasis,
                scale,
                margin,
                holdOut,
                classBlend,
                normalisation);
    }

    /** The same with another {@code keepWeight}. */
    public UpgradeModuleOptions withKeepWeight(double value) {
        return new UpgradeModuleOptions(
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
                value,
                emphasis,
                scale,
                margin,
                holdOut,
                classBlend,
                normalisation);
    }

    /** The same with another {@code emphasis}. */
    public UpgradeModuleOptions withEmphasis(double value) {
        return new UpgradeModuleOptions(
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
                value,
                scale,
                margin,
                holdOut,
                classBlend,
                normalisation);
    }

    /** The same with another {@code scale}. */
    public UpgradeModuleOptions withScale(double value) {
        return new UpgradeModuleOptions(
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
                value,
                margin,
                holdOut,
                classBlend,
                normalisation);
    }

    /** The same with another {@code margin}. */
    public UpgradeModuleOptions withMargin(double value) {
        return new UpgradeModuleOptions(
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
                value,
                holdOut,
                classBlend,
                normalisation);
    }

    /** The same with another {@code holdOut}. */
    public UpgradeModuleOptions withHoldOut(double value) {
        return new UpgradeModuleOptions(
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
                value,
                classBlend,
                normalisation);
    }

    /** The same with another {@code classBlend}. */
    public UpgradeModuleOptions withClassBlend(double value) {
        return new UpgradeModuleOptions(
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
                value,
                normalisation);
    }

    /** The same with another {@code normalisation}. */
    public UpgradeModuleOptions withNormalisation(Norm value) {
        return new UpgradeModuleOptions(
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
                value);
    }

    private static void require(boolean fits, String rule, double found) {
        if (!fits) {
            throw new IllegalArgumentException(rule + ", found " + found);
        }
    }
}
