package io.github.dmu4j;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.face.Faces;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.Backbones;
import io.github.dmu4j.model.HeadSpec;
import io.github.dmu4j.run.ExperimentFolder;
import io.github.dmu4j.run.experiment.FaceData;
import io.github.dmu4j.run.experiment.LandmarkData;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;

/**
 * The paper's experiments, on data sets that you have on disk; nothing is downloaded. Each is one plan with the paper's settings where
 * it states them, from the old model's training to the figures of every benchmark that is there:
 *
 * <pre>{@code
 * var results = Experiments.landmark(Path.of("data")).savingTo(Path.of("runs", "landmark")).run();
 * results.table();
 * }</pre>
 *
 * <p>What is whose, by Darwinian Model Upgrades (Zhang et al., AAAI 2023) as far as it was available to us, and the public code of the
 * same group (TencentARC/OpenCompatible, which has no code of this method):
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>setting<th>landmark<th>face<th>from
 * <tr><td>training set<td>GLDv2 clean<td>MS1Mv3<td>paper
 * <tr><td>figures<td>GLDv2 private, Revisited Oxford and Paris<td>IJB-C<td>paper; GLDv2 public and pairs for choices: the group's code,
 *     and our reading
 * <tr><td>input<td>224<td>112<td>paper (224); the field's aligned faces (112)
 * <tr><td>head<td>ArcFace 30, 0.3<td>ArcFace 64, 0.5<td>paper
 * <tr><td>SGD, momentum 0.9, decay 1e-4, rate 0.1, cosine, one warm-up epoch, 30 epochs<td colspan="2">both<td>paper
 * <tr><td>batch<td>256<td>512<td>paper: 256 images a GPU for the models, 512 for the upgrade module, on six GPUs. Here one device takes
 *     one batch; 512 for faces is our reading
 * <tr><td>augmentation<td>random resized crop (8 to 100 % of the area, 3:4 to 4:3), mirror<td>mirror<td>the group's code; arcface_torch
 * <tr><td>nets<td>ResNet-50, GeM p 3, 512<td>iResNet-50, 512<td>landmark: the group's default; not stated in what we could read
 * <tr><td>scenario<td colspan="2">30 % of the images of every class, then all<td>paper; which images is a hash's choice, ours
 * <tr><td>method<td colspan="2">DMU; upgrade module of batch 512, 30 epochs, no invented views<td>DMU is our reading (docs/method.md, 6);
 *     batch and epochs: paper
 * </table>
 *
 * <p>Deviations: the landmark nets start from nothing, and so with a batch norm after the last layer ({@link
 * io.github.dmu4j.model.ResNet}); the group's code starts from ImageNet's weights and has none, as {@link Experiment#pretrained} does
 * with a file of yours. No mixed precision.
 */
@CheckReturnValue
public final class Experiments {
    private static final int DIMENSION = 512;
    private static final int TRIAL_DIMENSION = 128;

    /** A large classifier makes a checkpoint of hundreds of megabytes. */
    private static final double CHECKPOINT_SECONDS = 1800;

    private Experiments() {}

    /**
     * The landmark experiment.
     *
     * @param root the folder of the data sets; {@link LandmarkData} says how it should look
     * @throws DmuException if there is no such folder. What is missing in it is said by {@link
     *     Experiment#problems} and before anything is trained
     */
    public static Experiment landmark(Path root) {
        return landmark(LandmarkData.in(root));
    }

    /** The landmark experiment with choices about its data, for example {@code LandmarkData.in(root).uncroppedQueries()}. */
    public static Experiment landmark(LandmarkData data) {
        return new Experiment(new ExperimentChoices(
                data,
                alike(Backbones.resNet50(DIMENSION)),
                alike(Backbones.resNet18(TRIAL_DIMENSION).widths(16, 32, 64, 128)),
                trained(HeadSpec.landmarks(), 256)
                        .withPreprocessing(Preprocessing.colour(224))
                        .withAugmentation(
                                Augmentation.none().withMinCropArea(0.08).withFlip(0.5))));
    }

    /**
     * The face experiment.
     *
     * @param root the folder of the data sets; {@link FaceData} says how it should look
     * @throws DmuException if there is no such folder, or several sets to train on in it
     */
    public static Experiment face(Path root) {
        return face(FaceData.in(root));
    }

    /** The face experiment on data that was looked at before. */
    public static Experiment face(FaceData data) {
        return new Experiment(new ExperimentChoices(
                data,
                alike(Backbones.iResNet50(DIMENSION)),
                alike(Backbones.iResNet18(TRIAL_DIMENSION).widths(16, 32, 64, 128)),
                trained(HeadSpec.faces(), 512)
                        .withPreprocessing(Faces.preprocessing())
                        .withAugmentation(Faces.augmentation())));
    }

    /**
     * The experiment of a folder that {@link Experiment#savingTo} kept, to go on with it: {@code Experiments.resume(run).run()}. On the
     * devices of the last session, where they are there. Whether there is a {@link Experiment#withReference reference} is not part of
     * it: say so again.
     *
     * @throws DmuException if the folder holds no experiment, its data sets are gone, or it was given its old model: {@link #resume(Path,
     *     EmbeddingModel)}
     */
    public static Experiment resume(Path run) {
        ExperimentFolder.Facts facts = ExperimentFolder.read(run);
        if (facts.oldHash().isPresent()) {
            throw new DmuException("the experiment in " + run + " was given its old model, which it does not hold:"
                    + " resume(run, old), with the model whose hash begins "
                    + facts.oldHash().get().substring(0, 12));
        }
        return resume(run, facts);
    }

    /** As {@link #resume(Path)}, of an experiment that was given its old model. Another model is refused when it is run. */
    public static Experiment resume(Path run, EmbeddingModel old) {
        return resume(run, ExperimentFolder.read(run)).from(old);
    }

    private static Experiment resume(Path run, ExperimentFolder.Facts facts) {
        Experiment preset = facts.name().equals("face")
                ? face(FaceData.in(facts.root()).with(facts.choices()))
                : landmark(LandmarkData.in(facts.root()).with(facts.choices()));
        return preset.as(facts).devices(ExperimentFolder.devices(run)).savingTo(run);
    }

    private static ExperimentChoices.Nets alike(Backbone net) {
        return new ExperimentChoices.Nets(net, net);
    }

    private static TrainingSettings trained(HeadSpec head, int batch) {
        return TrainingSettings.DEFAULTS
                .withHead(head)
                .withBatchSize(batch)
                .withValidateEvery(0) // by class labels, which the benchmarks do not have
                .withCheckpointSeconds(CHECKPOINT_SECONDS);
    }
}
