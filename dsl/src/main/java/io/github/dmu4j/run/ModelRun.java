package io.github.dmu4j.run;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CheckpointSink;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.ValidationProbe;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.train.ModelTraining;
import io.github.dmu4j.train.TrainedModel;
import io.github.dmu4j.train.TrainingSettings;
import io.github.dmu4j.train.TrainingTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model trained on its own, in a folder of its own if wished. */
public final class ModelRun {
    private static final String TRAINING = "model";

    private ModelRun() {}

    /** Trains, goes on from a checkpoint in the folder, or loads the model that is there already. */
    public static FrozenModel train(
            Backbone backbone,
            LabeledImages images,
            TrainingSettings settings,
            long seed,
            DeviceGroup devices,
            Optional<Path> folder,
            UpgradeListener listener,
            Cancellation cancellation) {
        Optional<RunDirectory> directory = folder.map(f ->
                RunDirectory.open(f, PlanRecord.ofModel(backbone, images, settings, seed), Provenance.of(devices)));
        Optional<Path> modelFolder = folder.map(f -> f.resolve(TRAINING));
        if (modelFolder.isPresent() && FrozenModel.isIn(modelFolder.get())) {
            return FrozenModel.load(modelFolder.get(), devices.first());
        }
        CheckpointSink sink = directory
                .map(d -> d.checkpoints(
                        TRAINING, "train again with the same plan and folder " + d.root() + " to go on from there"))
                .orElse(CheckpointSink.NONE);
        UpgradeListener all = directory
                .map(d -> UpgradeListener.all(List.of(d.eventLog(), listener)))
                .orElseGet(() -> UpgradeListener.all(List.of(listener)));
        ClassIndex classes = ClassIndex.of(images.labels());
        TrainingTask task = new TrainingTask(
                "train " + backbone.name(),
                backbone,
                new Independent(),
                images,
                classes,
                Optional.empty(),
                settings,
                seed,
                devices,
                sink,
                ValidationProbe.NONE,
                all,
                cancellation);
        TrainedModel trained;
        try {
            trained = ModelTraining.train(task);
        } catch (RunCancelled e) {
            directory.ifPresent(d -> d.updateAfter(e, "interrupted", Map.of()));
            throw e;
        } catch (RuntimeException e) {
            directory.ifPresent(d -> d.updateAfter(e, "failed", Map.of("failure", String.valueOf(e.getMessage()))));
            throw e;
        }
        FrozenModel model = FrozenModel.of(trained, images, classes);
        directory.ifPresent(d -> {
            model.save(d.root().resolve(TRAINING));
            d.dropCheckpoints(TRAINING);
            d.update("completed", Map.of("modelHash", model.embedder().hash()));
        });
        return model;
    }
}
