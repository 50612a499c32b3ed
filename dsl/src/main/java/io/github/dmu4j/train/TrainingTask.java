package io.github.dmu4j.train;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CheckpointSink;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.MethodContext;
import io.github.dmu4j.method.ValidationProbe;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import java.util.Optional;

/**
 * One training: what to train, on what, how, and whom to tell.
 *
 * @param stage its name in events, for example {@code train DMU}
 * @param backbone the net to build
 * @param method what is added to the classification loss
 * @param images the training set
 * @param classes the images' classes, renumbered
 * @param old the old model's view of the same images, in the same order and class numbers
 * @param settings how
 * @param seed root seed; initial weights, order and augmentation are derived from it
 * @param devices where the arithmetic happens; several share every step (see {@link io.github.dmu4j.model.Replicas})
 */
public record TrainingTask(
        String stage,
        Backbone backbone,
        CompatibilityMethod method,
        LabeledImages images,
        ClassIndex classes,
        Optional<MethodContext.OldKnowledge> old,
        TrainingSettings settings,
        long seed,
        DeviceGroup devices,
        CheckpointSink checkpoints,
        ValidationProbe validation,
        UpgradeListener listener,
        Cancellation cancellation) {}
