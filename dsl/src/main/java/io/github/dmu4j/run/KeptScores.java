package io.github.dmu4j.run;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.data.Fingerprints;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.PlannedProgress;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.FeatureScores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Scores of an upgrade's training set, each computed once: the method's, and those that the upgrade module asks for, are often the same.
 * With a folder also once for all sessions, in a float64 file each:
 *
 * <pre>scores/trueProbability-1f3a5c....npy</pre>
 *
 * <p>The name ends with a hash over the old model, the images with their classes, the measure and its options: what another old model
 * or another measure would say is not found. Always kept, however few they are: 8 bytes an image are nothing beside its vector. The
 * prototypes are not kept: they cost n d operations, a reading of the vectors, and the scores n K d.
 */
final class KeptScores implements FeatureScores {
    /** Name of the folder in a run's folder. */
    static final String FOLDER = "scores";

    private static final int HASH_SHOWN = 16;

    private final Optional<Path> folder;
    private final String oldModel;
    private final LabeledImages images;
    private final PlannedProgress listener;
    private final Cancellation cancellation;
    private final Map<String, double[]> known = new HashMap<>();

    /**
     * @param run the run's folder; empty to keep them in memory only
     * @param oldModel hash of the model that the vectors are of
     * @param listener hears of their making, as of the stage {@link UpgradeStages#scores}
     */
    KeptScores(
            Optional<Path> run,
            String oldModel,
            LabeledImages images,
            PlannedProgress listener,
            Cancellation cancellation) {
        this.folder = run.map(root -> root.resolve(FOLDER));
        this.oldModel = oldModel;
        this.images = images;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    @Override
    public double[] of(String name, Map<String, Object> options, Computation computation) {
        String key = key(name, options);
        double[] scores = known.get(key);
        if (scores == null) {
            Optional<Path> file = folder.map(f -> f.resolve(key + ".npy"));
            if (file.isPresent() && Files.exists(file.get())) {
                scores = read(file.get());
            } else {
                double[] made =
                        listener.during(UpgradeStages.scores(name), () -> computation.scores(listener, cancellation));
                file.ifPresent(f -> Npy.write(f, NpyArray.of(made)));
                scores = made;
            }
            known.put(key, scores);
        }
        return scores;
    }

    private String key(String name, Map<String, Object> options) {
        String decisive = Json.line(
                Map.of("measure", name, "options", options, "oldModel", oldModel, "images", images.fingerprint()));
        return name.replaceAll("[^\\w.-]", "-") + "-"
                + Fingerprints.of(decisive).substring(0, HASH_SHOWN);
    }

    private double[] read(Path file) {
        NpyArray scores;
        try {
            scores = Npy.read(file);
        } catch (DmuException e) {
            throw new DmuException(e.getMessage() + ". Delete " + file + ", and the scores are computed again", e);
        }
        if (scores.shape().length != 1 || scores.shape()[0] != images.size()) {
            throw new DmuException(file + " is a " + scores + ", and the training set has " + images.size()
                    + " images; it was changed: delete it, and the scores are computed again");
        }
        return scores.toDoubles();
    }

    /** Deletes what was kept: the upgrade is complete. What cannot be deleted is a warning. */
    void drop(UpgradeListener warned) {
        folder.ifPresent(f -> ScratchFolder.drop(f, "scores", warned));
    }
}
