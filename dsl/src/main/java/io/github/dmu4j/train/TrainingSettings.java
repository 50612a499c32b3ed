package io.github.dmu4j.train;

import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.model.HeadSpec;
import io.github.dmu4j.model.OptimizerSpec;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How an embedding model is trained. Immutable; every {@code withX} returns a copy.
 *
 * <p>Defaults: SGD with momentum 0.9, weight decay 1e-4, learning rate 0.1, cosine schedule after one warm-up epoch and 30
 * epochs are the paper's (Darwinian Model Upgrades, section 4.1), as is ArcFace with scale 30 and margin 0.3 for anything but
 * faces. The paper's batch of 256 a GPU is for millions of images; ours is 64, because ten thousand images then
 * still give a hundred and fifty steps an epoch
 * (docs/decisions/0006-neck-and-batch.md).
 *
 * @param epochs at least 1
 * @param batchSize at least 2 (batch normalisation needs two images)
 * @param learningRate at the top of the schedule
 * @param optimizer SGD or Adam; weight decay never applies to biases and normalisation
 * @param warmUpEpochs epochs over which the rate rises from a thousandth; less than {@code epochs}
 * @param head the classification head
 * @param preprocessing of the images; empty = what the data set says
 * @param augmentation of training images; empty = what the data set says
 * @param checkpointSeconds at most this long between two checkpoints; there is one after every epoch in any case
 * @param loaderThreads threads that decode and augment; 0, the default: as many as suit the size of the images ({@link
 *     io.github.dmu4j.data.BatchLoader#suitableThreads})
 * @param validateEvery epochs between two validations; 0 = none
 */
public record TrainingSettings(
        int epochs,
        int batchSize,
        double learningRate,
        OptimizerSpec optimizer,
        int warmUpEpochs,
        HeadSpec head,
        Optional<Preprocessing> preprocessing,
        Optional<Augmentation> augmentation,
        double checkpointSeconds,
        int loaderThreads,
        int validateEvery) {

    /** See the class's text. */
    public static final TrainingSettings DEFAULTS = new TrainingSettings(
            30, 64, 0.1, OptimizerSpec.sgd(), 1, HeadSpec.landmarks(), Optional.empty(), Optional.empty(), 120, 0, 1);

    public TrainingSettings {
        require(epochs >= 1, "epochs", epochs, "at least 1");
        require(batchSize >= 2, "batchSize", batchSize, "at least 2");
        require(learningRate > 0, "learningRate", learningRate, "above 0");
        require(warmUpEpochs >= 0, "warmUpEpochs", warmUpEpochs, "at least 0");
        require(loaderThreads >= 0, "loaderThreads", loaderThreads, "at least 0 (0 = as many as suit)");
        require(validateEvery >= 0, "validateEvery", validateEvery, "at least 0 (0 = never)");
    }

    private static void require(boolean holds, String name, Object found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + "; allowed is " + allowed);
        }
    }

    /** A copy with other epochs; a warm-up that would fill them all is shortened. */
    public TrainingSettings withEpochs(int value) {
        return edited(draft -> {
            draft.epochs = value;
            draft.warmUpEpochs = Math.max(0, Math.min(warmUpEpochs, value - 1));
        });
    }

    /** A copy with another batch size. */
    public TrainingSettings withBatchSize(int value) {
        return edited(draft -> draft.batchSize = value);
    }

    /** A copy with another top learning rate. */
    public TrainingSettings withLearningRate(double value) {
        return edited(draft -> draft.learningRate = value);
    }

    /** A copy with another optimiser, for example {@code OptimizerSpec.adamW()}. */
    public TrainingSettings withOptimizer(OptimizerSpec value) {
        return edited(draft -> draft.optimizer = value);
    }

    /** A copy with another warm-up, in epochs. */
    public TrainingSettings withWarmUpEpochs(int value) {
        return edited(draft -> draft.warmUpEpochs = value);
    }

    /** A copy with another head, for example {@code HeadSpec.arcFace(64, 0.5)} for faces. */
    public TrainingSettings withHead(HeadSpec value) {
        return edited(draft -> draft.head = value);
    }

    /** A copy with another preprocessing than the data set's. */
    public TrainingSettings withPreprocessing(Preprocessing value) {
        return edited(draft -> draft.preprocessing = Optional.of(value));
    }

    /** A copy with another augmentation than the data set's. */
    public TrainingSettings withAugmentation(Augmentation value) {
        return edited(draft -> draft.augmentation = Optional.of(value));
    }

    /** A copy that writes a checkpoint at least every {@code value} seconds. */
    public TrainingSettings withCheckpointSeconds(double value) {
        return edited(draft -> draft.checkpointSeconds = value);
    }

    /** A copy with other threads for decoding and augmentation; 0 = as many as suit. */
    public TrainingSettings withLoaderThreads(int value) {
        return edited(draft -> draft.loaderThreads = value);
    }

    /** A copy that validates after every {@code value} epochs; 0 = never. */
    public TrainingSettings withValidateEvery(int value) {
        return edited(draft -> draft.validateEvery = value);
    }

    private TrainingSettings edited(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** The one place that copies all components. */
    private static final class Draft {
        private int epochs;
        private int batchSize;
        private double learningRate;
        private OptimizerSpec optimizer;
        private int warmUpEpochs;
        private HeadSpec head;
        private Optional<Preprocessing> preprocessing;
        private Optional<Augmentation> augmentation;
        private double checkpointSeconds;
        private int loaderThreads;
        private int validateEvery;

        Draft(TrainingSettings from) {
            epochs = from.epochs;
            batchSize = from.batchSize;
            learningRate = from.learningRate;
            optimizer = from.optimizer;
            warmUpEpochs = from.warmUpEpochs;
            head = from.head;
            preprocessing = from.preprocessing;
            augmentation = from.augmentation;
            checkpointSeconds = from.checkpointSeconds;
            loaderThreads = from.loaderThreads;
            validateEvery = from.validateEvery;
        }

        TrainingSettings settings() {
            return new TrainingSettings(
                    epochs,
                    batchSize,
                    learningRate,
                    optimizer,
                    warmUpEpochs,
                    head,
                    preprocessing,
                    augmentation,
                    checkpointSeconds,
                    loaderThreads,
                    validateEvery);
        }
    }
}
